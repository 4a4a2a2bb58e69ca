// Whether this operator has kept its word. Once it has not, the page stops working for it.

import { signal } from "@preact/signals";
import { now_s } from "../client/clock.ts";
import { read, remove, write } from "../client/vault.ts";
import { distrust as shape, type Distrust } from "../model/kept.ts";
import type { Fault } from "../model/receipts.ts";
import { poolName } from "./pool.ts";

export type Breach = Fault | "receipt_key_changed" | "answers_forgotten" | "owed_less_than_promised";

export const distrust = signal<Distrust | null>(null);

export function loadTrust(): void {
  distrust.value = read(poolName("distrust"), shape);
}

export function stopTrusting(fault: Breach, evidence: unknown): void {
  if (distrust.value) return;
  distrust.value = { fault, evidence: JSON.stringify(evidence), at_s: now_s() };
  write(poolName("distrust"), distrust.value);
}

export function trustAgain(): void {
  remove(poolName("distrust"));
  distrust.value = null;
}
