// Receipts kept on this device, one entry each, and the newest standing they prove.

import { signal } from "@preact/signals";
import { now_s } from "../client/clock.ts";
import { names, read, remove, StoreFull, write } from "../client/store.ts";
import { checkReceipt, type Expected, type Standing } from "../model/receipts.ts";
import * as wire from "../model/wire.ts";
import { domain, poolName, requirePool } from "./pool.ts";
import { requireWallet } from "./wallet.ts";

const SHOWN = 30;
const MAKE_ROOM = 500;

export const promised = signal<Standing>({ number: 0, owed: 0 });

/** Newest first. */
export const newest = signal<readonly wire.ReceiptWire[]>([]);

export function loadReceipts(): void {
  newest.value = keptNames().slice(-SHOWN).reverse().flatMap(readKept);
  const last = newest.value[0];
  promised.value = { number: last?.number ?? 0, owed: last?.owed ?? 0 };
}

/** Believes and keeps a receipt, or throws BadReceipt. */
export function acceptReceipt(receipt: wire.ReceiptWire, expected: Expected): void {
  const operator = { domain: domain(), receiptKey: requirePool().receipt_key };
  promised.value = checkReceipt(receipt, expected, promised.value, operator, now_s());
  newest.value = [receipt, ...newest.value].slice(0, SHOWN);
  keep(receipt);
}

export function allReceipts(): wire.ReceiptWire[] {
  return keptNames().flatMap(readKept);
}

/** The last receipt kept for a project: where its chain must at least stand. */
export function lastOf(project: number): wire.ReceiptWire | null {
  return read(lastName(project), wire.receipt);
}

export function forgetReceipts(): void {
  for (const name of [...keptNames(), ...names(lastName(""))]) remove(name);
  loadReceipts();
}

function keep(receipt: wire.ReceiptWire): void {
  const name = `${folder()}${String(receipt.number).padStart(16, "0")}`;
  try {
    write(name, receipt);
  } catch (error) {
    if (!(error instanceof StoreFull)) throw error;
    // The newest receipt states the whole debt, so the oldest can go.
    for (const old of keptNames().slice(0, MAKE_ROOM)) remove(old);
    write(name, receipt);
  }
  write(lastName(receipt.project), receipt);
}

function keptNames(): string[] {
  return names(folder()).sort();
}

function readKept(name: string): wire.ReceiptWire[] {
  const receipt = read(name, wire.receipt);
  return receipt ? [receipt] : [];
}

function lastName(project: number | ""): string {
  return poolName(`last_receipts/${requireWallet().address}/${project}`);
}

function folder(): string {
  return poolName(`receipts/${requireWallet().address}/`);
}
