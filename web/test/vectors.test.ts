// What the page signs and hashes is what Python and Solidity sign and hash.

import assert from "node:assert/strict";
import { test } from "node:test";
import { canonicalContent, type Json } from "../model/canonical.ts";
import { answerHash } from "../model/chain.ts";
import type { Address, Hash, Signature } from "../model/hex.ts";
import { addressOf, sign, signerOf, type PrivateKey } from "../model/keys.ts";
import { hashAnswer, hashAppeal, hashLogin, hashReceipt, hashSession, hashWithdrawal } from "../model/messages.ts";
import { digest } from "../model/typed_data.ts";
import { vectors } from "./support.ts";

interface MessageVector {
  readonly type: keyof typeof HASHES;
  readonly domain: { readonly chain_id: number; readonly pool: Address };
  readonly message: never;
  readonly struct_hash: Hash;
  readonly digest: Hash;
  readonly private_key: PrivateKey;
  readonly signature: Signature;
  readonly signer: Address;
}

const HASHES = {
  Session: hashSession,
  Login: hashLogin,
  Answer: hashAnswer,
  Receipt: hashReceipt,
  Withdrawal: hashWithdrawal,
  Appeal: hashAppeal,
};

test("every message of the vectors has their hash, digest, signature and signer", () => {
  const messages = vectors<MessageVector[]>("messages.json");
  assert.deepEqual([...new Set(messages.map(({ type }) => type))].sort(), Object.keys(HASHES).sort());
  for (const {
    type,
    domain,
    message,
    struct_hash,
    digest: expected,
    private_key,
    signature,
    signer,
  } of messages) {
    assert.equal(HASHES[type](message), struct_hash, type);
    assert.equal(digest({ chainId: domain.chain_id, pool: domain.pool }, struct_hash), expected, type);
    assert.equal(sign(expected, private_key), signature, type);
    assert.equal(signerOf(expected, signature), signer, type);
    assert.equal(addressOf(private_key), signer, type);
  }
});

test("every canonical text of the vectors is written so", () => {
  for (const { value, canonical } of vectors<{ value: Json; canonical: string }[]>("canonical.json"))
    assert.equal(canonicalContent(value), canonical);
});

test("every answer of the vectors has their hash", () => {
  for (const { salt, answer, answer_hash } of vectors<{ salt: string; answer: Json; answer_hash: Hash }[]>(
    "answers.json",
  ))
    assert.equal(answerHash(salt, answer), answer_hash);
});
