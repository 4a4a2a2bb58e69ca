// What a labeling config shows and asks, as the server spells it: docs/api.md, `face`.

import {
  finite,
  listOf,
  Malformed,
  nullable,
  object,
  oneOf,
  text,
  truth,
  count,
  type Shape,
  type Shaped,
} from "./shape.ts";

const WHEN = ["choice-selected", "choice-unselected", "region-selected", "no-region-selected"] as const;
const KINDS = ["image", "text", "hypertext", "audio", "video", "paragraphs", "chat", "list"] as const;
const SHAPES = [
  "rectangle",
  "ellipse",
  "polygon",
  "keypoint",
  "brush",
  "span",
  "hypertext",
  "paragraphs",
  "segment",
  "track",
] as const;

export const shownObject = object({
  name: text,
  kind: oneOf(...KINDS),
  field: text,
  title: nullable(text),
  name_key: text,
  text_key: text,
  frame_rate: finite,
});

const choice = object({ value: text, title: text, hotkey: nullable(text), color: nullable(text) });
const condition = object({ when: oneOf(...WHEN), tag: nullable(text), values: listOf(text) });

const asked = {
  name: text,
  to_name: text,
  required: truth,
  per_region: truth,
  conditions: listOf(condition),
  title: nullable(text),
};

export interface Node {
  readonly value: string;
  readonly title: string;
  readonly children: readonly Node[];
}

const node: Shape<Node> = (value, at) =>
  object({ value: text, title: text, children: listOf(node) })(value, at);
const bucket = object({ name: text, title: nullable(text) });

const choices = object({ ...asked, type: oneOf("choices"), choices: listOf(choice), multiple: truth });
const taxonomy = object({
  ...asked,
  type: oneOf("taxonomy"),
  nodes: listOf(node),
  leafs_only: truth,
  most: nullable(count),
});
const textarea = object({
  ...asked,
  type: oneOf("textarea"),
  most: count,
  rows: count,
  placeholder: nullable(text),
});
const number = object({
  ...asked,
  type: oneOf("number"),
  minimum: nullable(finite),
  maximum: nullable(finite),
  step: nullable(finite),
});
const rating = object({ ...asked, type: oneOf("rating"), most: count });
const pairwise = object({ ...asked, type: oneOf("pairwise"), right: text });
const ranker = object({ ...asked, type: oneOf("ranker"), buckets: listOf(bucket) });
const regions = object({
  ...asked,
  type: text,
  shape: oneOf(...SHAPES),
  labels: listOf(choice),
  labels_key: nullable(text),
  labels_name: nullable(text),
  multiple: truth,
});

const QUESTIONS = { choices, taxonomy, textarea, number, rating, pairwise, ranker };

export type Question = {
  [K in keyof typeof QUESTIONS]: Shaped<(typeof QUESTIONS)[K]>;
}[keyof typeof QUESTIONS];
export type Regions = Shaped<typeof regions>;
export type Control = Question | Regions;
export type Label = Shaped<typeof choice>;
export type Condition = Shaped<typeof condition>;
export type ShownObject = Shaped<typeof shownObject>;

const control: Shape<Control> = (value, at) => {
  const { type } = object({ type: text })(value, at);
  if (Object.hasOwn(QUESTIONS, type)) return QUESTIONS[type as keyof typeof QUESTIONS](value, at) as Question;
  return regions(value, at);
};

export const face: Shape<Face> = (value, at) => {
  const found = object({
    headers: listOf(text),
    objects: listOf(shownObject),
    controls: listOf(control),
    relations: nullable(listOf(text)),
  })(value, at);
  const names = new Set(found.objects.map(({ name }) => name));
  for (const { name, to_name } of found.controls)
    if (!names.has(to_name)) throw new Malformed(`${at}.${name}`, "an object that is shown", to_name);
  return found;
};

export interface Face {
  readonly headers: readonly string[];
  readonly objects: readonly ShownObject[];
  readonly controls: readonly Control[];
  readonly relations: readonly string[] | null;
}

export function marks(control: Control): control is Regions {
  return "shape" in control;
}

export function regionsIn(face: Face): Regions[] {
  return face.controls.filter(marks);
}

export function questionsIn(face: Face): Question[] {
  return face.controls.filter((control): control is Question => !marks(control));
}

/** One decision answers the whole task: it is sent at once. */
export function isOneDecision(face: Face): boolean {
  const [only, ...others] = face.controls;
  if (!only || others.length || marks(only)) return false;
  return only.type === "pairwise" || only.type === "rating" || (only.type === "choices" && !only.multiple);
}

const PALETTE = [
  "#d6336c",
  "#1971c2",
  "#2b8a3e",
  "#e8590c",
  "#6741d9",
  "#0b7285",
  "#a61e4d",
  "#5f3dc4",
  "#846358",
];

/** A label's own colour, or one by its place that differs from its neighbours'. */
export function colorOf(control: Regions, labels: readonly string[]): string {
  const place = control.labels.findIndex(({ value }) => value === labels[0]);
  return control.labels[place]?.color ?? PALETTE[Math.max(0, place) % PALETTE.length]!;
}
