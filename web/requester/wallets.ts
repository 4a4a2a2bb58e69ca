// Wallets: those that the browser announces (EIP-6963), and one made in this browser.

import { signal } from "@preact/signals";
import { now_s } from "../client/clock.ts";
import { nodeAt, NodeRefused, type Ask } from "../client/rpc.ts";
import { read, write } from "../client/store.ts";
import { parseAddress, toHex, type Address, type Hash } from "../model/hex.ts";
import { openWallet as kept } from "../model/kept.ts";
import { addressOf, newPrivateKey, sign, type PrivateKey } from "../model/keys.ts";
import { textDigest } from "../model/login.ts";
import type { Call } from "../model/pool_calls.ts";
import { signedTransaction } from "../model/transaction.ts";
import { utf8 } from "../model/typed_data.ts";

/** Somebody who signs: what the page needs of any wallet. */
export interface Wallet {
  readonly address: Address;
  readonly kind: "browser" | "announced";
  readonly signText: (text: string) => Promise<string>;
  readonly signTyped: (typed: object, digest: Hash) => Promise<string>;
  readonly send: (call: Call) => Promise<Hash>;
}

/** EIP-1193. */
export interface Provider {
  readonly request: (asked: { method: string; params?: readonly unknown[] }) => Promise<unknown>;
}

export interface Announced {
  readonly id: string;
  readonly name: string;
  readonly provider: Provider;
}

export const announced = signal<readonly Announced[]>([]);

const NAME = "requester/wallet";
const LONGEST_NAME = 40;
const GAS_MOST = 16_777_216n;

/** Asks wallets to say that they are there; those that come later are heard too. */
export function discover(): void {
  window.addEventListener("eip6963:announceProvider", (event) => {
    const found = announcedIn((event as CustomEvent<unknown>).detail);
    if (!found || announced.value.some(({ id }) => id === found.id)) return;
    announced.value = [...announced.value, found];
  });
  window.dispatchEvent(new Event("eip6963:requestProvider"));
}

function announcedIn(detail: unknown): Announced | null {
  const { info, provider } = (detail ?? {}) as { info?: Record<string, unknown>; provider?: Provider };
  if (typeof info?.["name"] !== "string" || typeof provider?.request !== "function") return null;
  return {
    id: String(info["uuid"]).slice(0, 80),
    name: info["name"].slice(0, LONGEST_NAME),
    provider,
  };
}

/** Connects a wallet and brings it to the pool's chain. */
export async function connect({ provider }: Announced, chainId: number): Promise<Wallet> {
  const ask: Ask = (method, params) => provider.request({ method, params });
  const [first] = (await ask("eth_requestAccounts", [])) as string[];
  const address = parseAddress(String(first).toLowerCase());
  if (Number(await ask("eth_chainId", [])) !== chainId)
    await ask("wallet_switchEthereumChain", [{ chainId: `0x${chainId.toString(16)}` }]);
  return {
    address,
    kind: "announced",
    signText: async (text) => String(await ask("personal_sign", [toHex(utf8(text)), address])),
    signTyped: async (typed) =>
      String(await ask("eth_signTypedData_v4", [address, JSON.stringify(typed)])),
    send: async ({ to, data }) =>
      (await ask("eth_sendTransaction", [{ from: address, to, data, value: "0x0" }])) as Hash,
  };
}

/** The wallet that was made here; null where there is none. */
export function browserWallet(chainId: number): Wallet | null {
  const found = read(NAME, kept);
  return found ? walletOf(found.private_key as PrivateKey, chainId) : null;
}

export function makeBrowserWallet(chainId: number): Wallet {
  const private_key = newPrivateKey();
  const address = addressOf(private_key);
  write(NAME, { address, private_key, created_s: now_s(), backed_up: false });
  return walletOf(private_key, chainId);
}

export function browserKey(): PrivateKey | null {
  return (read(NAME, kept)?.private_key ?? null) as PrivateKey | null;
}

function walletOf(key: PrivateKey, chainId: number): Wallet {
  const address = addressOf(key);
  return {
    address,
    kind: "browser",
    signText: (text) => Promise.resolve(sign(textDigest(text), key)),
    signTyped: (_, digest) => Promise.resolve(sign(digest, key)),
    send: (call) => sendSigned(call, key, chainId),
  };
}

async function sendSigned(call: Call, key: PrivateKey, chainId: number): Promise<Hash> {
  const ask = nodeAt("/api/chain");
  const from = addressOf(key);
  const estimate = BigInt(String(await ask("eth_estimateGas", [{ from, ...call }])));
  const gas = (estimate * 5n) / 4n;
  if (gas > GAS_MOST) throw new NodeRefused("eth_estimateGas", "more than one transaction may use");
  const nonce = Number(await ask("eth_getTransactionCount", [from, "pending"]));
  const gasPrice = BigInt(String(await ask("eth_gasPrice", [])));
  const raw = signedTransaction({ chainId, nonce, gas, gasPrice, ...call }, key);
  return (await ask("eth_sendRawTransaction", [raw])) as Hash;
}
