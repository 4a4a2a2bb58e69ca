import assert from "node:assert/strict";
import { test } from "node:test";
import { firstOverdue, LATE_AFTER_S } from "../model/dues.ts";

const dues = [
  { owed: 100, settle_by_s: 1000 },
  { owed: 150, settle_by_s: 1100 },
];

test("what is credited, or not yet due, is not overdue", () => {
  assert.equal(firstOverdue(dues, 150, 9999), null);
  assert.equal(firstOverdue(dues, 0, 1000 + LATE_AFTER_S), null);
  assert.equal(firstOverdue([], 0, 9999), null);
});

test("the oldest promise past its time is overdue, whatever came after it", () => {
  assert.equal(firstOverdue(dues, 0, 1001 + LATE_AFTER_S), dues[0]);
  assert.equal(firstOverdue(dues, 100, 1101 + LATE_AFTER_S), dues[1]);
});
