// A receipt is money: proof of delivery and a claim in one. Each is checked before it is believed.

import type { ReceiptWire } from "./wire.ts";
import type { Address, Hash } from "./hex.ts";

/** What a receipt must say about an answer that was just sent. */
export interface Expected {
  readonly labeler: Address;
  readonly project: number;
  readonly sequence: number;
  readonly head: Hash;
  readonly task: Hash;
}

/** The newest receipt believed so far; zeros before the first. */
export interface Standing {
  readonly number: number;
  readonly owed: number;
}

export type Fault =
  | "another_answer"
  | "number_not_increasing"
  | "owed_fell"
  | "no_position"
  | "settles_too_late"
  | "wrong_signature"
  | "missing_receipt";

export class BadReceipt extends Error {
  constructor(
    readonly fault: Fault,
    readonly receipt: ReceiptWire | null,
    readonly expected: Expected,
  ) {
    super(`bad receipt: ${fault}`);
  }
}

/** What the operator says of itself. */
export interface Terms {
  readonly receiptKey: Address;
  readonly settle_within_s: number;
}

/** An operator may not put off its debt for ever, whatever it says: a claim is worth nothing until it falls due. */
export const LONGEST_SETTLEMENT_S = 30 * 24 * 3600;

/** Clocks differ by so much without anybody's fault. */
export const CLOCK_SLACK_S = 60;

/** Returns the new standing, or throws BadReceipt naming the first fault; `signer` is who signed it. */
export function checkReceipt(
  { receipt, signer }: { readonly receipt: ReceiptWire; readonly signer: Address | null },
  expected: Expected,
  standing: Standing,
  terms: Terms,
  now_s: number,
): Standing {
  const latest_s = now_s + Math.min(terms.settle_within_s, LONGEST_SETTLEMENT_S) + CLOCK_SLACK_S;
  const fault = contentFault(receipt, expected, standing, latest_s);
  if (fault) throw new BadReceipt(fault, receipt, expected);
  if (signer !== terms.receiptKey) throw new BadReceipt("wrong_signature", receipt, expected);
  return { number: receipt.number, owed: receipt.owed };
}

function contentFault(
  receipt: ReceiptWire,
  expected: Expected,
  standing: Standing,
  latest_s: number,
): Fault | null {
  const same =
    receipt.labeler === expected.labeler &&
    receipt.project === expected.project &&
    receipt.sequence === expected.sequence &&
    receipt.head === expected.head &&
    receipt.task === expected.task;
  if (!same) return "another_answer";
  if (receipt.number <= standing.number) return "number_not_increasing";
  if (receipt.owed < standing.owed) return "owed_fell";
  if (receipt.position < 1) return "no_position";
  if (receipt.settle_by_s > latest_s) return "settles_too_late";
  return null;
}
