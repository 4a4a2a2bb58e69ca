// The published dataset must follow from the records and the final settlement (section 6).

import { canonicalContent, type Json } from "../model/canonical.ts";
import type { Hash } from "../model/hex.ts";
import { compare, type AnswerCheck, type Project } from "./answers.ts";
import { openBundle } from "./bundle.ts";
import { expect, Mismatch } from "./errors.ts";
import { pseudonym } from "./money.ts";
import { canonicalValue, linesOf } from "./record.ts";
import type { Settlement } from "./settle.ts";
import { ONE } from "./tables.ts";

const DECIMALS = 10_000;

/** Returns how many rows agree. Only fields that this browser knows how to recompute are compared. */
export function checkDataset(
  bytes: Uint8Array,
  project: Project,
  manifestHash: Hash,
  answers: AnswerCheck,
  last: Settlement,
): number {
  const files = openBundle(bytes, "dataset");
  const labels = rowsIn(files, "labels.jsonl");
  const settled = new Map(last.tasks.map((row) => [row.task, row]));
  expect("dataset", "rows", project.tasks.size, labels.length);
  [...project.tasks].forEach(([id, { key, data }], place) => {
    const found = settled.get(id);
    compareFields(`dataset, row ${place + 1}`, labels[place]!, {
      answers: found?.answers ?? 0,
      confidence: confidenceText(found?.confidenceQ16 ?? 0),
      data,
      key,
      label: found ? project.choice.classes[found.label]! : null,
      task_id: id,
    });
  });
  checkAnswers(rowsIn(files, "answers.jsonl"), project, manifestHash, answers);
  return labels.length;
}

function checkAnswers(
  rows: readonly Json[],
  project: Project,
  manifestHash: Hash,
  { labels, sequences }: AnswerCheck,
): void {
  const due = [...project.tasks].flatMap(([id, { key }]) =>
    [...(labels.get(id) ?? [])]
      .map(([labeler, label]) => ({
        key,
        label: project.choice.classes[label]!,
        labeler: pseudonym(manifestHash, labeler),
        sequence: sequences.get(id)!.get(labeler)!,
      }))
      .sort((a, b) => compare(a.labeler, b.labeler) || a.sequence - b.sequence),
  );
  expect("dataset", "answers", due.length, rows.length);
  due.forEach((row, place) => compareFields(`dataset, answer ${place + 1}`, rows[place]!, row));
}

function compareFields(where: string, found: Json, due: { readonly [field: string]: Json }): void {
  for (const [field, value] of Object.entries(due)) {
    const other = (found as { [field: string]: Json })[field];
    if (other === undefined) throw new Mismatch(where, field, canonicalContent(value), "none");
    expect(where, field, canonicalContent(value), canonicalContent(other));
  }
}

function rowsIn(files: ReadonlyMap<string, Uint8Array>, name: string): Json[] {
  const file = files.get(name);
  if (!file) throw new Mismatch("dataset", "file", name, "none");
  return linesOf(file, name).map((line) => canonicalValue(line, `dataset, ${name}`));
}

/** Four decimals, rounded down. */
export function confidenceText(confidenceQ16: number): string {
  const parts = Math.floor((confidenceQ16 * DECIMALS) / ONE);
  return `${Math.floor(parts / DECIMALS)}.${String(parts % DECIMALS).padStart(4, "0")}`;
}
