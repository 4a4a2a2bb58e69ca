import assert from "node:assert/strict";
import { test } from "node:test";
import type { Unlock } from "../model/asks.ts";
import { addressOf, newPrivateKey, signerOf, type PrivateKey } from "../model/keys.ts";
import { hashLogin, hashSession, hashWithdrawal } from "../model/messages.ts";
import { toHex, type Address } from "../model/hex.ts";
import { keyOfPasskey } from "../model/passkey_key.ts";
import { digest, keccak, utf8 } from "../model/typed_data.ts";
import { acts } from "../signing/acts.ts";

const domain = { chainId: 56, pool: `0x${"5f".repeat(20)}` as Address };
const wallet = newPrivateKey();
const labeler = addressOf(wallet);
const secret = { how: "open", key: wallet } as const;

test("a session is the wallet's word, a login the session key's", async () => {
  const key = newPrivateKey();
  const session = { labeler, key: addressOf(key), valid_until_s: 1_790_000_000 };
  const word = await acts.sign_session({ unlock: secret, domain, message: session });
  assert.equal(signerOf(digest(domain, hashSession(session)), word), labeler);
  const login = { labeler, key: session.key, nonce: keccak(utf8("nonce")) };
  const proof = await acts.sign_login({ secret: { how: "open", key }, domain, message: login });
  assert.equal(signerOf(digest(domain, hashLogin(login)), proof), session.key);
});

test("a withdrawal is signed by the wallet over exactly what is sent", async () => {
  const cashOut = { labeler, destination: labeler, amount: 65_250, max_relay_fee: 1000, nonce: 2, deadline_s: 9 };
  const signature = await acts.sign_withdrawal({ unlock: secret, domain, message: cashOut });
  assert.equal(signerOf(digest(domain, hashWithdrawal(cashOut)), signature), labeler);
});

test("a passkey's secret bytes give one key, always the same, and are wiped after use", async () => {
  const prf = () => new Uint8Array(32).map((_, place) => place);
  const address = "0x5a024bbf4faaa117964a6323549865be72ce1f7d" as Address;
  assert.equal(addressOf(toHex(keyOfPasskey(prf())) as PrivateKey), address);
  const unlock: Unlock = { how: "passkey", prf: prf() };
  assert.equal(await acts.address({ unlock }), address);
  assert.deepEqual(unlock.prf, new Uint8Array(32));
  assert.throws(() => keyOfPasskey(new Uint8Array(31)), RangeError);
});

test("what is pasted and is no key is refused", async () => {
  await assert.rejects(acts.make({ pasted: "not a key" }));
});
