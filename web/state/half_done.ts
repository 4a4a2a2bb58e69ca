// The task that is half done in a project: kept on the device, so that a reload loses nothing.

import { read, remove, write } from "../client/vault.ts";
import type { Json } from "../model/canonical.ts";
import { listOf, mapOf, object, oneOf, text, type Shape } from "../model/shape.ts";
import type { Sheet } from "../model/sheet.ts";
import { poolName } from "./pool.ts";

const json: Shape<Json> = (value) => value as Json;

const kept = object({
  task: text,
  regions: listOf(object({ id: text, control: text, labels: listOf(text), value: mapOf(json) })),
  given: listOf(object({ place: text, said: json })),
  relations: listOf(
    object({ from: text, to: text, direction: oneOf("left", "right", "bi"), labels: listOf(text) }),
  ),
});

export function keepHalfDone(project: number, task: string, { regions, given, relations }: Sheet): void {
  const said = [...given].map(([place, one]) => ({ place, said: one }));
  write(name(project), { task, regions, given: said, relations });
}

/** What was said of a task before, if it is the one that was left half done. */
export function halfDone(project: number, task: string): Sheet | null {
  const found = read(name(project), kept);
  if (found?.task !== task) return null;
  return { ...found, given: new Map(found.given.map(({ place, said }) => [place, said])) };
}

export function forgetHalfDone(project: number): void {
  remove(name(project));
}

function name(project: number): string {
  return poolName(`half_done/${project}`);
}
