// A receipt is money: proof of delivery and a claim in one. Each is checked before it is believed.

import type { ReceiptWire } from "./wire.ts";
import type { Address, Hash } from "./hex.ts";
import { signerOf } from "./keys.ts";
import { hashReceipt } from "./messages.ts";
import { digest, type Domain } from "./typed_data.ts";

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

/** An operator may not put off its debt for ever: a claim is worth nothing until it falls due. */
export const LONGEST_SETTLEMENT_S = 30 * 24 * 3600;

/** Returns the new standing, or throws BadReceipt naming the first fault. */
export function checkReceipt(
  receipt: ReceiptWire,
  expected: Expected,
  standing: Standing,
  operator: { readonly domain: Domain; readonly receiptKey: Address },
  now_s: number,
): Standing {
  const fault = contentFault(receipt, expected, standing, now_s);
  if (fault) throw new BadReceipt(fault, receipt, expected);
  const signer = signerOf(digest(operator.domain, hashReceipt(receipt)), receipt.signature);
  if (signer !== operator.receiptKey) throw new BadReceipt("wrong_signature", receipt, expected);
  return { number: receipt.number, owed: receipt.owed };
}

function contentFault(
  receipt: ReceiptWire,
  expected: Expected,
  standing: Standing,
  now_s: number,
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
  if (receipt.settle_by_s > now_s + LONGEST_SETTLEMENT_S) return "settles_too_late";
  return null;
}
