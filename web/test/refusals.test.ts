import assert from "node:assert/strict";
import { test } from "node:test";
import { backoff_s, verdictOn } from "../model/refusals.ts";

test("what may be repeated as it is, is", () => {
  for (const [status, code] of [
    [503, "chain_unreachable"],
    [503, "float_spent"],
    [409, "float_spent"],
    [500, "x"],
    [429, "x"],
  ] as const)
    assert.equal(verdictOn(status, code, 3), "again");
});

test("a code that nobody knows never throws an answer away", () => {
  assert.equal(verdictOn(418, "teapot", 1), "again");
});

test("one bad answer does not take the others with it", () => {
  for (const code of [
    "unknown_task",
    "task_closed",
    "no_lease",
    "invalid_answer",
    "malformed",
    "too_large",
  ]) {
    assert.equal(verdictOn(409, code, 5), "one_by_one");
    assert.equal(verdictOn(409, code, 1), "drop_first");
  }
});

test("a chain that stands elsewhere is joined again, a session refused is renewed", () => {
  assert.equal(verdictOn(409, "wrong_sequence", 1), "rejoin");
  assert.equal(verdictOn(409, "wrong_previous", 1), "rejoin");
  assert.equal(verdictOn(403, "wrong_session", 1), "reseal");
  assert.equal(verdictOn(409, "project_closed", 4), "drop_all");
});

test("waiting doubles up to about half a minute", () => {
  const waits = Array.from({ length: 12 }, (_, attempt) => backoff_s(attempt + 1, 0.5));
  assert.deepEqual(waits.slice(0, 4), [0.5, 1, 2, 4]);
  assert.ok(waits.every((wait) => wait <= 30));
});
