// What appeals allow, and how often, as section 6 says.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Closings } from "../audit/closings.ts";
import type { AnswerRow, AppealRow, Record } from "../audit/record.ts";
import type { Address, Hash } from "../model/hex.ts";

const LABELER = `0x${"0a".repeat(20)}` as Address;

function taskOf(number: number): Hash {
  return `0x${number.toString(16).padStart(64, "0")}` as Hash;
}

function appealOf(task: Hash, labeler = LABELER): AppealRow {
  return { task, labeler, settlement: 1 } as AppealRow;
}

function recordOf(closed: readonly [Hash, number][], appealed: readonly Hash[] = []): Record {
  const closings = closed.map(([task, settlement]) => ({ task, settlement }));
  return { closings, appeals: appealed.map((task) => appealOf(task)) } as unknown as Record;
}

/** Tasks of one answer each, closed for settlement 1, and appeals in the record after. */
function appealed(tasks: number, again: readonly [Hash, number][] = []): Closings {
  const names = Array.from({ length: tasks }, (_, number) => taskOf(number + 1));
  const rule = { minimum: 1, maximum: 1, target_confidence_bps: 10_000 };
  const closings = new Closings(rule, new Map(names.map((name) => [name, null])));
  closings.read(recordOf(names.map((name) => [name, 1])), "first");
  for (const task of names) closings.accept({ task, labeler: LABELER, settlement: 0 } as AnswerRow, 0, "there");
  closings.read(recordOf(again, names), "second");
  return closings;
}

function ask(closings: Closings, task: Hash, settlements: readonly number[]): void {
  closings.appeals.hear(appealOf(task), 1, 10, "appeal");
  for (const settlement of settlements)
    closings.accept({ task, labeler: LABELER, settlement } as AnswerRow, 1, "there");
}

test("an answer after a closing needs an appeal, and no more than three come of one", () => {
  const [task, closings] = [taskOf(1), appealed(1, [[taskOf(1), 2]])];
  const late = { task, labeler: LABELER, settlement: 1 } as AnswerRow;
  assert.throws(() => closings.accept(late, 1, "there"), /closed before settlement 1/);
  ask(appealed(1), task, [1, 1, 1]);
  assert.throws(() => ask(appealed(1), task, [1, 1, 1, 1]), /closed before settlement 2/);
});

test("an appeal stands in a later record than the closing, and once a task", () => {
  const task = taskOf(1);
  const rule = { minimum: 1, maximum: 1, target_confidence_bps: 10_000 };
  const closings = new Closings(rule, new Map([[task, null]]));
  assert.throws(() => closings.read(recordOf([[task, 1]], [task]), "here"), /earlier record/);
  assert.throws(() => appealed(1).read(recordOf([], [task]), "here"), /one a task/);
  const again: [Hash, number][] = [[task, 2]];
  assert.throws(() => appealed(1, again).read(recordOf(again), "here"), /one more after an appeal/);
});

for (const [answers, most] of [[9, 0], [19, 1], [500, 3]] as const)
  test(`who has ${answers} judged answers appeals ${most} times`, () => {
    const closings = appealed(100);
    const hear = (number: number) => closings.appeals.hear(appealOf(taskOf(number)), 1, answers, "appeal");
    for (let number = 1; number <= most; number++) hear(number);
    assert.throws(() => hear(most + 1), new RegExp(`at most ${most}`));
  });

test("a project takes an appeal for every twenty tasks, rounded up", () => {
  const closings = appealed(21);
  const hear = (number: number) =>
    closings.appeals.hear(appealOf(taskOf(number), `0x${number}` as Address), 1, 10, "appeal");
  hear(1);
  hear(2);
  assert.throws(() => hear(3), /at most 2/);
});

test("settlements count the first answers until the third more has come", () => {
  const task = taskOf(1);
  const closings = appealed(1, [[task, 3]]);
  ask(closings, task, [1, 1, 2]);
  assert.equal(closings.countedAnswers(task, 2).length, 1);
  assert.equal(closings.countedAnswers(task, 3).length, 4);
  closings.check(3, "here");
  const early = appealed(1, [[task, 2]]);
  ask(early, task, [1, 1, 2]);
  assert.throws(() => early.check(2, "here"), /after an appeal/);
});
