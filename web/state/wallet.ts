// The labeler's wallet: a key that lies in this browser's localStorage and is never sent.

import { signal } from "@preact/signals";
import { now_s } from "../client/clock.ts";
import { read, remove, write } from "../client/store.ts";
import { wallet as shape, type Wallet } from "../model/kept.ts";
import { addressOf, newPrivateKey, type PrivateKey } from "../model/keys.ts";

export const wallet = signal<Wallet | null>(read("wallet", shape));

export function createWallet(): void {
  keep(newPrivateKey(), false);
}

export function importWallet(key: PrivateKey): void {
  keep(key, true);
}

export function noteBackup(): void {
  if (!wallet.value) return;
  wallet.value = { ...wallet.value, backed_up: true };
  write("wallet", wallet.value);
}

export function removeWallet(): void {
  remove("wallet");
  wallet.value = null;
}

export function requireWallet(): Wallet {
  if (!wallet.value) throw new Error("no wallet");
  return wallet.value;
}

function keep(private_key: PrivateKey, backed_up: boolean): void {
  const made = { address: addressOf(private_key), private_key, created_s: now_s(), backed_up };
  write("wallet", made);
  wallet.value = made;
}
