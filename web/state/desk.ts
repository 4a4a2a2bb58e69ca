// The desk: tasks at hand, the one looked at, and what has been chosen for it.

import { batch, computed, effect, signal } from "@preact/signals";
import { keepPicture } from "../client/ahead.ts";
import { now_s, sleep } from "../client/clock.ts";
import { Refused } from "../client/http.ts";
import { stored } from "../client/vault.ts";
import type { Json } from "../model/canonical.ts";
import { toHex } from "../model/hex.ts";
import {
  CannotShow,
  choose,
  isPlain,
  mediaIn,
  nextControl,
  resultOf,
  shownIn,
  type Draft,
  type Shown,
} from "../model/tasks.ts";
import * as wire from "../model/wire.ts";
import { isGood, keepAtHand, keptAtHand } from "./at_hand.ts";
import { noteFailure } from "./line.ts";
import { balance, refreshMe } from "./me.ts";
import { hold, letGo, outboxOf, put, takeBack } from "./outbox.ts";
import { keptProject, loadProject } from "./projects.ts";
import { joinProject, sendWaiting } from "./sending.ts";
import { call } from "./session.ts";

export type DeskState = "opening" | "working" | "empty" | "closed";

export const state = signal<DeskState>("opening");
export const project = signal<wire.Project | null>(null);
export const draft = signal<Draft>(new Map());
export const answered = signal(0);
/** Whether new tasks go first to others whose answers say more. */
export const resting = signal(false);
export const closedBecause = signal<Refused | null>(null);

/** So many tasks outlast a minute without a line. */
const AT_HAND = 16;
const REFILL_BELOW = 10;
const LOOK_AGAIN_S = 10;
const LAPSE_EVERY_MS = 5000;

/** So long an answer can be taken back, unless another follows. */
const HOLD_MS = 2500;

/** So long the next task waits for the device to have the answer: a slow one does not hold it up. */
const STORED_WITHIN_S = 0.05;

/** The task whose answer can still be taken back. */
export const takeable = signal<wire.Lease | null>(null);

const queue = signal<readonly wire.Lease[]>([]);
const startBalance = signal(0);
const done = new Set<string>();
let holding: ReturnType<typeof setTimeout> | undefined;
/** The visit that tasks are fetched for, one at a time; who left an empty desk still looks again for a while. */
let filling = 0;
let opened = 0;
/** The task whose answer is being stored: still before the eyes, but not to be answered again. */
let leaving: string | null = null;
/** Who hears answers that are only tried out. */
let hearing: ((answer: Json) => void) | null = null;

effect(() => {
  if (!project.value || state.value === "opening") return;
  keepAtHand(project.value.project, queue.value);
  keepPicture(queue.value[0] ? (picturesOf(queue.value[0])[0] ?? null) : null);
});

export const gained = computed(() => Math.max(0, balance.value - startBalance.value));
export const current = computed(() => queue.value[0] ?? null);

/** What the current task shows; null when it cannot be shown safely. */
export const shown = computed<readonly Shown[] | null>(() => {
  if (!project.value || !current.value || !isPlain(project.value)) return null;
  try {
    return shownIn(project.value, current.value);
  } catch (error) {
    if (error instanceof CannotShow) return null;
    throw error;
  }
});

export const asking = computed(() =>
  project.value ? nextControl(project.value.controls, draft.value) : null,
);

/** Sits down at a project; returns how to leave it. */
export function openDesk(number: number): () => void {
  const visit = ++opened;
  void begin(number, visit);
  const lapses = setInterval(letLapse, LAPSE_EVERY_MS);
  addEventListener("visibilitychange", sendHeld);
  return () => {
    removeEventListener("visibilitychange", sendHeld);
    clearInterval(lapses);
    opened++;
    sendHeld();
    clear();
  };
}

/** Lays out one task to look at; what would be sent goes to `hear` and nowhere else. */
export function tryOut(tried: wire.Project, lease: wire.Lease, hear: (answer: Json) => void): () => void {
  clear();
  opened++;
  hearing = hear;
  batch(() => {
    project.value = tried;
    queue.value = [lease];
  });
  return () => {
    hearing = null;
    clear();
  };
}

function clear(): void {
  batch(() => {
    project.value = null;
    queue.value = [];
    draft.value = new Map();
    answered.value = 0;
    closedBecause.value = null;
    state.value = "opening";
  });
  done.clear();
}

/** Resolves once the answer is on its way, where this was all that was missing of it. */
export async function pick(value: string): Promise<void> {
  const control = asking.value;
  if (!control || !project.value || !current.value) return;
  const { controls } = project.value;
  const chosen = choose(draft.value, control, value);
  if (nextControl(controls, chosen)) draft.value = chosen;
  else await submit(resultOf(controls, chosen));
}

export function skip(reason: string): void {
  const task = current.value?.task;
  const number = project.value?.project;
  if (!task || !number || task === leaving) return;
  setAside(task);
  const request = { method: "POST", path: `/api/projects/${number}/skips`, body: { task, reason } } as const;
  void call(request, () => null).catch(noteFailure);
}

