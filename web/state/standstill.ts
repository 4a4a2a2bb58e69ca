// Why no work is done for this operator just now: it was halted on the chain, or is behind with its debts.
// Unlike a broken promise this may pass: work goes on by itself when it has.

import { computed, signal } from "@preact/signals";
import { now_s } from "../client/clock.ts";
import { firstOverdue, type Due } from "../model/dues.ts";
import { pool } from "./pool.ts";

/** What receipts promise by when, the oldest first, as far as it was not credited when last looked at. */
export const dues = signal<readonly Due[]>([]);

/** What was credited, as the server last stated it, and when that was. */
export const credited = signal<{ readonly units: number; readonly at_s: number } | null>(null);

export const overdue = computed<Due | null>(() =>
  credited.value ? firstOverdue(dues.value, credited.value.units, credited.value.at_s) : null,
);

export const standstill = computed<"halted" | "behind" | null>(() => {
  if (pool.value?.halted) return "halted";
  return overdue.value ? "behind" : null;
});

export function noteCredited(units: number): void {
  dues.value = dues.value.filter(({ owed }) => owed > units);
  credited.value = { units, at_s: now_s() };
}

export function noteDue(due: Due): void {
  if (due.owed > (dues.value.at(-1)?.owed ?? credited.value?.units ?? 0)) dues.value = [...dues.value, due];
}
