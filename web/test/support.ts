// What the tests share: the vectors, and a small source of random cases that repeats itself.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Scoring } from "../audit/crowd.ts";
import type { Inputs } from "../audit/settle.ts";
import type { Address, Hash } from "../model/hex.ts";

/** A file of vectors, in which integers from 2^53 are decimal text. */
export function vectors<T>(name: string): T {
  const text = readFileSync(join(process.cwd(), "../vectors", name), "utf8");
  return JSON.parse(text, (_, value: unknown) =>
    typeof value === "string" && /^\d{16,20}$/.test(value) ? BigInt(value) : value,
  ) as T;
}

export function source(name: string): string {
  return readFileSync(join(process.cwd(), name), "utf8");
}

/** mulberry32: the same numbers in 0…1 for the same seed. */
export function randomFrom(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function pickFrom<T>(random: () => number, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)]!;
}

/** One of settlements.json. */
export interface SettlementVector {
  readonly scoring: Scoring;
  readonly price: number;
  readonly tasks: readonly Hash[];
  readonly labelers: readonly Address[];
  readonly rows: readonly number[];
  readonly models?: readonly string[];
  readonly predictions?: readonly number[];
  readonly minted?: readonly number[];
  readonly gold: readonly number[];
  readonly owed: readonly number[];
  readonly accepted: readonly number[];
  readonly inputs_hash: Hash;
  readonly settlement_hash: Hash;
  readonly final_settlement_hash: Hash;
  readonly contested: boolean;
  readonly rates: readonly (number | null)[];
  readonly earned_at_the_close: readonly number[];
}

export function inputsOf({ rows, models = [], predictions = [], minted = [], ...rest }: SettlementVector): Inputs {
  const column = (of: readonly number[], place: number) => of.filter((_, i) => i % 3 === place);
  return {
    ...rest,
    task: column(rows, 0),
    labeler: column(rows, 1),
    label: column(rows, 2),
    minted,
    models,
    predictedTask: column(predictions, 0),
    predictedModel: column(predictions, 1),
    predictedLabel: column(predictions, 2),
  };
}
