// Merkle trees as OpenZeppelin verifies them (section 3).

import { keccak_256 } from "@noble/hashes/sha3.js";
import { concat, fromHex, toHex, ZERO_HASH, type Hash } from "../model/hex.ts";

export function leafOf(content: Uint8Array): Hash {
  return toHex(keccak_256(keccak_256(content))) as Hash;
}

export function rootOf(leaves: readonly Hash[]): Hash {
  if (!leaves.length) return ZERO_HASH;
  let level = leaves;
  while (level.length > 1) {
    const above: Hash[] = [];
    for (let i = 0; i < level.length; i += 2)
      above.push(i + 1 < level.length ? join(level[i]!, level[i + 1]!) : level[i]!);
    level = above;
  }
  return level[0]!;
}

export function rootThrough(leaf: Hash, proof: readonly Hash[]): Hash {
  return proof.reduce(join, leaf);
}

function join(one: Hash, other: Hash): Hash {
  const [low, high] = one < other ? [one, other] : [other, one];
  return toHex(keccak_256(concat(fromHex(low), fromHex(high)))) as Hash;
}
