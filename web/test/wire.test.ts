// Whatever a server sends instead of what it should is refused, never rendered.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Malformed, type Shape } from "../model/shape.ts";
import * as wire from "../model/wire.ts";
import { pickFrom, randomFrom } from "./support.ts";

const HASH = `0x${"0a".repeat(32)}`;
const ADDRESS = `0x${"0b".repeat(20)}`;
const SIGNATURE = `0x${"0c".repeat(65)}`;

const SUMMARY = {
  project: 1,
  title: "Digits",
  state: "open",
  kind: "image",
  price: 4000,
  tasks: 200,
  closed_tasks: 3,
  accepted_answers: 9,
  reserved: false,
  disputes: 0,
};
const WITHDRAWAL = {
  id: "1",
  destination: ADDRESS,
  amount: 9,
  relay_fee: 1,
  state: "paid",
  transaction: HASH,
  reason: null,
};

const SAMPLES: readonly (readonly [string, Shape<unknown>, object])[] = [
  [
    "pool",
    wire.pool,
    {
      chain_id: 56,
      pool: ADDRESS,
      token: ADDRESS,
      token_symbol: "USDX",
      token_decimals: 18,
      unit_decimals: 6,
      operator: ADDRESS,
      settle_within_s: 3600,
      halted: false,
      receipt_key: ADDRESS,
      relay_fee: 1000,
      chain_time_s: 1,
      now_s: 2,
    },
  ],
  ["projects", wire.projects, { projects: [SUMMARY] }],
  [
    "project",
    wire.project,
    {
      ...SUMMARY,
      instructions: "Look.",
      objects: [{ name: "image", kind: "image", field: "image" }],
      controls: [
        { name: "digit", to_name: "image", kind: "choices", choices: [{ value: "0", title: "0", hotkey: null }] },
      ],
      face: { headers: [], objects: [], controls: [], relations: null },
      minimum_answers: 10,
    },
  ],
  ["nonce", wire.nonce, { nonce: HASH }],
  ["session", wire.session, { token: "t", labeler: ADDRESS, valid_until_s: 9 }],
  ["join", wire.join, { project: 1, sequence: 0, head: HASH }],
  ["leases", wire.leases, { leases: [{ task: HASH, data: { image: "media/x.png" }, expires_s: 9 }] }],
  [
    "receipts",
    wire.receipts,
    {
      receipts: [
        {
          labeler: ADDRESS,
          number: 1,
          owed: 0,
          project: 1,
          sequence: 1,
          head: HASH,
          task: HASH,
          position: 1,
          settle_by_s: 9,
          signature: SIGNATURE,
        },
      ],
    },
  ],
  [
    "me",
    wire.me,
    {
      labeler: ADDRESS,
      owed: 5,
      credited: 4,
      withdrawn: 3,
      nonce: 0,
      receipt_number: 1,
      projects: [
        {
          project: 1,
          title: "Digits",
          answers: 1,
          closed_answers: 0,
          rate_32nds: null,
          score_percent: null,
          earned: 0,
          owed: 0,
          credited: 0,
          sequence: 1,
          head: HASH,
        },
      ],
      withdrawals: [WITHDRAWAL],
    },
  ],
  ["withdrawal", wire.withdrawal, { ...WITHDRAWAL, id: 7 }],
  ["refusal", wire.refusal, { error: { code: "no_lease", message: "Too late.", details: {} } }],
];

test("what the API documents is read", () => {
  for (const [name, shape, sample] of SAMPLES) assert.doesNotThrow(() => shape(sample, name));
});

test("fields that nobody asked for are left out", () => {
  for (const [name, shape, sample] of SAMPLES) {
    const read = shape({ ...sample, __proto__: { extra: 1 }, extra: "<script>" }, name);
    assert.ok(!("extra" in (read as object)), name);
  }
});

test("a missing field is refused, wherever it is missing", () => {
  for (const [name, shape, sample] of SAMPLES)
    for (const path of pathsIn(sample))
      assert.throws(() => shape(without(sample, path), name), Malformed, `${name} ${path.join(".")}`);
});

/** Values that fit no field at all; texts fit where any text does. */
const NOTHING_FITS = [undefined, -1, 0.5, 2 ** 53, NaN, Infinity];

test("a value of another type or out of range is refused, wherever it stands", () => {
  for (const [name, shape, sample] of SAMPLES)
    for (const path of pathsIn(sample))
      for (const value of NOTHING_FITS) {
        if (path.at(-1) === "score_percent" && Number.isFinite(value)) continue;
        assert.throws(
          () => shape(replaced(sample, path, value), name),
          Malformed,
          `${name} ${path.join(".")} = ${String(value)}`,
        );
      }
});

test("hashes, addresses and signatures in another spelling are refused", () => {
  const spellings = (right: string) => [
    right.toUpperCase(),
    right.slice(2),
    `${right}00`,
    right.slice(0, -2),
    ` ${right}`,
    right.replace("0x", "0X"),
    right.replace("0a", "0A"),
  ];
  for (const [name, shape, sample] of SAMPLES)
    for (const path of pathsIn(sample)) {
      const right = at(sample, path);
      if (typeof right !== "string" || !right.startsWith("0x")) continue;
      for (const wrong of spellings(right).filter((spelling) => spelling !== right))
        assert.throws(
          () => shape(replaced(sample, path, wrong), name),
          Malformed,
          `${name} ${path.join(".")}`,
        );
    }
});

test("random damage is refused or gives the same kind of value, and never another error", () => {
  const random = randomFrom(11);
  const junk = [null, true, "", "x", 0, 1, [], {}, [[]], { a: 1 }, HASH, ADDRESS];
  for (let round = 0; round < 4000; round++) {
    const [name, shape, sample] = pickFrom(random, SAMPLES);
    const damaged = replaced(sample, pickFrom(random, pathsIn(sample)), pickFrom(random, junk));
    try {
      shape(damaged, name);
    } catch (error) {
      assert.ok(error instanceof Malformed, `${name}: ${String(error)}`);
    }
  }
});

test("what is no object at all is refused", () => {
  for (const [name, shape] of SAMPLES)
    for (const nothing of [null, undefined, 0, "", "{}", true, [], [{}]])
      assert.throws(() => shape(nothing, name), Malformed);
});

type Path = readonly (string | number)[];

/** Ways to every member; a task's own data are anybody's to shape. */
function pathsIn(value: unknown, here: Path = []): Path[] {
  if (typeof value !== "object" || value === null || here.at(-1) === "data") return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const path = [...here, Array.isArray(value) ? Number(key) : key];
    return [path, ...pathsIn(item, path)];
  });
}

function at(value: unknown, path: Path): unknown {
  return path.reduce((inside, key) => (inside as Record<string | number, unknown>)[key], value);
}

function replaced(value: object, path: Path, by: unknown): unknown {
  const copy = structuredClone(value);
  (at(copy, path.slice(0, -1)) as Record<string | number, unknown>)[path.at(-1)!] = by;
  return copy;
}

function without(value: object, path: Path): unknown {
  const copy = structuredClone(value);
  const holder = at(copy, path.slice(0, -1)) as Record<string | number, unknown>;
  // A list with one item fewer is a list still; a hole in it is not.
  if (Array.isArray(holder)) holder[path.at(-1) as number] = undefined;
  else delete holder[path.at(-1)!];
  return copy;
}
