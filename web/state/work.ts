// One task on the desk: what was said so far, what is selected, and every step back.

import { batch, computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { Json } from "../model/canonical.ts";
import { isOneDecision, marks, regionsIn, type Face, type Question, type Regions } from "../model/face.ts";
import * as sheets from "../model/sheet.ts";
import {
  EMPTY,
  firstGap,
  resultOf,
  type Facts,
  type Gap,
  type Region,
  type Sheet,
  type Value,
} from "../model/sheet.ts";

const MOST_STEPS = 200;

/** What the next region will be: a control, and the label it bears. */
export interface Marker {
  readonly control: Regions;
  readonly labels: readonly string[];
}

export interface Work {
  readonly face: Face;
  readonly data: { readonly [field: string]: Json };
  readonly urlOf: (file: string) => string;
  readonly sheet: ReadonlySignal<Sheet>;
  readonly selected: Signal<string | null>;
  /** Whether the selected region was only just made: then nobody asked to change it. */
  readonly fresh: Signal<boolean>;
  readonly marker: Signal<Marker | null>;
  /** The region from which a relation is being drawn. */
  readonly relating: Signal<string | null>;
  /** What was missing when it was last tried to send. */
  readonly gap: Signal<Gap | null>;
  readonly canUndo: ReadonlySignal<boolean>;
  readonly canRedo: ReadonlySignal<boolean>;
  /** Goes on to `next`; changes in a row that bear one name are one step back. */
  readonly change: (next: Sheet, name?: string) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly note: (object: string, facts: Value) => void;
  readonly submit: () => void;
  readonly turns: boolean;
}

export interface Task {
  readonly id: string;
  readonly face: Face;
  readonly data: { readonly [field: string]: Json };
  readonly urlOf: (file: string) => string;
  readonly onResult: (result: Json[]) => void;
  /** What is marked already when the task comes; nothing unless it is given. */
  readonly begin?: Sheet | undefined;
  /** Whether shapes can be turned; they can unless it is said. */
  readonly turns?: boolean;
  /** Told of every change. */
  readonly onChange?: (sheet: Sheet) => void;
}

export function openWork(task: Task): Work {
  const { face, data, urlOf, onResult, onChange, begin = EMPTY, turns = true } = task;
  const sheet = signal<Sheet>(begin);
  const past = signal<readonly Sheet[]>([]);
  const future = signal<readonly Sheet[]>([]);
  const selected = signal<string | null>(null);
  const gap = signal<Gap | null>(null);
  let facts: Facts = {};
  let lastName: string | undefined;
  const step = (from: typeof past, to: typeof past) => {
    const next = from.value.at(-1);
    if (!next) return;
    lastName = undefined;
    batch(() => {
      to.value = [...to.value, sheet.value];
      from.value = from.value.slice(0, -1);
      sheet.value = next;
      if (!next.regions.some(({ id }) => id === selected.value)) selected.value = null;
    });
    onChange?.(next);
  };
  return {
    face,
    data,
    urlOf,
    turns,
    sheet,
    selected,
    fresh: signal(false),
    marker: signal(firstMarker(face)),
    relating: signal(null),
    gap,
    canUndo: computed(() => past.value.length > 0),
    canRedo: computed(() => future.value.length > 0),
    change(next, name) {
      batch(() => {
        if (!name || name !== lastName) past.value = [...past.value.slice(-MOST_STEPS), sheet.value];
        lastName = name;
        future.value = [];
        sheet.value = next;
        gap.value = null;
      });
      onChange?.(next);
    },
    undo: () => step(past, future),
    redo: () => step(future, past),
    note: (object, found) => (facts = { ...facts, [object]: found }),
    submit() {
      const missing = firstGap(face, sheet.value);
      batch(() => {
        gap.value = missing;
        if (missing?.about) selected.value = missing.about;
      });
      if (!missing) onResult(resultOf(face, sheet.value, facts));
    },
  };
}

function firstMarker(face: Face): Marker | null {
  const [control] = regionsIn(face);
  return control ? { control, labels: control.labels.slice(0, 1).map(({ value }) => value) } : null;
}

/** Says something to a question; where that is all there is to decide, sends it. */
export function say(work: Work, { name, type }: Question, about: string | null, said: Json | null): void {
  const typed = type === "textarea" || type === "number";
  work.change(
    sheets.give(work.sheet.value, name, about, said),
    typed ? sheets.placeOf(name, about) : undefined,
  );
  if (said !== null && isOneDecision(work.face)) work.submit();
}

export function saidTo(work: Work, control: string, about: string | null): Json | undefined {
  return work.sheet.value.given.get(sheets.placeOf(control, about));
}

/** Adds a region with the marker's label, and selects it. */
export function mark(work: Work, value: Value): void {
  const { control, labels } = work.marker.value!;
  const id = newId();
  batch(() => {
    work.change(sheets.addRegion(work.sheet.value, { id, control: control.name, labels, value }));
    work.selected.value = id;
    work.fresh.value = true;
  });
}

export function reshape(work: Work, id: string, value: Value): void {
  work.change(sheets.changeRegion(work.sheet.value, id, { value }));
}

export function remove(work: Work, id: string): void {
  batch(() => {
    work.change(sheets.removeRegion(work.sheet.value, id));
    if (work.selected.value === id) work.selected.value = null;
  });
}

export function regionOf(work: Work, id: string | null): Region | null {
  return work.sheet.value.regions.find((region) => region.id === id) ?? null;
}

export function controlOf(work: Work, region: Region): Regions {
  return work.face.controls.filter(marks).find(({ name }) => name === region.control)!;
}

/** A label was picked: for the selected region where it may bear it, else for the next one. */
export function pickLabel(work: Work, control: Regions, label: string): void {
  const region = work.fresh.value ? null : regionOf(work, work.selected.value);
  if (region?.control !== control.name || control.shape === "brush") {
    batch(() => {
      work.marker.value = { control, labels: [label] };
      if (work.fresh.value || control.shape === "brush") select(work, null);
    });
    return;
  }
  const others = region.labels.filter((one) => one !== label);
  const labels = !control.multiple
    ? [label]
    : others.length < region.labels.length
      ? others
      : [...region.labels, label];
  batch(() => {
    if (labels.length) work.change(sheets.changeRegion(work.sheet.value, region.id, { labels }));
    work.marker.value = { control, labels: [label] };
  });
}

/** Selects a region; while a relation is being drawn, that is its other end. */
export function select(work: Work, id: string | null): void {
  const from = work.relating.value;
  batch(() => {
    if (from && id) {
      work.change(sheets.relate(work.sheet.value, from, id));
      work.relating.value = null;
    } else work.selected.value = id;
    work.fresh.value = false;
  });
}

function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return [...bytes].map((byte) => (byte % 36).toString(36)).join("");
}
