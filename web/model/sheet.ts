// What a labeler has said of one task so far, and the Label Studio result that it becomes.

import type { Json } from "./canonical.ts";
import { marks, type Condition, type Control, type Face, type Regions } from "./face.ts";

/** A value of Label Studio without its labels. */
export type Value = { readonly [key: string]: Json };

export interface Region {
  readonly id: string;
  readonly control: string;
  readonly labels: readonly string[];
  readonly value: Value;
}

export interface Relation {
  readonly from: string;
  readonly to: string;
  readonly direction: "left" | "right" | "bi";
  readonly labels: readonly string[];
}

export interface Sheet {
  readonly regions: readonly Region[];
  /** What was said to a question, by its name and the region it is about. */
  readonly given: ReadonlyMap<string, Json>;
  readonly relations: readonly Relation[];
}

/** What an item says of a picture or recording beside its value, by the object's name. */
export type Facts = Readonly<Record<string, Value>>;

export const EMPTY: Sheet = { regions: [], given: new Map(), relations: [] };

export function placeOf(control: string, about: string | null): string {
  return about === null ? control : `${control}/${about}`;
}

export function give(sheet: Sheet, control: string, about: string | null, said: Json | null): Sheet {
  const given = new Map(sheet.given);
  if (said === null) given.delete(placeOf(control, about));
  else given.set(placeOf(control, about), said);
  return { ...sheet, given };
}

export function addRegion(sheet: Sheet, region: Region): Sheet {
  return { ...sheet, regions: [...sheet.regions, region] };
}

export function changeRegion(sheet: Sheet, id: string, change: Partial<Region>): Sheet {
  return {
    ...sheet,
    regions: sheet.regions.map((region) => (region.id === id ? { ...region, ...change } : region)),
  };
}

/** Takes a region away, with what was said about it and its relations. */
export function removeRegion(sheet: Sheet, id: string): Sheet {
  return {
    regions: sheet.regions.filter((region) => region.id !== id),
    given: new Map([...sheet.given].filter(([place]) => !place.endsWith(`/${id}`))),
    relations: sheet.relations.filter(({ from, to }) => from !== id && to !== id),
  };
}

export function relate(sheet: Sheet, from: string, to: string): Sheet {
  const known = sheet.relations.some((one) => one.from === from && one.to === to);
  if (from === to || known) return sheet;
  return { ...sheet, relations: [...sheet.relations, { from, to, direction: "right", labels: [] }] };
}

/** Whether a question is asked, of the task or about a region, as things stand. */
export function isAsked(face: Face, sheet: Sheet, control: Control, about: string | null): boolean {
  return control.conditions.every((condition) => holds(face, sheet, condition, about));
}

function holds(face: Face, sheet: Sheet, condition: Condition, about: string | null): boolean {
  if (condition.when === "no-region-selected") return true;
  if (condition.when === "region-selected")
    return sheet.regions.some(
      (region) => (about === null || region.id === about) && matches(face, condition, region),
    );
  const chosen = choicesSaid(face, sheet, condition.tag!, about);
  const found =
    chosen !== null && (!condition.values.length || condition.values.some((one) => chosen.includes(one)));
  return found === (condition.when === "choice-selected");
}

function matches(face: Face, { tag, values }: Condition, region: Region): boolean {
  const control = face.controls.find(({ name }) => name === region.control) as Regions;
  const right = tag === null || tag === control.name || tag === control.labels_name;
  return right && (!values.length || values.some((value) => region.labels.includes(value)));
}

/** What a question that is asked was answered with; null where it was not. */
function choicesSaid(face: Face, sheet: Sheet, name: string, about: string | null): string[] | null {
  const control = face.controls.find((one) => one.name === name)!;
  const at = control.per_region ? about : null;
  const said = sheet.given.get(placeOf(name, at));
  if (said === undefined || !isAsked(face, sheet, control, at)) return null;
  return (said as (string | string[])[]).map((one) => (typeof one === "string" ? one : one.at(-1)!));
}

export interface Gap {
  readonly control: Control;
  readonly about: string | null;
}

/** What a question may be about: the task, or each region that it is asked of. */
export function placesOf(face: Face, sheet: Sheet, control: Control): (string | null)[] {
  if (!control.per_region) return isAsked(face, sheet, control, null) ? [null] : [];
  return sheet.regions
    .filter(
      ({ control: made }) => face.controls.find(({ name }) => name === made)!.to_name === control.to_name,
    )
    .map(({ id }) => id)
    .filter((id) => isAsked(face, sheet, control, id));
}

/** The first thing that must still be said; null when the answer is whole. */
export function firstGap(face: Face, sheet: Sheet): Gap | null {
  const alone = face.controls.length === 1;
  for (const control of face.controls) {
    const must = control.required || (alone && !marks(control));
    if (!must) continue;
    for (const about of placesOf(face, sheet, control)) {
      const there = marks(control)
        ? sheet.regions.some((region) => region.control === control.name)
        : sheet.given.has(placeOf(control.name, about));
      if (!there) return { control, about };
    }
  }
  return null;
}

export const VALUE_KEYS: Readonly<Record<string, string>> = { textarea: "text", pairwise: "selected" };

/** The result array, items in the order of the config's controls, relations last. */
export function resultOf(face: Face, sheet: Sheet, facts: Facts): Json[] {
  const items: Json[] = [];
  for (const control of face.controls) {
    const base = { from_name: control.name, to_name: control.to_name, type: control.type };
    if (marks(control)) {
      if (!isAsked(face, sheet, control, null)) continue;
      for (const { id, labels, value } of sheet.regions.filter((region) => region.control === control.name))
        items.push({
          id,
          ...base,
          ...(facts[control.to_name] ?? {}),
          value: control.labels_key ? { ...value, [control.labels_key]: labels } : value,
        });
      continue;
    }
    const key = VALUE_KEYS[control.type] ?? control.type;
    for (const about of placesOf(face, sheet, control)) {
      const said = sheet.given.get(placeOf(control.name, about));
      if (said === undefined) continue;
      const full = control.type === "textarea" ? (said as string[]).filter((text) => text.trim()) : said;
      items.push({ ...(about ? { id: about } : {}), ...base, value: { [key]: full } });
    }
  }
  for (const { from, to, direction, labels } of sheet.relations)
    items.push({ type: "relation", from_id: from, to_id: to, direction, labels });
  return items;
}
