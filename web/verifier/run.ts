// From what was pasted to a verdict: the chain first, then the manifest, then the worker.

import { signal } from "@preact/signals";
import { Mismatch, NotHere } from "../audit/errors.ts";
import { bucketOf, readFacts, type Facts } from "../audit/facts.ts";
import { parseManifest } from "../audit/manifest.ts";
import { checkOffer } from "../audit/offer.ts";
import type { Counts } from "../audit/project.ts";
import type { Step } from "../audit/steps.ts";
import { nodeAt, NodeUnreachable } from "../client/rpc.ts";
import type { Address } from "../model/hex.ts";
import { choiceIn } from "./config.ts";
import type { Heard, Order } from "./messages.ts";
import type { Wanted } from "./shapes.ts";

export type State = "idle" | "running" | "agrees" | "agrees_partly" | "differs" | "failed" | "not_here" | "not_yet";

export interface Difference {
  readonly where: string;
  readonly what: string;
  readonly expected: string;
  readonly found: string;
}

export interface Source {
  readonly node: string;
  readonly store: string;
  readonly pool: Address;
  readonly chainId: number;
  readonly firstBlock: number;
}

export const state = signal<State>("idle");
export const progress = signal<ReadonlyMap<Step, { readonly done: number; readonly all: number }>>(new Map());
export const facts = signal<Facts | null>(null);
export const title = signal("");
/** Whether this project's answers are of the type that is scored here. */
export const scored = signal(true);
export const difference = signal<Difference | null>(null);
export const counts = signal<Counts | null>(null);
export const reason = signal("");

let worker: Worker | null = null;

export async function verify(wanted: Wanted, source: Source, signatures: number | null): Promise<void> {
  stop();
  state.value = "running";
  try {
    const pool = wanted.pool ?? source.pool;
    const { node, firstBlock } = source;
    const found = await readFacts(nodeAt(node), { pool, firstBlock, project: wanted.project });
    facts.value = found;
    if (wanted.chainId !== null && wanted.chainId !== found.chainId)
      throw new Mismatch(`project ${wanted.project}`, "chain", wanted.chainId, found.chainId);
    note("chain", 1, 1);
    begin(await order(found, source, signatures));
  } catch (error) {
    fail(error);
  }
}

async function order(found: Facts, { store }: Source, signatures: number | null): Promise<Order> {
  const bytes = await objectAt(`${store.replace(/\/$/, "")}/${bucketOf(found)}/${found.manifestHash}`);
  const { parsed: manifest } = parseManifest(bytes, found.manifestHash);
  title.value = manifest.title;
  if (manifest.privacy !== "public") throw new NotHere("private");
  // A preset without classes scores answers of other types.
  const choice = manifest.scoring.classes.length ? choiceIn(manifest.config) : null;
  scored.value = choice !== null;
  checkOffer(found, manifest, choice);
  note("manifest", 1, 1);
  return { facts: found, manifest, choice, store, signatures };
}

async function objectAt(url: string): Promise<Uint8Array> {
  const response = await fetch(url, { credentials: "omit", cache: "no-store" });
  if (!response.ok) throw new Error(`${url}: status ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

function begin(work: Order): void {
  worker = new Worker(document.getElementById("page")!.dataset["worker"]!, { type: "module" });
  worker.onmessage = ({ data }: MessageEvent<Heard>) => hear(data);
  worker.onerror = ({ message }) => fail(new Error(message));
  worker.postMessage(work);
}

function hear(heard: Heard): void {
  if (heard.kind === "progress") note(heard.step, heard.done, heard.all);
  else if (heard.kind === "agrees") {
    counts.value = heard.counts;
    const nothing = heard.counts.checkpoints === 0;
    state.value = nothing ? "not_yet" : heard.counts.scored ? "agrees" : "agrees_partly";
  } else if (heard.kind === "differs") {
    difference.value = heard;
    state.value = "differs";
  } else {
    reason.value = heard.why;
    state.value = "failed";
  }
}

function note(step: Step, done: number, all: number): void {
  progress.value = new Map(progress.value).set(step, { done, all });
}

function fail(error: unknown): void {
  if (error instanceof Mismatch) {
    const { where, what, expected, found } = error;
    difference.value = { where, what, expected: String(expected), found: String(found).slice(0, 400) };
    state.value = "differs";
    return;
  }
  reason.value = error instanceof NotHere ? error.message : String((error as Error).message);
  state.value = error instanceof NotHere ? "not_here" : "failed";
  if (!(error instanceof Error || error instanceof NodeUnreachable)) throw error;
}

export function stop(): void {
  worker?.terminate();
  worker = null;
  progress.value = new Map();
  facts.value = counts.value = difference.value = null;
  title.value = reason.value = "";
  scored.value = true;
  state.value = "idle";
}
