// Wallets: what the page needs of any, and those that the browser announces (EIP-6963).

import { signal } from "@preact/signals";
import type { Ask } from "../client/rpc.ts";
import { parseAddress, toHex, type Address, type Hash } from "../model/hex.ts";
import { typedPermit, type AnyPermit } from "../model/permits.ts";
import type { Call } from "../model/pool_calls.ts";
import { utf8 } from "../model/typed_data.ts";

/** Somebody who signs. */
export interface Wallet {
  readonly address: Address;
  /** Made here, or announced by the browser. */
  readonly kind: "own" | "announced";
  readonly signText: (text: string) => Promise<string>;
  readonly signPermit: (permit: AnyPermit) => Promise<string>;
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

const LONGEST_NAME = 40;

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
    signPermit: async (permit) =>
      String(await ask("eth_signTypedData_v4", [address, JSON.stringify(typedPermit(permit))])),
    send: async ({ to, data }) =>
      (await ask("eth_sendTransaction", [{ from: address, to, data, value: "0x0" }])) as Hash,
  };
}
