// When full tasks close, as section 6 says.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Closings } from "../audit/closings.ts";
import type { AnswerRow, Record } from "../audit/record.ts";
import type { Address, Hash } from "../model/hex.ts";

const TASK = `0x${"07".repeat(32)}` as Hash;
const LABELER = `0x${"0a".repeat(20)}` as Address;

/** A task that one answer fills, beside what its record says of its closing. */
function filled(settlement: number): Closings {
  const closings = new Closings({ minimum: 1, maximum: 1, target_confidence_bps: 10_000 }, new Map([[TASK, null]]));
  closings.read({ closings: [{ task: TASK, settlement }] } as unknown as Record, "here");
  closings.accept({ task: TASK, labeler: LABELER, settlement: 4 } as AnswerRow, 0, "there");
  return closings;
}

for (const settlement of [5, 6])
  test(`a task that fills after settlement 4 may be counted first by settlement ${settlement}`, () => {
    const closings = filled(settlement);
    assert.equal(closings.due.get(TASK), settlement);
    closings.check(settlement, "here");
  });

for (const settlement of [4, 7])
  test(`a full task that waits for settlement ${settlement} is a lie`, () => {
    assert.throws(() => filled(settlement).check(settlement, "here"), /settlement/);
  });
