// Answers on their way: stored before they are sent, kept until their receipts are.

import { signal } from "@preact/signals";
import { names, read, remove, stored, write } from "../client/vault.ts";
import { answerHash, append, chain, EMPTY_CHAIN, headOf, type ChainEnd, type Decision, type Link } from "../model/chain.ts";
import { chainEnd, outbox as shape, type Outbox } from "../model/kept.ts";
import { poolName } from "./pool.ts";
import { signAnswer } from "./session.ts";
import { requireWallet, wallet } from "./wallet.ts";

const LARGEST_BATCH = 20;
const EMPTY: Outbox = { links: [], sealed: null };

export const waiting = signal(0);

export function loadOutbox(): void {
  recount();
}

/** Projects with waiting answers. */
export function projectsWaiting(): number[] {
  return names(folder()).map((name) => Number(name.slice(folder().length)));
}

export function outboxOf(project: number): Outbox {
  return read(name(project), shape) ?? EMPTY;
}

/** Where the chain ends, waiting answers included. */
export function endOf(project: number): ChainEnd {
  const noted = read(endName(project), chainEnd) ?? EMPTY_CHAIN;
  const last = outboxOf(project).links.at(-1);
  if (!last || last.sequence === noted.sequence) return noted;
  return { sequence: last.sequence, head: headOf(project, requireWallet().address, last) };
}

/** How many answers there are, waiting ones included. */
export function sequenceOf(project: number): number {
  return outboxOf(project).links.at(-1)?.sequence ?? endOf(project).sequence;
}

/** Where the chain stands; what is noted of an answer that waits is its head. */
export function setEnd(project: number, end: ChainEnd): void {
  write(endName(project), end);
}

export function put(project: number, decision: Decision): void {
  const { links, sealed } = outboxOf(project);
  keep(project, { links: [...links, append(endOf(project), decision)], sealed });
  // The head of the new end takes a cheap phone a while: it is worked out once the answer is stored.
  void stored().catch(() => undefined).then(() => noteEnd(project));
}

function noteEnd(project: number): void {
  if (wallet.value && outboxOf(project).links.length) setEnd(project, endOf(project));
}

/** The newest answer, which may still be taken back: it stays here for a moment. */
let held: { readonly project: number; readonly sequence: number } | null = null;

export function hold(project: number): void {
  held = { project, sequence: sequenceOf(project) };
}

export function letGo(): void {
  held = null;
}

/** Projects with answers that may leave now. */
export function projectsToSend(): number[] {
  return projectsWaiting().filter((project) =>
    outboxOf(project).links.some((link) => !isHeld(project, link)),
  );
}

function isHeld(project: number, { sequence }: Link): boolean {
  return held?.project === project && held.sequence === sequence;
}

/** Takes the newest answer back, if it is to this task and has not left; returns whether it was. */
export function takeBack(project: number, task: string): boolean {
  const { links, sealed } = outboxOf(project);
  const last = links.at(-1);
  if (last?.task !== task || !isHeld(project, last)) return false;
  held = null;
  keep(project, { links: links.slice(0, -1), sealed });
  setEnd(project, { sequence: last.sequence - 1, head: last.previous });
  return true;
}

/** The next batch, signed once and from then on the same until it is taken off. */
export async function seal(
  project: number,
  largest = LARGEST_BATCH,
): Promise<{ links: readonly Link[]; signature: string } | null> {
  const { links, sealed } = outboxOf(project);
  if (sealed) return { links: links.slice(0, sealed.count), signature: sealed.signature };
  const batch = links.filter((link) => !isHeld(project, link)).slice(0, largest);
  if (!batch.length) return null;
  const { answer, salt, ...last } = batch.at(-1)!;
  const { address: labeler } = requireWallet();
  const signature = await signAnswer({ project, labeler, answer_hash: answerHash(salt, answer), ...last });
  // More may have come while it was signed; the first of them stay as they are.
  keep(project, { links: outboxOf(project).links, sealed: { count: batch.length, signature } });
  return { links: batch, signature };
}

export function unseal(project: number): void {
  keep(project, { links: outboxOf(project).links, sealed: null });
}

/** Takes off everything up to `sequence`, the receipts being kept. */
export function takeOff(project: number, sequence: number): void {
  noteEnd(project);
  keep(project, { links: outboxOf(project).links.filter((link) => link.sequence > sequence), sealed: null });
}

/** Gives up the first `count` and chains the rest to `end`. */
export function rechain(project: number, end: ChainEnd, count: number): void {
  const rest = outboxOf(project).links.slice(count);
  const anew = chain(project, requireWallet().address, end, rest);
  setEnd(project, anew.end);
  keep(project, { links: anew.links, sealed: null });
}

export function emptyOutbox(): void {
  for (const project of projectsWaiting()) remove(name(project));
  for (const end of names(endName(""))) remove(end);
  loadOutbox();
}

function keep(project: number, outbox: Outbox): void {
  if (outbox.links.length) write(name(project), outbox);
  else remove(name(project));
  // What is drawn anew because of it waits until the device has it.
  void stored().catch(() => undefined).then(recount);
}

function recount(): void {
  if (!wallet.value) return;
  waiting.value = projectsWaiting().reduce((sum, project) => sum + outboxOf(project).links.length, 0);
}

function folder(): string {
  return poolName(`outbox/${requireWallet().address}/`);
}

function endName(project: number | ""): string {
  return poolName(`ends/${requireWallet().address}/${project}`);
}

function name(project: number): string {
  return folder() + String(project);
}
