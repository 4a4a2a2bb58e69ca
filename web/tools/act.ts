// Keys that act on the whole task; each tool adds its own.

import { batch } from "@preact/signals";
import { regionsIn, type Label, type Regions } from "../model/face.ts";
import { actOf, isForTask, type Act } from "../state/keys.ts";
import { pickLabel, remove, select, type Work } from "../state/work.ts";

export function watchKeys(work: Work, onSkip?: () => void, onTakeBack?: () => void): () => void {
  const onKey = (event: KeyboardEvent) => {
    const act = actOf(event);
    const typing = !isForTask(event);
    if (typing && !(act === "submit" && !document.querySelector("dialog[open]"))) return;
    if (event.defaultPrevented) return;
    const label = typing || event.ctrlKey || event.altKey || event.metaKey ? null : labelOf(work, event.key);
    if (label) pickLabel(work, label.control, label.value);
    else if (act === "skip" && onSkip) onSkip();
    else if (act === "undo" && onTakeBack && !work.canUndo.value) onTakeBack();
    else if (!act || !perform(work, act)) return;
    event.preventDefault();
  };
  addEventListener("keydown", onKey);
  return () => removeEventListener("keydown", onKey);
}

/** Does what an act is for; false where it is for a tool to do. */
export function perform(work: Work, act: Act): boolean {
  const id = work.selected.value;
  if (act === "submit") work.submit();
  else if (act === "undo") work.undo();
  else if (act === "redo") work.redo();
  else if (act === "remove" && id) remove(work, id);
  else if (act === "next") step(work, 1);
  else if (act === "previous") step(work, -1);
  else if (act === "relate" && id && work.face.relations)
    work.relating.value = work.relating.value ? null : id;
  else return false;
  return true;
}

function step(work: Work, by: 1 | -1): void {
  const { regions } = work.sheet.value;
  if (!regions.length) return;
  const at = regions.findIndex(({ id }) => id === work.selected.value);
  const next = at < 0 ? (by > 0 ? 0 : regions.length - 1) : (at + by + regions.length) % regions.length;
  select(work, regions[next]!.id);
}

/** Labels with the key of each: as configured, else 1…9 by place. */
export function labelKeys(work: Work): { control: Regions; label: Label; key: string | null }[] {
  const all = regionsIn(work.face).flatMap((control) => control.labels.map((label) => ({ control, label })));
  const given = new Set(all.map(({ label }) => label.hotkey?.toLowerCase()));
  const spare = [..."123456789"].filter((key) => !given.has(key));
  return all.map(({ control, label }) => ({
    control,
    label,
    key: label.hotkey?.toLowerCase() ?? spare.shift() ?? null,
  }));
}

function labelOf(work: Work, key: string): { control: Regions; value: string } | null {
  const found = labelKeys(work).find((one) => one.key === key.toLowerCase());
  return found ? { control: found.control, value: found.label.value } : null;
}

/** Picks a tool without labels: the next region is of this control. */
export function takeUp(work: Work, control: Regions): void {
  batch(() => {
    work.selected.value = null;
    work.marker.value = { control, labels: [] };
  });
}
