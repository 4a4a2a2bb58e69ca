// What a project offers: the manifest, its config's classes, its tasks.

import { keccak_256 } from "@noble/hashes/sha3.js";
import { canonicalContent, type Json } from "../model/canonical.ts";
import { toHex, type Hash } from "../model/hex.ts";
import { address, count, hash, listOf, mapOf, object, text, type Shape, type Shaped } from "../model/shape.ts";
import { openBundle } from "./bundle.ts";
import { expect, Mismatch } from "./errors.ts";
import { canonicalValue, linesOf } from "./record.ts";

const json: Shape<Json> = (value) => value as Json;

const scoring = object({
  carry_over_answers: count,
  classes: listOf(text),
  credit_line_percent: count,
  crowd_pseudo_answers: count,
  deduction_percent: count,
  full_pay_score_percent: count,
  labeler_pseudo_answers: count,
  minimum_answers: count,
  passes: count,
  version: count,
});

const manifest = object({
  answers_per_task: object({ maximum: count, minimum: count, target_confidence_bps: count }),
  config: text,
  fee_bps: count,
  gold: object({ count, root: hash }),
  instructions: text,
  lease_s: count,
  max_unopened: count,
  opening_interval_s: count,
  operator: address,
  price: count,
  privacy: text,
  scoring,
  tasks: object({ batches: listOf(hash), count }),
  title: text,
  version: count,
});

const task = object({ data: mapOf(json), key: text });

export type Manifest = Shaped<typeof manifest>;
export type Task = Shaped<typeof task>;

/** The one choice that a project asks for: what an answer must look like. */
export interface Choice {
  readonly from_name: string;
  readonly to_name: string;
  readonly classes: readonly string[];
}

export function parseManifest(bytes: Uint8Array, expected: Hash): { parsed: Manifest; value: Json } {
  expect("manifest", "hash", expected, hashOf(bytes));
  const value = canonicalValue(bytes, "manifest");
  return { parsed: manifest(value, "manifest"), value };
}

/** The tasks of all batches by id, in their order. */
export function tasksOf(batches: readonly Uint8Array[], { tasks }: Manifest): ReadonlyMap<Hash, Task> {
  const found = new Map<Hash, Task>();
  batches.forEach((bytes, place) => {
    const where = `task batch ${place + 1}`;
    expect(where, "hash", tasks.batches[place], hashOf(bytes));
    const file = openBundle(bytes, where).get("tasks.jsonl");
    if (!file) throw new Mismatch(where, "file", "tasks.jsonl", "none");
    for (const line of linesOf(file, where)) found.set(hashOf(line), task(canonicalValue(line, where), where));
  });
  expect("tasks", "number", tasks.count, found.size);
  return found;
}

/** The class of an answer; a difference where it is none that the config allows. */
export function classOf(answer: Json, { from_name, to_name, classes }: Choice, where: string): number {
  const [item] = Array.isArray(answer) ? (answer as Json[]) : [];
  const value = (item as { value?: { choices?: Json } } | undefined)?.value?.choices;
  const label = Array.isArray(value) ? (value as Json[])[0] : undefined;
  const place = typeof label === "string" ? classes.indexOf(label) : -1;
  const due = [{ from_name, to_name, type: "choices", value: { choices: [label ?? null] } }];
  if (place < 0 || canonicalContent(answer) !== canonicalContent(due))
    throw new Mismatch(where, "answer", "one that fits the config", canonicalContent(answer));
  return place;
}

export function hashOf(bytes: Uint8Array): Hash {
  return toHex(keccak_256(bytes)) as Hash;
}
