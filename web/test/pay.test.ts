import assert from "node:assert/strict";
import { test } from "node:test";
import { available, withdrawalRequest } from "../model/cash_out.ts";
import type { Address } from "../model/hex.ts";
import { addressOf, newPrivateKey, signerOf } from "../model/keys.ts";
import { hashLogin, hashSession, hashWithdrawal } from "../model/messages.ts";
import { payState } from "../model/pay_state.ts";
import { grantSession, isUsable, loginRequest, SESSION_S } from "../model/session.ts";
import { digest, keccak, utf8 } from "../model/typed_data.ts";
import type { Me, ProjectStanding } from "../model/wire.ts";

const NOW_S = 1_790_000_000;
const domain = { chainId: 56, pool: `0x${"5f".repeat(20)}` as Address };
const wallet = newPrivateKey();
const labeler = addressOf(wallet);

test("a session is the wallet's word, a login the session key's", () => {
  const grant = grantSession(wallet, newPrivateKey(), domain, NOW_S);
  const nonce = keccak(utf8("nonce"));
  const body = loginRequest(grant, domain, nonce);
  assert.equal(signerOf(digest(domain, hashSession(body)), body.signature), labeler);
  assert.equal(signerOf(digest(domain, hashLogin(body)), body.login_signature), grant.key);
  assert.ok(
    !JSON.stringify(body).includes(wallet.slice(2)) &&
      !JSON.stringify(body).includes(grant.private_key.slice(2)),
  );
});

test("a session of another wallet, or about to end, is not used", () => {
  const grant = grantSession(wallet, newPrivateKey(), domain, NOW_S);
  assert.ok(isUsable(grant, labeler, NOW_S));
  assert.ok(!isUsable(grant, grant.key, NOW_S));
  assert.ok(!isUsable(grant, labeler, NOW_S + SESSION_S - 60));
});

test("a withdrawal is signed by the wallet over exactly what is sent", () => {
  const cashOut = { destination: addressOf(newPrivateKey()), amount: 65_250, max_relay_fee: 1000, nonce: 2 };
  const { signature, ...body } = withdrawalRequest(wallet, domain, cashOut, NOW_S);
  assert.deepEqual(body, { ...cashOut, deadline_s: NOW_S + 3600 });
  assert.equal(signerOf(digest(domain, hashWithdrawal({ labeler, ...body })), signature), labeler);
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