/** Puts the current task's answer into the outbox, and goes on to the next. */
export async function submit(answer: Json): Promise<void> {
  if (!project.value || !current.value || current.value.task === leaving) return;
  if (hearing) {
    draft.value = new Map();
    hearing(answer);
    return;
  }
  const lease = current.value;
  const salt = toHex(crypto.getRandomValues(new Uint8Array(16)));
  const { project: number } = project.value;
  leaving = lease.task;
  put(number, { task: lease.task, answer, salt, time_s: now_s() });
  hold(number);
  clearTimeout(holding);
  holding = setTimeout(sendHeld, HOLD_MS);
  await goOn(lease, opened);
}

/**
 * Goes on once the answer is stored. Drawing the next task takes a cheap phone longer than storing does, and
 * what the device says is heard only when it is done: so it comes second.
 */
async function goOn(lease: wire.Lease, visit: number): Promise<void> {
  await Promise.race([stored().catch(() => undefined), sleep(STORED_WITHIN_S)]);
  leaving = null;
  if (opened !== visit) return;
  batch(() => {
    answered.value++;
    if (holding) takeable.value = lease;
    setAside(lease.task);
  });
  // Those before it leave at once.
  void sendWaiting();
}

/** Brings the last answer's task back to be answered again, if the answer has not left. */
export function takeLastBack(): void {
  const lease = takeable.value;
  takeable.value = null;
  if (!lease || !project.value || !takeBack(project.value.project, lease.task)) return;
  done.delete(lease.task);
  batch(() => {
    answered.value--;
    draft.value = new Map();
    queue.value = [lease, ...queue.value];
    state.value = "working";
  });
}

function sendHeld(): void {
  clearTimeout(holding);
  holding = undefined;
  takeable.value = null;
  letGo();
  void sendWaiting();
}

function setAside(task: string): void {
  done.add(task);
  keepOnDesk((lease) => lease.task !== task);
}

/** Tasks that are about to fall back to others leave the desk. */
function letLapse(): void {
  if (state.value === "working") keepOnDesk(isGood);
}

function keepOnDesk(stays: (lease: wire.Lease) => boolean): void {
  const kept = queue.value.filter(stays);
  if (kept.length === queue.value.length) return;
  batch(() => {
    if (kept[0] !== queue.value[0]) draft.value = new Map();
    queue.value = kept;
  });
  if (kept.length < REFILL_BELOW) void fill(opened);
}

/** What was at hand before is there at once; the server is asked all the same. */
function takeUp(number: number): void {
  const known = keptProject(number);
  const leases = known ? keptAtHand(number) : [];
  if (!known || !leases.length) return;
  batch(() => {
    startBalance.value = balance.value;
    project.value = known;
    queue.value = leases;
    state.value = "working";
  });
}

async function begin(number: number, visit: number): Promise<void> {
  takeUp(number);
  for (let joined = false; opened === visit && !joined;) {
    try {
      const [loaded] = await Promise.all([loadProject(number), joinProject(number), refreshMe()]);
      if (opened !== visit) return;
      if (!project.value) startBalance.value = balance.value;
      project.value = loaded;
      joined = true;
    } catch (error) {
      if (!mayRecover(error)) return;
      await sleep(2);
    }
  }
  void sendWaiting();
  void fill(visit);
}

/** Keeps tasks at hand; looks again from time to time when there are none. */
async function fill(visit: number): Promise<void> {
  if (filling === visit || !project.value) return;
  filling = visit;
  try {
    do {
      if (queue.value.length === 0 && state.value !== "opening")
        await sleep(state.value === "empty" ? LOOK_AGAIN_S : 0);
      if (opened !== visit) return;
      await fetchLeases(project.value.project, visit);
    } while (opened === visit && queue.value.length === 0 && state.value !== "closed");
  } finally {
    if (filling === visit) filling = 0;
  }
}

async function fetchLeases(number: number, visit: number): Promise<void> {
  const count = Math.min(50, AT_HAND + outboxOf(number).links.length);
  try {
    const given = await call(
      { method: "POST", path: `/api/projects/${number}/leases`, body: { count } },
      wire.leaseList,
    );
    if (opened !== visit) return;
    resting.value = given.resting;
    lay(given.leases);
  } catch (error) {
    if (mayRecover(error)) await sleep(2);
  }
}

function lay(leases: readonly wire.Lease[]): void {
  const waiting = outboxOf(project.value!.project).links;
  const known = new Set([...queue.value, ...waiting].map(({ task }) => task));
  const fresh = leases.filter(({ task }) => !known.has(task) && !done.has(task));
  queue.value = [...queue.value, ...fresh];
  state.value = queue.value.length ? "working" : "empty";
  for (const source of fresh.flatMap(picturesOf)) new Image().src = source;
}

function picturesOf(lease: wire.Lease): string[] {
  const { project: number, face } = project.value!;
  try {
    return face.objects
      .filter(({ kind }) => kind === "image")
      .map(({ field }) => mediaIn(number, String(lease.data[field])));
  } catch (error) {
    if (!(error instanceof CannotShow)) throw error;
    return [];
  }
}

function mayRecover(error: unknown): boolean {
  if (noteFailure(error)) return true;
  if (error instanceof Refused) {
    closedBecause.value = error;
    state.value = "closed";
  }
  return false;
}
