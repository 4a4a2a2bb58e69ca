// When what was promised must have been credited.

export interface Due {
  /** Everything owed by then, as a receipt says it. */
  readonly owed: number;
  readonly settle_by_s: number;
}

/** A credit is on the chain before the server has seen it there. */
export const LATE_AFTER_S = 60;

/** The oldest promise whose time had passed, at `at_s`, without its credit. */
export function firstOverdue(dues: readonly Due[], credited: number, at_s: number): Due | null {
  return dues.find(({ owed, settle_by_s }) => owed > credited && settle_by_s + LATE_AFTER_S < at_s) ?? null;
}
