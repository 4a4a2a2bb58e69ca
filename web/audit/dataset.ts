// The published dataset must follow from the records and the final settlement (section 6).

import { canonicalContent, type Json } from "../model/canonical.ts";
import type { Address, Hash } from "../model/hex.ts";
import { compare, type AnswerCheck, type Project } from "./answers.ts";
import { openBundle } from "./bundle.ts";
import { expect, Mismatch } from "./errors.ts";
import type { Choice } from "./manifest.ts";
import { pseudonym } from "./money.ts";
import { canonicalValue, linesOf } from "./record.ts";
import type { Settlement, TaskSettlement } from "./settle.ts";
import { ONE } from "./tables.ts";

const DECIMALS = 10_000;

/** Returns how many rows agree. Only fields that this browser knows how to recompute are compared. */
export function checkDataset(
  bytes: Uint8Array,
  project: Project,
  manifestHash: Hash,
  answers: AnswerCheck,
  last: Settlement | null,
): number {
  const files = openBundle(bytes, "dataset");
  const labels = rowsIn(files, "labels.jsonl");
  const settled = new Map((last?.tasks ?? []).map((row) => [row.task, row]));
  expect("dataset", "rows", project.tasks.size, labels.length);
  [...project.tasks].forEach(([id, { key, data }], place) => {
    const due = { answers: answers.sequences.get(id)?.size ?? 0, data, key, task_id: id };
    const judged = last && labelOf(settled.get(id), project.choice!);
    compareFields(`dataset, row ${place + 1}`, labels[place]!, { ...due, ...judged });
  });
  checkAnswers(rowsIn(files, "answers.jsonl"), project, manifestHash, answers);
  return labels.length;
}

/** What the last settlement says of a task; of other types than one choice this browser does not know it. */
function labelOf(found: TaskSettlement | undefined, { classes }: Choice) {
  return {
    confidence: confidenceText(found?.confidenceQ16 ?? 0),
    label: found ? classes[found.label]! : null,
  };
}

function checkAnswers(
  rows: readonly Json[],
  project: Project,
  manifestHash: Hash,
  { labels, results, sequences }: AnswerCheck,
): void {
  const classes = project.choice?.classes;
  const due = [...project.tasks].flatMap(([id, { key }]) =>
    [...((classes ? labels : results) as ReadonlyMap<Hash, ReadonlyMap<Address, Json>>).get(id) ?? []]
      .map(([labeler, said]) => ({
        key,
        labeler: pseudonym(manifestHash, labeler),
        sequence: sequences.get(id)!.get(labeler)!,
        ...(classes ? { label: classes[said as number]! } : { label: null, result: said }),
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
