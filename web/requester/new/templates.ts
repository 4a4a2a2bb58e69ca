// Templates: a config, instructions, sample tasks and a price for every kind of task.

import { signal } from "@preact/signals";
import type { Json } from "../../model/canonical.ts";
import { count, listOf, mapOf, object, text, type Shape, type Shaped } from "../../model/shape.ts";
import { ask } from "../api.ts";
import { BLANK, change } from "./draft.ts";

const json: Shape<Json> = (value) => value as Json;

const template = object({
  name: text,
  title: text,
  summary: text,
  config: text,
  instructions: text,
  samples: listOf(object({ key: text, data: mapOf(json) })),
  gold: listOf(object({ key: text, answer: json })),
  price: count,
  /** About how long an answer takes. */
  seconds: count,
  answers_per_task: object({ minimum: count, maximum: count, target_confidence_bps: count }),
});

export type Template = Shaped<typeof template>;

export const templates = signal<readonly Template[] | null>(null);

export async function loadTemplates(): Promise<void> {
  if (templates.value) return;
  const found = await ask("/api/templates", object({ templates: listOf(template) }));
  templates.value = found.templates;
}

export function templateOf(name: string | null): Template | null {
  return templates.value?.find((found) => found.name === name) ?? null;
}

/** Begins a new draft from a template. */
export function begin(from: Template, unitDecimals: number): void {
  const { minimum, maximum, target_confidence_bps } = from.answers_per_task;
  change({
    ...BLANK,
    template: from.name,
    title: from.title,
    instructions: from.instructions,
    config: from.config,
    price: String(from.price / 10 ** unitDecimals),
    minimum,
    maximum,
    confidence_percent: Math.round(target_confidence_bps / 100),
    sample: from.samples[0]?.data ?? null,
  });
}
