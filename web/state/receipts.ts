// Receipts kept on this device, one entry each, and the newest standing they prove.

import { signal } from "@preact/signals";
import { now_s } from "../client/clock.ts";
import { download } from "../client/files.ts";
import { ask } from "../client/signer.ts";
import * as vault from "../client/vault.ts";
import type { Address } from "../model/hex.ts";
import { checkReceipt, type Expected, type Standing } from "../model/receipts.ts";
import * as wire from "../model/wire.ts";
import { domain, poolName, requirePool } from "./pool.ts";
import { dues, noteDue } from "./standstill.ts";
import { requireWallet } from "./wallet.ts";

const SHOWN = 30;
/** So far back it is looked whether something has fallen due. */
const LOOKED_AT = 500;

export const promised = signal<Standing>({ number: 0, owed: 0 });

/** Newest first. */
export const newest = signal<readonly wire.ReceiptWire[]>([]);

/** How many lie on this device. */
export const kept = signal(0);

export async function loadReceipts(): Promise<void> {
  const names = await vault.receiptNames(folder());
  const recent = parsed(await vault.receiptsNamed(names.slice(-LOOKED_AT)));
  newest.value = recent.slice(-SHOWN).reverse();
  dues.value = [];
  recent.forEach(noteDue);
  kept.value = names.length;
  const last = newest.value[0];
  promised.value = { number: last?.number ?? 0, owed: last?.owed ?? 0 };
}

/** Who signed each receipt, as the worker finds it. */
export function signersOf(receipts: readonly wire.ReceiptWire[]): Promise<readonly (Address | null)[]> {
  return ask("signers", { domain: domain(), receipts });
}

/** Believes and keeps a receipt, or throws BadReceipt. */
export function acceptReceipt(
  receipt: wire.ReceiptWire,
  signer: Address | null,
  expected: Expected,
): void {
  const { receipt_key: receiptKey, settle_within_s } = requirePool();
  const terms = { receiptKey, settle_within_s };
  promised.value = checkReceipt({ receipt, signer }, expected, promised.value, terms, now_s());
  newest.value = [receipt, ...newest.value].slice(0, SHOWN);
  kept.value++;
  noteDue(receipt);
  vault.writeReceipt(`${folder()}${String(receipt.number).padStart(16, "0")}`, receipt);
  vault.write(lastName(receipt.project), receipt);
}

export async function allReceipts(): Promise<wire.ReceiptWire[]> {
  return parsed(await vault.receiptsFrom(folder()));
}

/** Saves the file that `labelfield receipts` and whoever watches the operator read. */
export async function downloadReceipts(): Promise<void> {
  const { chain_id, pool, receipt_key } = requirePool();
  const file = { chain_id, pool, receipt_key, receipts: await allReceipts() };
  download(`labelfield-receipts-${promised.value.number}.json`, `${JSON.stringify(file, null, 1)}\n`);
}

/** The last receipt kept for a project: where its chain must at least stand. */
export function lastOf(project: number): wire.ReceiptWire | null {
  return vault.read(lastName(project), wire.receipt);
}

export async function forgetReceipts(): Promise<void> {
  vault.removeReceipts(await vault.receiptNames(folder()));
  for (const name of vault.names(lastName(""))) vault.remove(name);
  await loadReceipts();
}

function parsed(found: readonly unknown[]): wire.ReceiptWire[] {
  return found.flatMap((one) => {
    try {
      return [wire.receipt(one, "receipt")];
    } catch {
      return [];
    }
  });
}

function lastName(project: number | ""): string {
  return poolName(`last_receipts/${requireWallet().address}/${project}`);
}

function folder(): string {
  return poolName(`receipts/${requireWallet().address}/`);
}
