// When full tasks close, and which open ones become gold, as section 6 says.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Closings } from "../audit/closings.ts";
import type { Consensus } from "../audit/crowd.ts";
import type { AnswerRow, PredictionRow, Record } from "../audit/record.ts";
import type { Manifest } from "../audit/manifest.ts";
import { settle, type Inputs, type Settled } from "../audit/settle.ts";
import { Sureness } from "../audit/sureness.ts";
import type { Address, Hash } from "../model/hex.ts";
import { inputsOf, vectors, type SettlementVector } from "./support.ts";

const TASK = `0x${"07".repeat(32)}` as Hash;
const LABELER = `0x${"0a".repeat(20)}` as Address;

/** A task that one answer fills, beside what its record says of its closing. */
function filled(settlement: number): Closings {
  const closings = new Closings({ minimum: 1, maximum: 1, target_confidence_bps: 10_000 }, new Map([[TASK, null]]));
  closings.read({ closings: [{ task: TASK, settlement }], appeals: [] } as unknown as Record, "here");
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

const AUDITED = `0x${(20).toString(16).padStart(64, "0")}` as Hash;
const LABELERS = Array.from({ length: 6 }, (_, w) => `0x${w.toString(16).padStart(40, "0")}` as Address);
const RULE = { minimum: 2, maximum: 9, target_confidence_bps: 9000 };
const evidence = (_: number, label: number, truth: number) => (label === truth ? 0 : -(4 << 16));
const FOUND = { logPrior: [0, 0], evidence } as unknown as Consensus;

/** Twenty closed tasks of two classes that everybody answered alike. */
function inputs(): Inputs {
  const rows = Array.from({ length: 120 }, (_, row) => [Math.floor(row / 6), row % 6] as const);
  const column = (at: 0 | 1) => rows.map((row) => row[at]);
  const parts = { tasks: Array<Hash>(20).fill(AUDITED), labelers: LABELERS, scoring: { classes: ["no", "yes"] } };
  const columns = { task: column(0), labeler: column(1), label: column(0).map((t) => t % 2) };
  const predicted = Array<number>(20).fill(0);
  const beside = { models: ["good"], predictedTask: predicted, predictedModel: predicted, predictedLabel: predicted };
  return { ...parts, ...columns, ...beside, gold: Array<number>(20).fill(-1), minted: [] } as unknown as Inputs;
}

/** What a settlement of them, in which a model is heard, makes of an open task. */
function after(labels: readonly number[], predicted: readonly number[] = []): Closings {
  const closings = new Closings(RULE, new Map([[AUDITED, null]]));
  labels.forEach((label, w) =>
    closings.accept({ task: AUDITED, labeler: LABELERS[w]!, settlement: 0 } as AnswerRow, label, ""),
  );
  for (const label of predicted) closings.predict({ task: AUDITED, model: "good" } as PredictionRow, label, "");
  const { task, labeler, label } = inputs();
  const crowd = { tasks: 20, labelers: 7, classes: 2, task, labeler, label };
  closings.closeConfident(1, inputs(), { found: FOUND, heard: new Map([["good", 6]]), crowd } as unknown as Settled);
  return closings;
}

test("an audited task on which five agree becomes gold and stays open", () => {
  const closings = after([1, 1, 1, 1, 1]);
  assert.deepEqual([...closings.minted], [[AUDITED, 1]]);
  assert.equal(closings.due.size, 0);
});

test("four who agree make no gold, nor do six of whom one does not", () => {
  assert.equal(after([1, 1, 1, 1]).minted.size, 0);
  assert.equal(after([1, 1, 1, 1, 1, 0]).minted.size, 0);
});

test("what a model says is no voice and no doubt", () => {
  assert.equal(after([1, 1, 1, 1], [1]).minted.size, 0);
  assert.deepEqual([...after([1, 1, 1, 1, 1], [0]).minted], [[AUDITED, 1]]);
});

interface Vector {
  readonly settlement: number;
  readonly gold: readonly number[];
  readonly rule: Manifest["answers_per_task"];
  readonly open: { readonly [task: Hash]: readonly [Pairs, Pairs] };
  readonly target_bps: number;
  readonly closed: readonly Hash[];
  readonly minted: { readonly [task: Hash]: number };
}

type Pairs = readonly (readonly [number, number])[];

for (const [number, vector] of vectors<Vector[]>("closings.json").entries())
  test(`closings ${number} are those that Python finds, at the target that gold bears out`, () => {
    const inputs = { ...inputsOf(vectors<SettlementVector[]>("settlements.json")[vector.settlement]!), gold: vector.gold };
    const settled = settle(inputs);
    assert.equal(new Sureness(vector.rule, inputs, settled).targetBps, vector.target_bps);
    const closings = new Closings(vector.rule, new Map());
    for (const [name, [answers, predictions]] of Object.entries(vector.open)) {
      const task = name as Hash;
      for (const [who, label] of answers)
        closings.accept({ task, labeler: inputs.labelers[who]!, settlement: 0 } as AnswerRow, label, "");
      for (const [who, label] of predictions)
        closings.predict({ task, model: inputs.models[who]! } as PredictionRow, label, "");
    }
    closings.closeConfident(1, inputs, settled);
    assert.deepEqual([...closings.due.keys()], vector.closed);
    assert.deepEqual(Object.fromEntries(closings.minted), vector.minted);
  });
