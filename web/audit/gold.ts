// Gold as a record reveals it: fixed before the first answer, by the manifest's commitment.

import { keccak_256 } from "@noble/hashes/sha3.js";
import { canonicalContent, type Json } from "../model/canonical.ts";
import { concat, fromHex, type Hash } from "../model/hex.ts";
import { utf8 } from "../model/typed_data.ts";
import { expect, Mismatch } from "./errors.ts";
import type { Manifest } from "./manifest.ts";
import { leafOf, rootThrough } from "./merkle.ts";
import type { Record } from "./record.ts";

export interface Revealed {
  readonly task: Hash;
  readonly answer: Json;
  readonly at: string;
}

/** What a record reveals, each checked against the root that the manifest commits to.
 * `before` gathers what closed in earlier records: closed once more after an appeal, it reveals nothing. */
export function revealedIn(record: Record, { gold }: Manifest, before: Set<Hash>, where: string): Revealed[] {
  const closed = new Set(record.closings.map(({ task }) => task).filter((task) => !before.has(task)));
  for (const task of closed) before.add(task);
  return record.gold.map(({ task, answer, salt, proof }) => {
    const at = `${where}, gold of task ${task}`;
    if (!closed.has(task)) throw new Mismatch(at, "closing", "the first, in the same record", "none");
    const text = keccak_256(utf8(canonicalContent(answer)));
    const leaf = leafOf(concat(fromHex(task), fromHex(salt), text));
    expect(at, "commitment", gold.root, rootThrough(leaf, proof));
    return { task, answer, at };
  });
}
