// What the server refused, in the person's own language.

import { Refused } from "../client/http.ts";
import { language, say, type Sentence } from "./say.ts";

/** Of these the server's own words, which are English, say what exactly and where, if it names no fault. */
const MORE_TO_SAY = new Set(["malformed", "invalid_answer", "conflict"]);
/** Faults of which ours say the kind alone. */
const IN_PART = new Set([
  "too_large",
  "invalid_attribute",
  "invalid_structure",
  "file_unreadable_file",
  "file_missing_field",
  "file_invalid_field",
]);
const MEGABYTE = 1024 * 1024;

type Details = Refused["details"];

/** One refusal in full: our words, and the server's after them where they say more. */
export function sayRefused({ code, message, details }: Refused): string {
  if (language === "en") return message;
  const fault = faultIn(details);
  const what = fault ?? say.refusal(code, message);
  const more = fault === null ? MORE_TO_SAY.has(code) : IN_PART.has(String(details["problem"]));
  return more ? say("refusal.in_full", { what, message }) : what;
}

/** The fault that the server names, and where it lies; null where it names none that we know. */
function faultIn(details: Details): string | null {
  const { problem, line, name } = details;
  const ofConfig = `refusal.config_${String(problem)}`;
  if (typeof line === "number" && say.knows(ofConfig))
    return say(ofConfig as Sentence, { line, name: textOf(name) });
  const ofTasks = `refusal.${String(problem)}`;
  if (typeof problem !== "string" || !say.knows(ofTasks)) return null;
  return placed(say(ofTasks as Sentence, valuesOf(details)), details);
}

function valuesOf({ key, project, control, most }: Details): Record<string, string | number> {
  const megabytes = typeof most === "number" ? Math.floor(most / MEGABYTE) : 0;
  return { key: textOf(key), project: textOf(project), control: textOf(control), megabytes };
}

/** Where it lies stands before it: file, line or task, field. */
function placed(fault: string, { file, line, task, field }: Details): string {
  const what = typeof field === "string" ? say("refusal.at_field", { field: field.replace(/^body\./, ""), what: fault }) : fault;
  if (typeof file !== "string") return what;
  if (typeof line === "number") return say("refusal.at_line", { file, n: line, what });
  return typeof task === "number" ? say("refusal.at_task", { file, n: task, what }) : say("refusal.at_file", { file, what });
}

function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** What went wrong with a request: a refusal in our words, anything else in its own. */
export function sayFailed(error: unknown): string {
  return error instanceof Refused ? sayRefused(error) : String((error as { message?: unknown } | null)?.message ?? error);
}
