// From a task's data to what is shown, and from what is chosen to the Label Studio result array.

import type { Json } from "./canonical.ts";
import type { Control, Lease, Project, TaskObject } from "./wire.ts";

export type Shown =
  | { readonly kind: "image"; readonly source: string }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "header"; readonly text: string };

export class CannotShow extends Error {
  constructor(readonly why: string) {
    super(`this task cannot be shown: ${why}`);
  }
}

/** Chosen values by control name. */
export type Draft = ReadonlyMap<string, readonly string[]>;

const MEDIA = /^media\/([0-9a-f]{64}\.[a-z0-9]{1,8})$/;

/** What a task shows, object by object. Files come from the project's own media only. */
export function shownIn(project: Project, lease: Lease): Shown[] {
  return project.objects.map((object) => shown(project.project, object, lease.data[object.field]));
}

function shown(project: number, object: TaskObject, value: Json | undefined): Shown {
  if (object.kind === "header") return { kind: "header", text: object.field };
  if (typeof value !== "string") throw new CannotShow(`${object.field} is missing`);
  if (object.kind === "text") return { kind: "text", text: value };
  return { kind: "image", source: mediaIn(project, value) };
}

/** In place of a project's number: the sample tasks of templates. */
export const SAMPLES = 0;

/** Where a file of a project is; whatever is not one is not shown. */
export function mediaIn(project: number, file: string): string {
  const name = MEDIA.exec(file)?.[1];
  if (!name) throw new CannotShow(`${file.slice(0, 80)} is no file of this project`);
  return project === SAMPLES ? `/api/templates/media/${name}` : `/api/projects/${project}/media/${name}`;
}

/** One choice about pictures and texts: all else is for the editor. */
export function isPlain({ face, objects }: Project): boolean {
  const [only, ...others] = face.controls;
  const choices =
    only !== undefined && !others.length && only.type === "choices" && "choices" in only && !only.multiple;
  return choices && objects.every(({ kind }) => ["header", "image", "text"].includes(kind));
}

export function choose(draft: Draft, control: Control, value: string): Draft {
  return new Map(draft).set(control.name, [value]);
}

/** The first control that has no choice yet; null when the answer is whole. */
export function nextControl(controls: readonly Control[], draft: Draft): Control | null {
  return controls.find((control) => !draft.has(control.name)) ?? null;
}

export function resultOf(controls: readonly Control[], draft: Draft): Json {
  return controls.map((control) => ({
    from_name: control.name,
    to_name: control.to_name,
    type: control.kind,
    value: { choices: draft.get(control.name) ?? [] },
  }));
}

/** One key a choice: as configured; else its own single character; else 1…9, 0 by place. */
export function hotkeys(control: Control): (string | null)[] {
  const given = control.choices.map((choice) => choice.hotkey?.toLowerCase() ?? null);
  const own = control.choices.map((choice) => choice.title.toLowerCase());
  const distinct = new Set(own).size === own.length && own.every((value) => /^[a-z0-9]$/.test(value));
  const spare = distinct ? own : [..."1234567890"];
  const keys = given.map(
    (key, place) => key ?? (given.includes(spare[place] ?? null) ? null : (spare[place] ?? null)),
  );
  return keys.map((key, place) => (keys.indexOf(key) === place ? key : null));
}

export type Layout = "grid" | "pair" | "list";

/** Short choices stand side by side; long ones have a line each. */
export function layoutOf(control: Control): Layout {
  const longest = Math.max(...control.choices.map((choice) => choice.title.length));
  if (longest <= 3 && control.choices.length > 3) return "grid";
  return longest <= 20 ? "pair" : "list";
}
