// What a wallet signs for a text (EIP-191), as logging in by EIP-4361 asks for.

import { concat, type Hash } from "./hex.ts";
import { keccak, utf8 } from "./typed_data.ts";

export function textDigest(text: string): Hash {
  const bytes = utf8(text);
  return keccak(concat(utf8(`\u0019Ethereum Signed Message:\n${bytes.length}`), bytes));
}
