// A checkpoint's record: unsealed by the key that was published, parsed row by row (section 6).

import { gcm } from "@noble/ciphers/aes.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { canonicalContent, type Json } from "../model/canonical.ts";
import { concat, fromHex, toHex, type Hash } from "../model/hex.ts";
import {
  address,
  count,
  hash,
  listOf,
  Malformed,
  object,
  signature,
  text,
  truth,
  type Shape,
  type Shaped,
} from "../model/shape.ts";
import type { Domain } from "../model/typed_data.ts";
import { utf8 } from "../model/typed_data.ts";
import { openBundle } from "./bundle.ts";
import { Mismatch } from "./errors.ts";

const KEY_SIZE = 32;
const HEAD_SIZE = 44;

const json: Shape<Json> = (value) => value as Json;

const header = object({
  chain_id: count,
  checkpoint: count,
  fee: count,
  pool: address,
  previous: hash,
  project: count,
  rows_root: hash,
  version: count,
});

const ROWS = {
  sessions: object({ key: address, labeler: address, signature, valid_until_s: count }),
  answers: object({
    answer_hash: hash,
    increment: count,
    labeler: address,
    owed: count,
    position: count,
    receipt_number: count,
    sequence: count,
    settle_by_s: count,
    settlement: count,
    task: hash,
    time_s: count,
  }),
  signatures: object({ key: address, labeler: address, sequence: count, signature }),
  closings: object({ settlement: count, task: hash }),
  contents: object({ answer: json, labeler: address, salt: text, sequence: count }),
  settlements: object({ final: truth, inputs_hash: hash, number: count, settlement_hash: hash }),
  gold: object({ answer: json, proof: listOf(hash), salt: hash, task: hash }),
  credits: object({ amount: count, index: count, labeler: address }),
  predictions: object({ model: text, prediction_hash: hash, settlement: count, task: hash }),
  predicted: object({ answer: json, model: text, salt: text, task: hash }),
  appeals: object({ key: address, labeler: address, settlement: count, signature, task: hash, time_s: count }),
};

/** Files that are there only where one of them has a row. */
const OF_MODELS = ["predictions", "predicted"];
const MODEL = /^[A-Za-z0-9][A-Za-z0-9._/@:+-]{0,99}$/;

/** What rows strictly ascend by; texts by their bytes, which for these are their characters. */
const ORDER = {
  sessions: ["labeler", "key"],
  answers: ["labeler", "sequence"],
  signatures: ["labeler", "sequence"],
  closings: ["task"],
  contents: ["labeler", "sequence"],
  settlements: ["number"],
  gold: ["task"],
  credits: ["labeler"],
  predictions: ["model", "task"],
  predicted: ["model", "task"],
  appeals: ["task"],
} as const;

export type Header = Shaped<typeof header>;
export type AnswerRow = Shaped<typeof ROWS.answers>;
export type AppealRow = Shaped<typeof ROWS.appeals>;
export type PredictionRow = Shaped<typeof ROWS.predictions>;
export type SettlementRow = Shaped<typeof ROWS.settlements>;

export type Record = {
  readonly [K in keyof typeof ROWS]: readonly Shaped<(typeof ROWS)[K]>[];
} & { readonly header: Header; readonly answerLines: readonly Uint8Array[] };

/** What was sealed, if the key is the one that was committed to and no byte was changed. */
export function unseal(key: Hash, domain: Domain, project: number, checkpoint: number, sealed: Uint8Array) {
  const where = `project ${project}, checkpoint ${checkpoint}`;
  const bytes = fromHex(key);
  const commitment = toHex(keccak_256(concat(utf8("labelfield/record key/1"), bytes)));
  if (sealed.length < HEAD_SIZE + 16) throw new Mismatch(where, "record", "a sealed one", "too few bytes");
  if (toHex(sealed.subarray(0, KEY_SIZE)) !== commitment)
    throw new Mismatch(where, "record's key", "the one committed to", "another");
  const place = utf8(`${domain.chainId}/${domain.pool}/${project}/${checkpoint}`);
  try {
    return gcm(bytes, sealed.subarray(KEY_SIZE, HEAD_SIZE), place).decrypt(sealed.subarray(HEAD_SIZE));
  } catch {
    throw new Mismatch(where, "record", "one sealed for this checkpoint", "changed bytes");
  }
}

