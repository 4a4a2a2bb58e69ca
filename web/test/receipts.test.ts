import assert from "node:assert/strict";
import { test } from "node:test";
import type { Address, Signature } from "../model/hex.ts";
import { addressOf, newPrivateKey, sign, signerOf } from "../model/keys.ts";
import { hashReceipt } from "../model/messages.ts";
import {
  BadReceipt,
  checkReceipt,
  CLOCK_SLACK_S,
  LONGEST_SETTLEMENT_S,
  type Fault,
  type Standing,
} from "../model/receipts.ts";
import { digest, keccak, utf8 } from "../model/typed_data.ts";
import type { ReceiptWire } from "../model/wire.ts";

const NOW_S = 1_790_000_000;
const key = newPrivateKey();
const operator = {
  domain: { chainId: 56, pool: `0x${"5f".repeat(20)}` as Address },
  receiptKey: addressOf(key),
  settle_within_s: 3600,
};
const expected = {
  labeler: addressOf(newPrivateKey()),
  project: 7,
  sequence: 3,
  head: keccak(utf8("head")),
  task: keccak(utf8("task")),
};
const standing = { number: 4, owed: 100 };

function receipt(changes: Partial<ReceiptWire> = {}, signedWith = key): ReceiptWire {
  const fields = { ...expected, number: 5, owed: 120, position: 2, settle_by_s: NOW_S + 120, ...changes };
  return { signature: sign(digest(operator.domain, hashReceipt(fields)), signedWith), ...fields };
}

function check(receipt: ReceiptWire, terms = operator): Standing {
  const signer = signerOf(digest(operator.domain, hashReceipt(receipt)), receipt.signature);
  return checkReceipt({ receipt, signer }, expected, standing, terms, NOW_S);
}

function faultOf(bad: ReceiptWire): Fault | null {
  try {
    check(bad);
  } catch (error) {
    return (error as BadReceipt).fault;
  }
  return null;
}

test("a receipt about another answer is refused", () => {
  const other = keccak(utf8("other"));
  const changes: Partial<ReceiptWire>[] = [
    { labeler: operator.receiptKey },
    { project: 8 },
    { sequence: 4 },
    { head: other },
    { task: other },
  ];
  for (const change of changes) assert.equal(faultOf(receipt(change)), "another_answer");
});

test("a receipt whose number does not grow, or that owes less, is refused", () => {
  for (const number of [0, 3, 4]) assert.equal(faultOf(receipt({ number })), "number_not_increasing");
  for (const owed of [0, 99]) assert.equal(faultOf(receipt({ owed })), "owed_fell");
});

test("a receipt without a place, or due in the far future, is refused", () => {
  assert.equal(faultOf(receipt({ position: 0 })), "no_position");
  const latest_s = NOW_S + operator.settle_within_s + CLOCK_SLACK_S;
  assert.equal(faultOf(receipt({ settle_by_s: latest_s })), null);
  assert.equal(faultOf(receipt({ settle_by_s: latest_s + 1 })), "settles_too_late");
  const never = receipt({ settle_by_s: NOW_S + LONGEST_SETTLEMENT_S + CLOCK_SLACK_S + 1 });
  assert.throws(() => check(never, { ...operator, settle_within_s: 2 ** 40 }), BadReceipt);
});

test("a receipt signed by another key, or changed after signing, is refused", () => {
  assert.equal(faultOf(receipt({}, newPrivateKey())), "wrong_signature");
  assert.equal(faultOf({ ...receipt(), owed: 121 }), "wrong_signature");
  assert.equal(faultOf({ ...receipt(), position: 3 }), "wrong_signature");
  assert.equal(faultOf({ ...receipt(), signature: `0x${"00".repeat(65)}` as Signature }), "wrong_signature");
});

test("a right receipt moves the standing, also when it adds nothing", () => {
  assert.deepEqual(check(receipt()), { number: 5, owed: 120 });
  assert.deepEqual(check(receipt({ owed: 100 })), {
    number: 5,
    owed: 100,
  });
  assert.deepEqual(check(receipt({ number: 50 })), {
    number: 50,
    owed: 120,
  });
});
