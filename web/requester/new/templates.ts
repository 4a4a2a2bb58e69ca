// Templates: a config, instructions, sample tasks and a price for every kind of task.

import { signal } from "@preact/signals";
import type { Json } from "../../model/canonical.ts";
import { count, listOf, mapOf, object, text, truth, type Shape, type Shaped } from "../../model/shape.ts";
import { ask } from "../api.ts";
import { BLANK, change } from "./draft.ts";

const json: Shape<Json> = (value) => value as Json;

const template = object({
  name: text,
  title: text,
  about: text,
  config: text,
  instructions: text,
  tasks: listOf(object({ key: text, data: mapOf(json) })),
  payable: truth,
  price: count,
  /** About how long an answer takes. */
  seconds: count,
  minimum: count,
  maximum: count,
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
  const { minimum, maximum } = from;
  change({
    ...BLANK,
    template: from.name,
    title: from.title,
    instructions: from.instructions,
    config: from.config,
    price: String(from.price / 10 ** unitDecimals),
    minimum,
    maximum,
    sample: from.tasks[0]?.data ?? null,
  });
}

const MEDIA = /^media\/([0-9a-f]{64}\.[a-z0-9]{1,8})$/;

/** The files that templates' sample tasks show, by their names. */
export function sampleFiles(): ReadonlySet<string> {
  const values = (templates.value ?? []).flatMap(({ tasks }) => tasks.flatMap(({ data }) => Object.values(data)));
  return new Set(values.flatMap((value) => (typeof value === "string" ? (MEDIA.exec(value)?.[1] ?? []) : [])));
}

export function sampleUrl(name: string): string {
  return `/api/templates/media/${name}`;
}
