// Scores, rates and amounts, recomputed here, are those that Python computes: to the bit.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inputsHash, settle, settleFinal, settlementHash } from "../audit/settle.ts";
import { log2Q16, powerQ30 } from "../audit/tables.ts";
import { floorDiv, mulDiv } from "../audit/whole.ts";
import { inputsOf, randomFrom, vectors, type SettlementVector } from "./support.ts";

for (const [number, vector] of vectors<SettlementVector[]>("settlements.json").entries())
  test(`settlement ${number} has the hashes that Python gives it`, () => {
    const inputs = inputsOf(vector);
    assert.equal(inputsHash(inputs), vector.inputs_hash);
    const { settlement: running, isContested } = settle(inputs);
    assert.equal(isContested, vector.contested);
    assert.deepEqual(
      running.labelers.map(({ rate32 }) => rate32),
      vector.rates,
    );
    assert.equal(settlementHash(running), vector.settlement_hash);
    const final = settleFinal(inputs).settlement;
    assert.deepEqual(
      final.labelers.map(({ earned }) => earned),
      vector.earned_at_the_close,
    );
    assert.equal(settlementHash(final), vector.final_settlement_hash);
  });

test("a settlement with answers to open tasks is not the last", () => {
  const inputs = inputsOf(vectors<SettlementVector[]>("settlements.json")[1]!);
  const accepted = inputs.accepted.map((count) => count + 1);
  assert.throws(() => settleFinal({ ...inputs, accepted }));
});

test("tables begin and end where the formulae say", () => {
  assert.equal(log2Q16(1), 0);
  assert.equal(log2Q16(65536), 16 * 65536);
  assert.equal(log2Q16(3), Math.floor(65536 * Math.log2(3)));
  assert.equal(log2Q16(2 ** 45), 45 * 65536);
  assert.equal(powerQ30(0), 2 ** 30);
  assert.equal(powerQ30(65536), 2 ** 29);
  assert.equal(powerQ30(40 * 65536), 0);
});

test("products are exact on either side of what a double holds", () => {
  const random = randomFrom(7);
  for (let i = 0; i < 2000; i++) {
    const a = Math.floor((random() - 0.5) * 2 ** (1 + random() * 50));
    const b = Math.floor(random() * 2 ** (1 + random() * 40));
    const c = 1 + Math.floor(random() * 2 ** (random() * 45));
    const exact = floorDiv(BigInt(a) * BigInt(b) + BigInt(b), BigInt(c));
    if (BigInt.asIntN(53, exact) === exact) assert.equal(BigInt(mulDiv(a, b, c, b)), exact);
  }
});
