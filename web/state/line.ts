// Whether the server can be reached, as far as the last request could tell, and whether it takes answers.

import { computed, signal } from "@preact/signals";
import { Refused, send, Unreachable, type Request } from "../client/http.ts";
import { Malformed, type Shape } from "../model/shape.ts";

export type Line = "fine" | "offline" | "no_server" | "not_understood";

const reached = signal<Exclude<Line, "not_understood">>("fine");

/** What was asked for and not understood. Other answers, however good, do not mend it. */
const misunderstood = signal<ReadonlySet<string>>(new Set());

export const line = computed<Line>(() =>
  reached.value === "fine" && misunderstood.value.size ? "not_understood" : reached.value,
);

/** Why waiting answers are refused for now, by a server that can be reached. */
export const pause = signal<"chain_down" | "busy" | null>(null);

/** Records how a request failed; returns whether the same request may work later. */
export function noteFailure(error: unknown): boolean {
  if (!(error instanceof Unreachable || error instanceof Malformed || error instanceof Refused)) throw error;
  if (error instanceof Unreachable) reached.value = navigator.onLine ? "no_server" : "offline";
  else reached.value = "fine";
  if (error instanceof Malformed) misunderstood.value = new Set([...misunderstood.value, error.whole]);
  return !(error instanceof Refused && error.status < 500);
}

/** One request; notes that its answer came and was understood. Failures are noted by whoever asked. */
export async function ask<T>(request: Request, shape: Shape<T>): Promise<T> {
  const content = await send(request, shape);
  noteSuccess(request.path);
  return content;
}

/** Records that the answer to what was asked for at `path` came and was understood. */
export function noteSuccess(path: string): void {
  reached.value = "fine";
  const [asked] = path.split("?");
  if (misunderstood.value.has(asked!))
    misunderstood.value = new Set([...misunderstood.value].filter((one) => one !== asked));
}
