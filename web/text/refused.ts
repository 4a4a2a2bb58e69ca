// What the server refused, in the person's own language.

import { Refused } from "../client/http.ts";
import { language, say, type Sentence } from "./say.ts";

/** Of these the server's own words, which are English, say what exactly and where. */
const MORE_TO_SAY = new Set(["malformed", "invalid_answer", "conflict", "forbidden", "too_large", "storage_failed"]);

/** One refusal in full: our words for its code, and the server's after them where they say more. */
export function sayRefused({ code, message, details }: Refused): string {
  if (language === "en") return message;
  const { line, problem } = details;
  const ofConfig = `refusal.config_${String(problem)}`;
  const what =
    typeof line === "number" && say.knows(ofConfig)
      ? say(ofConfig as Sentence, { line })
      : say.refusal(code, message);
  return MORE_TO_SAY.has(code) ? say("refusal.in_full", { what, message }) : what;
}

/** What went wrong with a request: a refusal in our words, anything else in its own. */
export function sayFailed(error: unknown): string {
  return error instanceof Refused ? sayRefused(error) : String((error as { message?: unknown } | null)?.message ?? error);
}
