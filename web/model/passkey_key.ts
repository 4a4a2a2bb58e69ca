// The payout key of a passkey: the same 32 secret bytes always give the same key. Never change this.

import { secp256k1 } from "@noble/curves/secp256k1.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8 } from "./typed_data.ts";

const INFO = utf8("Labelfield payout key, version 1");

const KEY_BYTES = 48;

/** HKDF-SHA-256 to 48 bytes, reduced into the curve's order as FIPS 186-5, A.2.1 says. */
export function keyOfPasskey(prf: Uint8Array): Uint8Array {
  if (prf.length !== 32) throw new RangeError(`${prf.length} bytes instead of 32`);
  const seed = hkdf(sha256, prf, undefined, INFO, KEY_BYTES);
  const key = secp256k1.utils.randomSecretKey(seed);
  seed.fill(0);
  return key;
}
