// The checks run here, off the page's own thread.

import { Mismatch } from "../audit/errors.ts";
import { bucketOf } from "../audit/facts.ts";
import { audit } from "../audit/project.ts";
import type { Step } from "../audit/steps.ts";
import type { Heard, Order } from "./messages.ts";

const TELL_EVERY_MS = 60;

const told = new Map<Step, number>();

self.onmessage = ({ data }: MessageEvent<Order>) => {
  void run(data);
};

async function run({ store, signatures, ...order }: Order): Promise<void> {
  const base = `${store.replace(/\/$/, "")}/${bucketOf(order.facts)}`;
  try {
    const fetchObject = (name: string) => fetched(`${base}/${name}`);
    const counts = await audit({ ...order, signatures: signatures ?? Infinity, fetchObject, tell });
    say({ kind: "agrees", counts });
  } catch (error) {
    say(failure(error));
  }
}

/** Not every row is news: a page that is told less often stays quick. */
function tell(step: Step, done: number, all: number): void {
  const now = performance.now();
  if (done < all && now - (told.get(step) ?? -Infinity) < TELL_EVERY_MS) return;
  told.set(step, now);
  say({ kind: "progress", step, done, all });
}

async function fetched(url: string): Promise<Uint8Array | null> {
  const response = await fetch(url, { credentials: "omit", cache: "no-store" });
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(`${url}: status ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

function failure(error: unknown): Heard {
  if (!(error instanceof Mismatch)) return { kind: "failed", why: String(error) };
  const { where, what, expected, found } = error;
  return { kind: "differs", where, what, expected: String(expected), found: String(found).slice(0, 400) };
}

function say(heard: Heard): void {
  self.postMessage(heard);
}
