// Whether the server can be reached, as far as the last request could tell, and whether it takes answers.

import { signal } from "@preact/signals";
import { Refused, Unreachable } from "../client/http.ts";
import { Malformed } from "../model/shape.ts";

export type Line = "fine" | "offline" | "no_server" | "not_understood";

export const line = signal<Line>("fine");

/** Why waiting answers are refused for now, by a server that can be reached. */
export const pause = signal<"chain_down" | "busy" | null>(null);

/** Records how a request failed; returns whether the same request may work later. */
export function noteFailure(error: unknown): boolean {
  if (!(error instanceof Unreachable || error instanceof Malformed || error instanceof Refused)) throw error;
  if (error instanceof Unreachable) line.value = navigator.onLine ? "no_server" : "offline";
  else line.value = error instanceof Malformed ? "not_understood" : "fine";
  return !(error instanceof Refused && error.status < 500);
}

export function noteSuccess(): void {
  line.value = "fine";
}
