// What a model said of a task beforehand, as a draft to correct. It comes from strangers: what is not of the
// right shape is left out.

import type { Json } from "./canonical.ts";
import { marks, type Face } from "./face.ts";
import { addRegion, EMPTY, give, relate, VALUE_KEYS, type Sheet, type Value } from "./sheet.ts";

type Item = { readonly [key: string]: Json };

const NUMBERS: Readonly<Record<string, readonly string[]>> = {
  rectangle: ["x", "y", "width", "height", "rotation"],
  ellipse: ["x", "y", "radiusX", "radiusY", "rotation"],
  keypoint: ["x", "y", "width"],
  span: ["start", "end"],
  segment: ["start", "end"],
};

/** The sheet that says what a Label Studio result says. */
export function sheetOf(face: Face, result: Json | undefined): Sheet {
  const items = Array.isArray(result) ? (result as Json[]).filter(isObject) : [];
  let sheet = EMPTY;
  for (const item of items) sheet = withItem(face, sheet, item);
  for (const { type, from_id, to_id } of items) {
    const known = [from_id, to_id].every((id) => sheet.regions.some((region) => region.id === id));
    if (type === "relation" && known) sheet = relate(sheet, from_id as string, to_id as string);
  }
  return sheet;
}

export function isObject(value: Json | undefined): value is Item {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function withItem(face: Face, sheet: Sheet, { id, from_name, type, value }: Item): Sheet {
  const control = face.controls.find((one) => one.name === from_name && one.type === type);
  if (!control || !isObject(value)) return sheet;
  if (!marks(control)) {
    const said = value[VALUE_KEYS[control.type] ?? control.type];
    const about = control.per_region && typeof id === "string" ? id : null;
    return isAnswer(control.type, said) ? give(sheet, control.name, about, said) : sheet;
  }
  const { [control.labels_key ?? ""]: labels = [], ...shape } = value;
  const free = typeof id === "string" && !sheet.regions.some((region) => region.id === id);
  if (!free || !areTexts(labels) || !isShape(control.shape, shape)) return sheet;
  return addRegion(sheet, { id, control: control.name, labels, value: shape });
}

function isAnswer(type: string, said: Json | undefined): said is Json {
  if (type === "choices" || type === "textarea") return areTexts(said);
  if (type === "number" || type === "rating") return typeof said === "number";
  return type === "pairwise" && typeof said === "string";
}

function isShape(shape: string, value: Value): boolean {
  if (shape === "polygon") return Array.isArray(value["points"]) && value["points"].every(isPoint);
  return NUMBERS[shape]?.every((name) => typeof value[name] === "number") ?? false;
}

function isPoint(point: Json): boolean {
  return Array.isArray(point) && point.length === 2 && point.every((one) => typeof one === "number");
}

function areTexts(value: Json | undefined): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}
