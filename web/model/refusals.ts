// What to do with waiting answers when the server refuses them.

export type Verdict =
  /** Send the same request later. */
  | "again"
  /** Ask where the chain stands and chain the waiting answers anew. */
  | "rejoin"
  /** Sign the batch again with a fresh session. */
  | "reseal"
  /** One of them is at fault: send them one by one. */
  | "one_by_one"
  /** This one can never be accepted. */
  | "drop_first"
  /** The project takes no answers any more. */
  | "drop_all";

const OF_ONE_ANSWER = new Set([
  "unknown_task",
  "task_closed",
  "no_lease",
  "invalid_answer",
  "malformed",
  "too_large",
]);
const OF_THE_PROJECT = new Set(["project_closed", "deposit_spent", "not_invited", "unknown_project"]);
const PASSING = new Set(["chain_unreachable", "float_spent", "bond_spent", "operator_halted"]);

export function verdictOn(status: number, code: string, batchSize: number): Verdict {
  if (status >= 500 || status === 429 || PASSING.has(code)) return "again";
  if (code === "wrong_sequence" || code === "wrong_previous") return "rejoin";
  if (code === "bad_signature" || code === "wrong_session") return "reseal";
  if (OF_THE_PROJECT.has(code)) return "drop_all";
  if (OF_ONE_ANSWER.has(code)) return batchSize > 1 ? "one_by_one" : "drop_first";
  return "again";
}

/** Seconds to wait before attempt `attempt` (from 1): doubling to half a minute, with `jitter` in 0…1. */
export function backoff_s(attempt: number, jitter: number): number {
  return Math.min(30, 0.5 * 2 ** (attempt - 1)) * (0.75 + 0.5 * jitter);
}
