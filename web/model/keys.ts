// secp256k1 keys. Made with crypto.getRandomValues, which also works over plain http.

import { secp256k1 } from "@noble/curves/secp256k1.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { concat, fromHex, toHex, type Address, type Hash, type Signature } from "./hex.ts";

export type PrivateKey = string & { readonly privateKey: unique symbol };

export class NotAKey extends Error {
  constructor() {
    super("not a private key: 64 hexadecimal digits were expected");
  }
}

export function newPrivateKey(): PrivateKey {
  return toHex(secp256k1.utils.randomSecretKey()) as PrivateKey;
}

/** A key as people paste it: with or without 0x, any case, blanks around it. */
export function readPrivateKey(pasted: string): PrivateKey {
  const digits = pasted.trim().toLowerCase().replace(/^0x/, "");
  if (!/^[0-9a-f]{64}$/.test(digits)) throw new NotAKey();
  const key = fromHex(`0x${digits}`);
  if (!secp256k1.utils.isValidSecretKey(key)) throw new NotAKey();
  return toHex(key) as PrivateKey;
}

export function addressOf(key: PrivateKey): Address {
  return addressOfPoint(secp256k1.getPublicKey(fromHex(key), false));
}

/** 65 bytes r ‖ s ‖ v with s in the lower half and v 27 or 28. */
export function sign(hash: Hash, key: PrivateKey): Signature {
  const signed = secp256k1.sign(fromHex(hash), fromHex(key), {
    prehash: false,
    format: "recovered",
    lowS: true,
  });
  return toHex(concat(signed.subarray(1), new Uint8Array([27 + signed[0]!]))) as Signature;
}

/** The signer, or null where the signature is not one that the protocol accepts. */
export function signerOf(hash: Hash, signature: Signature): Address | null {
  const bytes = fromHex(signature);
  const v = bytes[64]!;
  if (v !== 27 && v !== 28) return null;
  try {
    const parts = secp256k1.Signature.fromBytes(bytes.subarray(0, 64), "compact").addRecoveryBit(v - 27);
    if (parts.hasHighS()) return null;
    return addressOfPoint(parts.recoverPublicKey(fromHex(hash)).toBytes(false));
  } catch {
    return null;
  }
}

function addressOfPoint(uncompressed: Uint8Array): Address {
  return toHex(keccak_256(uncompressed.subarray(1)).subarray(12)) as Address;
}