export function parseRecord(bundle: Uint8Array, where: string): Record {
  const files = openBundle(bundle, where);
  const hasModels = OF_MODELS.some((name) => files.get(`${name}.jsonl`)?.length);
  const lacking = [...(hasModels ? [] : OF_MODELS), ...(files.get("appeals.jsonl")?.length ? [] : ["appeals"])];
  const kinds = Object.keys(ROWS).filter((name) => !lacking.includes(name));
  const names = ["header.json", ...kinds.map((name) => `${name}.jsonl`)];
  const found = [...files.keys()].join();
  if (found !== names.join()) throw new Mismatch(where, "files", names.join(), found);
  const rows = Object.fromEntries(
    Object.entries(ROWS).map(([name, shape]) => [name, rowsOf(files, name, shape as Shape<object>, where)]),
  );
  return {
    ...(rows as unknown as Omit<Record, "header" | "answerLines">),
    header: parsed(files.get("header.json")!, header as Shape<object>, where, "header") as Header,
    answerLines: linesOf(files.get("answers.jsonl")!, where),
  };
}

function rowsOf(
  files: ReadonlyMap<string, Uint8Array>,
  name: string,
  shape: Shape<object>,
  where: string,
): object[] {
  const at = `${where}, ${name}`;
  const file = files.get(`${name}.jsonl`) ?? new Uint8Array();
  const rows = linesOf(file, at).map((line) => parsed(line, shape, at, name));
  for (const { model } of rows as { model?: string }[])
    if (model !== undefined && !MODEL.test(model)) throw new Mismatch(at, "model", "a name", model);
  const keys = ORDER[name as keyof typeof ORDER];
  rows.slice(1).forEach((row, place) => {
    if (!ascends(rows[place]!, row, keys)) throw new Mismatch(at, "order", "rows that ascend", `row ${place + 2}`);
  });
  return rows;
}

function ascends(before: object, after: object, keys: readonly string[]): boolean {
  for (const key of keys) {
    const [one, other] = [before, after].map((row) => row[key as never] as string | number);
    if (one! < other!) return true;
    if (one! > other!) return false;
  }
  return false;
}

export function linesOf(file: Uint8Array, where: string): Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start = 0;
  for (let end = file.indexOf(10); end >= 0; end = file.indexOf(10, start)) {
    lines.push(file.subarray(start, end));
    start = end + 1;
  }
  if (start !== file.length) throw new Mismatch(where, "lines", "a line end behind each", "none at the end");
  return lines;
}

/** A canonical row of exactly these fields. */
function parsed(line: Uint8Array, shape: Shape<object>, where: string, name: string): object {
  const value = canonicalValue(line, where);
  try {
    const row = shape(value, name);
    expectFields(value, row, where);
    return row;
  } catch (error) {
    if (error instanceof Malformed) throw new Mismatch(where, error.at, error.expected, error.found);
    throw error;
  }
}

function expectFields(value: Json, row: object, where: string): void {
  const [found, expected] = [Object.keys(value as object).sort().join(), Object.keys(row).sort().join()];
  if (found !== expected) throw new Mismatch(where, "fields", expected, found);
}

/** The JSON value of bytes that spell it canonically. */
export function canonicalValue(bytes: Uint8Array, where: string): Json {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const value = JSON.parse(text) as Json;
    if (canonicalContent(value) === text) return value;
  } catch {
    // Said below.
  }
  throw new Mismatch(where, "JSON", "its canonical spelling", "another");
}
