// Said before anything is paid for: a plan by which nobody could earn anything.

import { say } from "../../text/say.ts";
import { draft, type Draft } from "./draft.ts";

/** Judged answers at which a labeler's rate begins; nobody has more answers in a project than it has tasks. */
export const FEWEST_TASKS = 10;

export function Unpaid() {
  const why = unpaidBecause(draft.value);
  if (!why) return null;
  return (
    <p class="notice_line warns" role="status">
      {say(`price.unpaid_${why}`, { n: FEWEST_TASKS })}
    </p>
  );
}

/** Too few tasks for anybody's rate, or answers that nothing can be compared with. */
export function unpaidBecause({ tasks, gold, maximum }: Draft): "few" | "alone" | null {
  if (tasks.length < FEWEST_TASKS) return "few";
  return maximum < 2 && gold.length === 0 ? "alone" : null;
}
