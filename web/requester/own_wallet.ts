// A wallet made on this page. Its key comes from a passkey, or lies in this browser wrapped by a key that no
// script can read; the signing worker alone ever sees it.

import { signal } from "@preact/signals";
import { newPasskey, openPasskey, PasskeyRefused } from "../client/passkey.ts";
import { nodeAt, NodeRefused } from "../client/rpc.ts";
import { asking } from "../client/signer.ts";
import { read, remove, write } from "../client/store.ts";
import type { Unlock } from "../model/asks.ts";
import { fromHex, toHex, type Address, type Hash } from "../model/hex.ts";
import { openWallet } from "../model/kept.ts";
import type { Call } from "../model/pool_calls.ts";
import type { RequesterAsks } from "../model/requester_asks.ts";
import { address, nullable, object, text, truth, type Shaped } from "../model/shape.ts";
import type { Wallet } from "./wallets.ts";

const ask = asking<RequesterAsks>();

/** Bytes as hexadecimal: this lies in localStorage, where it is of no use without the wrapping key. */
const shape = object({
  address,
  backed_up: truth,
  /** A passkey's id; null for a key on this device. */
  passkey: nullable(text),
  wrapped: nullable(object({ iv: text, bytes: text })),
  /** Only where the page came over plain http, which knows no WebCrypto. */
  open: nullable(text),
});

export type Own = Shaped<typeof shape>;

export const own = signal<Own | null>(null);

const NAME = "requester/own";
/** Where earlier pages kept the key as it is. */
const BEFORE = "requester/wallet";
const GAS_MOST = 16_777_216n;

/** Reads the wallet of this browser; one kept open by an earlier page is wrapped first. */
export async function loadOwn(): Promise<void> {
  own.value = read(NAME, shape);
  const before = read(BEFORE, openWallet);
  if (!before) return;
  if (!own.value) await keepOnDevice(before.private_key, before.backed_up);
  remove(BEFORE);
}

/** A new key on this device. */
export async function makeOnDevice(): Promise<void> {
  await keepOnDevice(null, false);
}

/** The key that was pasted or saved; throws NotSigned where it is none. */
export async function bringKey(pasted: string): Promise<void> {
  await keepOnDevice(pasted, true);
}

async function keepOnDevice(pasted: string | null, backed_up: boolean): Promise<void> {
  const { address, secret } = await ask("make", { pasted });
  const wrapped = secret.how === "wrapped" ? { iv: toHex(secret.iv), bytes: toHex(secret.bytes) } : null;
  keep({ address, backed_up, passkey: null, wrapped, open: secret.how === "open" ? secret.key : null });
}

/** Whether the device gave a passkey that can hold a key. */
export async function makeByPasskey(): Promise<boolean> {
  return await begin(await newPasskey());
}

/** The wallet of a passkey made before, here or as a labeler. */
export async function enterByPasskey(): Promise<boolean> {
  return await begin(await openPasskey(null));
}

async function begin(found: { id: Uint8Array; prf: Uint8Array } | null): Promise<boolean> {
  if (!found) return false;
  const address = await ask("address", { unlock: { how: "passkey", prf: found.prf } });
  keep({ address, backed_up: true, passkey: toHex(found.id), wrapped: null, open: null });
  return true;
}

export function noteBackup(): void {
  keep({ ...own.value!, backed_up: true });
}

function keep(next: Own): void {
  own.value = next;
  write(NAME, next);
}

/** The key itself, for a backup. */
export async function revealKey(): Promise<string> {
  return await ask("reveal", { unlock: await unlocked() });
}

async function unlocked(): Promise<Unlock> {
  const { passkey, wrapped, open } = own.value!;
  if (wrapped) return { how: "wrapped", iv: fromHex(wrapped.iv), bytes: fromHex(wrapped.bytes) };
  if (open !== null) return { how: "open", key: open };
  const found = await openPasskey(fromHex(passkey!));
  if (!found) throw new PasskeyRefused("no PRF");
  return { how: "passkey", prf: found.prf };
}

export function ownWallet(chainId: number): Wallet {
  const { address } = own.value!;
  return {
    address,
    kind: "own",
    signText: async (text) => await ask("sign_text", { unlock: await unlocked(), text }),
    signPermit: async (permit) => await ask("sign_permit", { unlock: await unlocked(), permit }),
    send: (call) => sendSigned(call, address, chainId),
  };
}

async function sendSigned(call: Call, from: Address, chainId: number): Promise<Hash> {
  const node = nodeAt("/api/chain");
  const estimate = BigInt(String(await node("eth_estimateGas", [{ from, ...call }])));
  const gas = (estimate * 5n) / 4n;
  if (gas > GAS_MOST) throw new NodeRefused("eth_estimateGas", "more than one transaction may use");
  const nonce = Number(await node("eth_getTransactionCount", [from, "pending"]));
  const gasPrice = BigInt(String(await node("eth_gasPrice", [])));
  const transaction = { chainId, nonce, gas, gasPrice, ...call };
  const raw = await ask("sign_transaction", { unlock: await unlocked(), transaction });
  return (await node("eth_sendRawTransaction", [raw])) as Hash;
}
