// A published dataset as files that people open: the same columns and items as `labelfield project export`
// writes, save the hashes of receipts, which the dataset does not hold.

import type { Json } from "./canonical.ts";
import { count, listOf, mapOf, nullable, object, text, type Shape, type Shaped } from "./shape.ts";

const json: Shape<Json> = (value) => value as Json;

const row = object({
  key: text,
  task_id: text,
  data: mapOf(json),
  label: nullable(text),
  confidence: text,
  answers: count,
  result: listOf(json),
});

const answer = object({
  key: text,
  labeler: text,
  sequence: count,
  label: nullable(text),
  result: listOf(json),
});

type Given = Omit<Shaped<typeof answer>, "key">;

export interface Item extends Shaped<typeof row> {
  readonly given: readonly Given[];
}

/** Rows with the answers to each, as both files of the dataset spell them. */
export function itemsOf(labels: string, answers: string): Item[] {
  const given = new Map<string, Given[]>();
  for (const { key, ...said } of linesOf(answers, answer)) {
    const others = given.get(key);
    if (others) others.push(said);
    else given.set(key, [said]);
  }
  return linesOf(labels, row).map((one) => ({ ...one, given: given.get(one.key) ?? [] }));
}

function linesOf<T>(file: string, shape: Shape<T>): T[] {
  return file
    .split("\n")
    .filter(Boolean)
    .map((line, place) => shape(JSON.parse(line), `line ${place + 1}`));
}

const FIRST = ["key", "task_id", "label", "confidence", "answers"] as const;

/** A header and a line for each item; what is no text stands as JSON. */
export function toCsv(items: readonly Item[]): string {
  const fields = [...new Set(items.flatMap(({ data }) => Object.keys(data)))].sort();
  const header = [...FIRST, ...fields.map((field) => `data.${field}`), "result", "given"];
  const lines = items.map((item) => [
    ...FIRST.map((name) => cell(name === "confidence" ? Number(item.confidence) : item[name])),
    ...fields.map((field) => cell(item.data[field])),
    cell(item.result),
    cell(item.given),
  ]);
  return [header, ...lines].map((line) => `${line.map(quoted).join(",")}\n`).join("");
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** An array that Label Studio imports: answers as annotations, the consensus as a prediction. */
export function toLabelStudio(items: readonly Item[]): string {
  const tasks = items.map(({ key, task_id, data, confidence, result, given }) => ({
    data,
    meta: { key, task_id, answers: given.length },
    annotations: given.map(({ labeler, sequence, result: said }) => ({
      ground_truth: false,
      meta: { labeler, sequence },
      result: said,
      was_cancelled: false,
    })),
    predictions: given.length ? [{ model_version: "labelfield", result, score: Number(confidence) }] : [],
  }));
  return `[\n${tasks.map((task) => JSON.stringify(task)).join(",\n")}\n]\n`;
}
