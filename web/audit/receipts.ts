// What must hold of receipts and fees however answers are scored (sections 6 and 8).

import { expect, Mismatch } from "./errors.ts";
import type { AnswerRow } from "./record.ts";

export const BASIS = 10_000;
export const MOST_CREDIT = 2 ** 32 - 1;

export interface Promised {
  owed: number;
  receipt_number: number;
  /** Owed by other projects of the pool, as the last receipt says. */
  elsewhere: number;
}

/** Numbers and totals of a labeler's receipts only grow. */
export function checkReceipt(account: Promised, row: AnswerRow, at: string): void {
  if (row.receipt_number <= account.receipt_number)
    throw new Mismatch(at, "receipt number", `at least ${account.receipt_number + 1}`, row.receipt_number);
  const least = account.owed + account.elsewhere;
  if (row.owed < least) throw new Mismatch(at, "receipt's owed", `at least ${least}`, row.owed);
  account.receipt_number = row.receipt_number;
  account.elsewhere = row.owed - account.owed;
}

/** A checkpoint's fee: what is due on all that was credited, less what was taken before. */
export function checkFee(credited: number, taken: number, feeBps: number, found: number, where: string): number {
  const fee = Number((BigInt(credited) * BigInt(feeBps)) / BigInt(BASIS)) - taken;
  expect(where, "fee", fee, found);
  return fee;
}
