// Which key does what. Everyone may have their own: kept on the device.

import { signal } from "@preact/signals";
import { read, write } from "../client/store.ts";
import { mapOf, text } from "../model/shape.ts";

export const ACTS = {
  submit: "Ctrl+Enter",
  undo: "Ctrl+z",
  redo: "Ctrl+Shift+z",
  remove: "Delete",
  next: "]",
  previous: "[",
  relate: "r",
  zoom_in: "+",
  zoom_out: "-",
  zoom_fit: "f",
  hand: "h",
  turn_left: ",",
  turn_right: ".",
  corner: "v",
  play: "p",
  skip: "s",
  keys: "?",
} as const;

export type Act = keyof typeof ACTS;

export const keys = signal<Readonly<Record<Act, string>>>({ ...ACTS, ...(read("keys", mapOf(text)) ?? {}) });

/** Gives an act a key; whoever had it swaps. */
export function remap(act: Act, key: string): void {
  const before = keys.value[act];
  const other = (Object.keys(ACTS) as Act[]).find((one) => keys.value[one] === key);
  keep({ ...keys.value, ...(other ? { [other]: before } : {}), [act]: key });
}

export function resetKeys(): void {
  keep({ ...ACTS });
}

function keep(next: Readonly<Record<Act, string>>): void {
  keys.value = next;
  write("keys", next);
}

/** A key as it is shown and kept: `Ctrl+Shift+z`; null for a modifier alone. */
export function nameOf(event: KeyboardEvent): string | null {
  if (["Control", "Shift", "Alt", "Meta", "Dead", "Unidentified"].includes(event.key)) return null;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const letter = /^[a-z]$/.test(key);
  const parts = [event.ctrlKey || event.metaKey ? "Ctrl" : "", event.altKey ? "Alt" : ""];
  parts.push(event.shiftKey && (letter || key.length > 1) ? "Shift" : "", key === " " ? "Space" : key);
  return parts.filter(Boolean).join("+");
}

export function actOf(event: KeyboardEvent): Act | null {
  const name = nameOf(event);
  return (Object.keys(ACTS) as Act[]).find((act) => keys.value[act] === name) ?? null;
}

/** Whether a key is meant for the task: not for a field, a sheet or the browser. */
export function isForTask(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement;
  const typing = target.matches?.("input:not([type=radio], [type=checkbox]), textarea, select");
  return !typing && !event.repeat && !document.querySelector("dialog[open]");
}
