import assert from "node:assert/strict";
import { test } from "node:test";
import { available } from "../model/cash_out.ts";
import { addressOf, newPrivateKey } from "../model/keys.ts";
import { payState } from "../model/pay_state.ts";
import { isUsable, SESSION_S } from "../model/session.ts";
import type { Me, ProjectStanding } from "../model/wire.ts";

const NOW_S = 1_790_000_000;
const labeler = addressOf(newPrivateKey());

test("a session of another wallet, or about to end, is not used", () => {
  const grant = { labeler, valid_until_s: NOW_S + SESSION_S };
  assert.ok(isUsable(grant, labeler, NOW_S));
  assert.ok(!isUsable(grant, addressOf(newPrivateKey()), NOW_S));
  assert.ok(!isUsable(grant, labeler, NOW_S + SESSION_S - 60));
});

test("what can be taken out is what is owed and has not left", () => {
  const me = (owed: number, withdrawn: number) => ({ owed, withdrawn }) as Me;
  assert.equal(available(me(100, 30)), 70);
  assert.equal(available(me(30, 100)), 0);
});

test("a labeler is checked until there is a rate, which is rounded down", () => {
  const standing = (closed_answers: number, rate_32nds: number | null) =>
    ({ closed_answers, rate_32nds }) as ProjectStanding;
  assert.deepEqual(payState(null, 0, 10), { kind: "checking", given: 0, checked: 0, needed: 10 });
  assert.deepEqual(payState(standing(4, null), 15, 10), {
    kind: "checking",
    given: 10,
    checked: 4,
    needed: 10,
  });
  assert.deepEqual(payState(standing(12, 29), 15, 10), { kind: "rated", percent: 90 });
  assert.deepEqual(payState(standing(12, 0), 15, 10), { kind: "rated", percent: 0 });
});
