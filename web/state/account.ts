// Ways to come to a wallet: a passkey, a key on this device, one that is pasted, or another wallet.

import { newPasskey, openPasskey } from "../client/passkey.ts";
import { ask } from "../client/signer.ts";
import { keepStorage } from "../client/vault.ts";
import type { Unlock } from "../model/asks.ts";
import type { Address } from "../model/hex.ts";
import { renew } from "./session.ts";
import { enter } from "./start.ts";
import { changeWallet, keepWallet } from "./wallet.ts";

/** Whether the device gave a passkey with PRF; if not, nothing was made. */
export async function createByPasskey(): Promise<boolean> {
  return await begin(await newPasskey());
}

/** The account of a passkey made before, on this device or another. */
export async function enterByPasskey(): Promise<boolean> {
  return await begin(await openPasskey(null));
}

async function begin(found: { id: Uint8Array; prf: Uint8Array } | null): Promise<boolean> {
  if (!found) return false;
  const unlock: Unlock = { how: "passkey", prf: found.prf };
  const address = await ask("address", { unlock });
  keepWallet(address, { kind: "passkey", id: found.id }, true);
  // The finger that made the account also lets the session key sign: asked before anything else needs it.
  await renew(unlock);
  found.prf.fill(0);
  keepStorage();
  await enter();
  return true;
}

/** A new key that lives on this device; money goes to `payout`, if one is given. */
export async function createOnDevice(payout: Address | null): Promise<void> {
  const { address, secret } = await ask("make", { pasted: null });
  keepWallet(address, { kind: "device", secret }, false);
  if (payout) changeWallet({ payout });
  keepStorage();
  await enter();
}

/** Throws NotSigned where what was pasted is no key. */
export async function bringKey(pasted: string): Promise<void> {
  const { address, secret } = await ask("make", { pasted });
  keepWallet(address, { kind: "device", secret }, true);
}

export async function connectWallet(rdns: string, address: Address): Promise<void> {
  keepWallet(address, { kind: "outside", rdns }, true);
  await renew();
  await enter();
}
