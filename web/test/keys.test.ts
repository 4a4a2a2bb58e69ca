import assert from "node:assert/strict";
import { test } from "node:test";
import { readBackup } from "../model/backup.ts";
import { backupFile } from "../model/backup_file.ts";
import { BadAddress, readAddress, shortAddress, toChecksum } from "../model/checksum.ts";
import { fromHex, toHex, type Address, type Hash, type Signature } from "../model/hex.ts";
import { addressOf, newPrivateKey, NotAKey, readPrivateKey, sign, signerOf } from "../model/keys.ts";
import { keccak, utf8 } from "../model/typed_data.ts";

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const HASH = keccak(utf8("anything"));

test("a signature with a high s, another v or a changed bit is not its signer's", () => {
  const key = newPrivateKey();
  const signature = sign(HASH, key);
  assert.equal(signerOf(HASH, signature), addressOf(key));
  const s = BigInt(`0x${signature.slice(66, 130)}`);
  assert.ok(s <= ORDER / 2n);
  const high = `${signature.slice(0, 66)}${(ORDER - s).toString(16).padStart(64, "0")}`;
  const v = parseInt(signature.slice(130), 16);
  for (const other of [27, 28])
    assert.notEqual(signerOf(HASH, `${high}${other.toString(16)}` as Signature), addressOf(key));
  for (const other of [0, 1, 29, 255])
    assert.equal(
      signerOf(HASH, `${signature.slice(0, 130)}${other.toString(16).padStart(2, "0")}` as Signature),
      null,
    );
  assert.notEqual(
    signerOf(HASH, `${signature.slice(0, 130)}${(55 - v).toString(16)}` as Signature),
    addressOf(key),
  );
  const bytes = fromHex(signature);
  bytes[7]! ^= 1;
  assert.notEqual(signerOf(HASH, toHex(bytes) as Signature), addressOf(key));
});

test("signatures without a point are nobody's", () => {
  for (const nothing of ["00".repeat(64), "ff".repeat(64)])
    assert.equal(signerOf(HASH, `0x${nothing}1b` as Signature), null);
});

test("what is not a key is refused", () => {
  const zero = "0".repeat(64);
  for (const bad of [
    "",
    "0x",
    "12",
    zero,
    `0x${ORDER.toString(16)}`,
    "g".repeat(64),
    "a".repeat(63),
    "a".repeat(65),
  ])
    assert.throws(() => readPrivateKey(bad), NotAKey, bad);
});

test("a backup reads back, pasted or as a file", () => {
  const key = newPrivateKey();
  for (const pasted of [key, key.slice(2).toUpperCase(), `  ${key}\n`, backupFile(addressOf(key), key)])
    assert.deepEqual(readBackup(pasted), { key, address: addressOf(key) });
  for (const bad of ["{", "{}", '{"private_key":7}', "[]"])
    assert.throws(() => readBackup(bad), NotAKey, bad);
});

test("addresses show their checksum, and one with a typing error is refused", () => {
  const shown = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
  const address = shown.toLowerCase() as Address;
  assert.equal(toChecksum(address), shown);
  assert.equal(shortAddress(address), "0x5aAe…eAed");
  for (const pasted of [shown, address, `0x${shown.slice(2).toUpperCase()}`, ` ${shown}\n`])
    assert.equal(readAddress(pasted), address);
  const why = (pasted: string) => {
    try {
      readAddress(pasted);
    } catch (error) {
      return (error as BadAddress).why;
    }
    return null;
  };
  assert.equal(why(shown.replace("aAeb", "aaeb")), "checksum");
  for (const bad of ["", "0x", shown.slice(0, -1), `${shown}0`, shown.slice(2), shown.replace("5a", "5g")])
    assert.equal(why(bad), "shape", bad);
});

test("keys differ from each other", () => {
  const keys = new Set(Array.from({ length: 50 }, () => newPrivateKey() as string as Hash));
  assert.equal(keys.size, 50);
});
