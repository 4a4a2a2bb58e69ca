// The labeler's wallet: who holds its key, and how it is asked to sign.

import { signal } from "@preact/signals";
import { now_s } from "../client/clock.ts";
import { openPasskey, PasskeyRefused } from "../client/passkey.ts";
import { ask } from "../client/signer.ts";
import { read, remove, stored, writeThrough } from "../client/vault.ts";
import type { Unlock } from "../model/asks.ts";
import type { Address, Signature } from "../model/hex.ts";
import { openWallet, wallet as shape, type Holder, type Wallet } from "../model/kept.ts";
import { typedSession, typedWithdrawal, type Session, type Withdrawal } from "../model/messages.ts";
import type { Domain } from "../model/typed_data.ts";

export const wallet = signal<Wallet | null>(null);

/** Takes the kept wallet; one kept open by an earlier page is wrapped first. */
export async function loadWallet(): Promise<void> {
  const before = read("wallet", openWallet);
  if (before) {
    const { secret } = await ask("make", { pasted: before.private_key });
    keepWallet(before.address, { kind: "device", secret }, before.backed_up);
    await stored();
  }
  wallet.value = read("wallet", shape);
}

export function keepWallet(address: Address, holder: Holder, backed_up: boolean): void {
  wallet.value = { address, holder, payout: null, created_s: now_s(), backed_up };
  writeThrough("wallet", wallet.value);
}

export function changeWallet(change: Partial<Pick<Wallet, "backed_up" | "payout">>): void {
  wallet.value = { ...requireWallet(), ...change };
  writeThrough("wallet", wallet.value);
}

export function removeWallet(): void {
  remove("wallet");
  wallet.value = null;
}

export function requireWallet(): Wallet {
  if (!wallet.value) throw new Error("no wallet");
  return wallet.value;
}

export async function signSession(domain: Domain, message: Session, unlock?: Unlock): Promise<Signature> {
  const { holder, address } = requireWallet();
  if (holder.kind === "outside") return await outside(holder.rdns, address, domain, typedSession(message));
  return await ask("sign_session", { unlock: unlock ?? (await unlockOf(holder)), domain, message });
}

export async function signWithdrawal(domain: Domain, message: Withdrawal): Promise<Signature> {
  const { holder, address } = requireWallet();
  if (holder.kind === "outside") return await outside(holder.rdns, address, domain, typedWithdrawal(message));
  return await ask("sign_withdrawal", { unlock: await unlockOf(holder), domain, message });
}

/** The key itself, for a backup. */
export async function revealKey(): Promise<string> {
  const { holder } = requireWallet();
  if (holder.kind === "outside") throw new Error("the key is not here");
  return await ask("reveal", { unlock: await unlockOf(holder) });
}

async function unlockOf(holder: Exclude<Holder, { kind: "outside" }>): Promise<Unlock> {
  if (holder.kind === "device") return holder.secret;
  const found = await openPasskey(holder.id);
  if (!found) throw new PasskeyRefused("no PRF");
  return { how: "passkey", prf: found.prf };
}

async function outside(rdns: string, account: Address, domain: Domain, message: ReturnType<typeof typedSession>) {
  const { signOutside } = await import("../client/outside_wallet.ts");
  return await signOutside(rdns, account, domain, message);
}
