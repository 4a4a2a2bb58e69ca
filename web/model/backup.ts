// Reading the file in which an owner kept their wallet, or a key as it is pasted.

import type { Address } from "./hex.ts";
import { addressOf, NotAKey, readPrivateKey, type PrivateKey } from "./keys.ts";

/** A key pasted as digits, or the whole content of a backup file. */
export function readBackup(pasted: string): { key: PrivateKey; address: Address } {
  const key = readPrivateKey(keyIn(pasted));
  return { key, address: addressOf(key) };
}

function keyIn(pasted: string): string {
  if (!pasted.trim().startsWith("{")) return pasted;
  try {
    const content: unknown = JSON.parse(pasted);
    const key = (content as { private_key?: unknown }).private_key;
    if (typeof key === "string") return key;
  } catch {
    // Not JSON after all: refused below like any other text.
  }
  throw new NotAKey();
}
