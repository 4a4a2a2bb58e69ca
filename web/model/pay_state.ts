// How a labeler stands in a project: still being checked, or paid at a rate.

import type { ProjectStanding } from "./wire.ts";

export type PayState =
  | { readonly kind: "checking"; readonly given: number; readonly checked: number; readonly needed: number }
  | { readonly kind: "rated"; readonly percent: number };

/** `given` counts answers; one is checked once its task is closed. */
export function payState(standing: ProjectStanding | null, given: number, minimumAnswers: number): PayState {
  if (standing && standing.rate_32nds !== null)
    return { kind: "rated", percent: ratePercent(standing.rate_32nds) };
  const upTo = (count: number) => Math.min(count, minimumAnswers);
  return {
    kind: "checking",
    given: upTo(given),
    checked: upTo(standing?.closed_answers ?? 0),
    needed: minimumAnswers,
  };
}

/** Whether nothing but a settlement is missing, as far as this labeler can tell. */
export function awaitsFirstPay(pay: PayState): boolean {
  return pay.kind === "checking" && pay.given >= pay.needed;
}

/** Rounded down, as the rate itself is. */
export function ratePercent(rate_32nds: number): number {
  return Math.floor((rate_32nds * 100) / 32);
}

/** A score as people read it: against chance an answer can come out a little better than perfect. */
export function shownScore(percent: number): number {
  return Math.min(100, Math.floor(percent));
}
