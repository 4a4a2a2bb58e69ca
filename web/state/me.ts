// The labeler's account as the server states it, and the balance shown from it and the receipts.

import { computed, signal } from "@preact/signals";
import { read, write } from "../client/vault.ts";
import { payState, type PayState } from "../model/pay_state.ts";
import * as wire from "../model/wire.ts";
import { noteFailure } from "./line.ts";
import { sequenceOf } from "./outbox.ts";
import { serverForgot } from "./promises.ts";
import { poolName } from "./pool.ts";
import { promised } from "./receipts.ts";
import { call } from "./session.ts";
import { noteCredited } from "./standstill.ts";
import { requireWallet } from "./wallet.ts";

export const me = signal<wire.Me | null>(null);

/** Owed and not yet taken out: the larger of what receipts promise and what the server states. */
export const balance = computed(() => {
  const owed = Math.max(promised.value.owed, me.value?.owed ?? 0);
  return Math.max(0, owed - (me.value?.withdrawn ?? 0));
});

/** The account as it was last stated, for when there is no line. */
export function takeKeptMe(): void {
  me.value = read(keptName(), wire.me);
}

/** Returns whether the account could be read. */
export async function refreshMe(): Promise<boolean> {
  const before = promised.value;
  try {
    const stated = await call({ method: "GET", path: "/api/me" }, wire.me);
    me.value = stated;
    write(keptName(), stated);
    noteCredited(stated.credited);
    if (stated.owed < before.owed || stated.receipt_number < before.number)
      serverForgot("owed_less_than_promised", {
        promised: before,
        stated: { owed: stated.owed, number: stated.receipt_number },
      });
    return true;
  } catch (error) {
    noteFailure(error);
    return false;
  }
}

function keptName(): string {
  return poolName(`me/${requireWallet().address}`);
}

export function standingIn(project: number): wire.ProjectStanding | null {
  return me.value?.projects.find((standing) => standing.project === project) ?? null;
}

export function payStateIn(project: wire.Project): PayState {
  const standing = standingIn(project.project);
  const given = Math.max(standing?.answers ?? 0, sequenceOf(project.project));
  return payState(standing, given, project.minimum_answers);
}

/** Reads the account every few seconds while the page is looked at; returns how to stop. */
export function watchMe(every_ms: number): () => void {
  const timer = setInterval(() => {
    if (document.visibilityState === "visible") void refreshMe();
  }, every_ms);
  return () => clearInterval(timer);
}
