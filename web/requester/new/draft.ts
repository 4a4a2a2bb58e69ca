// The project being made: kept in this browser until it is funded.

import { computed, signal } from "@preact/signals";
import { read, remove, write, StoreFull } from "../../client/store.ts";
import type { Json } from "../../model/canonical.ts";
import { count, listOf, mapOf, nullable, object, text, type Shape, type Shaped } from "../../model/shape.ts";
import * as shapes from "../shapes.ts";

const json: Shape<Json> = (value) => value as Json;
const task = object({ key: text, data: mapOf(json) });
const gold = object({ key: text, answer: json });

const draftShape = object({
  template: nullable(text),
  title: text,
  instructions: text,
  config: text,
  /** Dollars, as they were typed. */
  price: text,
  minimum: count,
  maximum: count,
  confidence_percent: count,
  label_field: text,
  tasks: listOf(task),
  gold: listOf(gold),
  /** A task to show in the preview while there are none. */
  sample: nullable(mapOf(json)),
  accepted: nullable(shapes.accepted),
  deposit: nullable(count),
});

export type Draft = Shaped<typeof draftShape>;
export type Task = Shaped<typeof task>;
export type Gold = Shaped<typeof gold>;

export const BLANK: Draft = {
  template: null,
  title: "",
  instructions: "",
  config: "",
  price: "0.01",
  minimum: 3,
  maximum: 5,
  confidence_percent: 99,
  label_field: "",
  tasks: [],
  gold: [],
  sample: null,
  accepted: null,
  deposit: null,
};

const NAME = "requester/draft";
const ALWAYS = 100;

export const draft = signal<Draft>(BLANK);

export function loadDraft(): void {
  draft.value = read(NAME, draftShape) ?? BLANK;
}

/** Changes the draft; what the server prepared of it before no longer holds. */
export function change(more: Partial<Draft>): void {
  keep({ ...draft.value, accepted: null, deposit: null, ...more });
}

export function discardDraft(): void {
  draft.value = BLANK;
  remove(NAME);
}

function keep(next: Draft): void {
  draft.value = next;
  try {
    write(NAME, next);
  } catch (error) {
    if (!(error instanceof StoreFull)) throw error;
    // Too many tasks for this browser's storage: they are chosen again after a reload.
    write(NAME, { ...next, tasks: [], gold: [] });
  }
}

/** Whether anything was begun. */
export const begun = computed(() => draft.value.config !== "");

/** Units an answer; null for what is no price. */
export function unitsOf(dollars: string, unitDecimals: number): number | null {
  const found = /^\s*(\d{1,9})?(?:[.,](\d{1,18}))?\s*$/.exec(dollars);
  if (!found || (found[1] === undefined && found[2] === undefined)) return null;
  const fraction = (found[2] ?? "").padEnd(unitDecimals, "0");
  if (/[1-9]/.test(fraction.slice(unitDecimals))) return null;
  const units = Number(BigInt(`${found[1] ?? "0"}${fraction.slice(0, unitDecimals)}`));
  return units > 0 && Number.isSafeInteger(units) ? units : null;
}

/** The answers a task gets, as a manifest says it. */
export function answersPerTask({ minimum, maximum, confidence_percent }: Draft) {
  return { minimum, maximum, target_confidence_bps: confidence_percent * ALWAYS };
}
