// Wallets that live in the browser beside this page: found by EIP-6963, asked by EIP-1193.

import type { Address, Signature } from "../model/hex.ts";
import { parseAddress, parseSignature } from "../model/hex.ts";
import type { Typed } from "../model/messages.ts";
import type { Domain } from "../model/typed_data.ts";

interface Provider {
  request(ask: { readonly method: string; readonly params?: readonly unknown[] }): Promise<unknown>;
}

export interface OutsideWallet {
  /** Reverse domain name: the same on every visit. */
  readonly rdns: string;
  readonly name: string;
  readonly provider: Provider;
}

/** The wallet said no, or is not there. */
export class WalletRefused extends Error {}

const LOOK_MS = 200;

/** All wallets that announce themselves within a moment. */
export function findWallets(): Promise<OutsideWallet[]> {
  const found = new Map<string, OutsideWallet>();
  const announced = (event: Event) => {
    const { info, provider } = (event as CustomEvent<{ info: { rdns: string; name: string }; provider: Provider }>)
      .detail;
    found.set(String(info.rdns), { rdns: String(info.rdns), name: String(info.name), provider });
  };
  addEventListener("eip6963:announceProvider", announced);
  dispatchEvent(new Event("eip6963:requestProvider"));
  return new Promise((resolve) =>
    setTimeout(() => {
      removeEventListener("eip6963:announceProvider", announced);
      resolve([...found.values()]);
    }, LOOK_MS),
  );
}

export async function addressIn({ provider }: OutsideWallet): Promise<Address> {
  const [first] = (await asked(provider, "eth_requestAccounts", [])) as readonly unknown[];
  return parseAddress(String(first).toLowerCase());
}

/** Asks the wallet to show and sign one message of the protocol. */
export async function signOutside(
  rdns: string,
  account: Address,
  domain: Domain,
  message: Typed,
): Promise<Signature> {
  const wallet = (await findWallets()).find((one) => one.rdns === rdns);
  if (!wallet) throw new WalletRefused(rdns);
  const chainId = `0x${domain.chainId.toString(16)}`;
  await asked(wallet.provider, "wallet_switchEthereumChain", [{ chainId }]);
  const data = typedData(domain, message);
  return parseSignature(
    String(await asked(wallet.provider, "eth_signTypedData_v4", [account, JSON.stringify(data)])).toLowerCase(),
  );
}

/** As EIP-712 wallets read it, from a type spelled like `Session(address labeler,…)`. */
function typedData(domain: Domain, { type, values }: Typed) {
  const primaryType = type.slice(0, type.indexOf("("));
  const fields = type
    .slice(primaryType.length + 1, -1)
    .split(",")
    .map((field) => ({ type: field.split(" ")[0]!, name: field.split(" ")[1]! }));
  return {
    types: {
      EIP712Domain: [
        { name: "name", type: "string" },
        { name: "version", type: "string" },
        { name: "chainId", type: "uint256" },
        { name: "verifyingContract", type: "address" },
      ],
      [primaryType]: fields,
    },
    primaryType,
    domain: { name: "Labelfield", version: "1", chainId: domain.chainId, verifyingContract: domain.pool },
    message: Object.fromEntries(fields.map(({ name }, place) => [name, String(values[place])])),
  };
}

async function asked(provider: Provider, method: string, params: readonly unknown[]): Promise<unknown> {
  try {
    return await provider.request({ method, params });
  } catch (error) {
    throw new WalletRefused(String((error as { message?: unknown }).message ?? error));
  }
}
