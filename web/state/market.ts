// What projects pay as measured, one's own answers to them, and what one said about them.

import { signal } from "@preact/signals";
import { now_s } from "../client/clock.ts";
import * as shapes from "../model/market_wire.ts";
import { ask, noteFailure } from "./line.ts";
import { call, signAppeal } from "./session.ts";
import { requireWallet } from "./wallet.ts";

export const market = signal<ReadonlyMap<number, shapes.MarketFacts>>(new Map());

const PAGE = 50;

export async function loadMarket(): Promise<void> {
  try {
    const found = await ask({ method: "GET", path: "/api/market" }, shapes.market);
    market.value = new Map(found.projects.map((facts) => [facts.project, facts]));
  } catch (error) {
    noteFailure(error);
  }
}

/** Own answers to a project, the newest first, older than `before`. */
export async function ownAnswers(project: number, before: number | null) {
  const query = `project=${project}&limit=${PAGE}${before === null ? "" : `&before=${before}`}`;
  const found = await call({ method: "GET", path: `/api/me/answers?${query}` }, shapes.ownAnswers);
  return { ...found, more: found.answers.length === PAGE };
}

/** Has others asked about an own answer; what came of it stands beside the answer. */
export async function appeal(project: number, { sequence, task }: shapes.OwnAnswer): Promise<shapes.OwnAppeal> {
  const time_s = now_s();
  const signature = await signAppeal({ project, labeler: requireWallet().address, task, time_s });
  const body = { sequence, time_s, signature };
  return call({ method: "POST", path: `/api/projects/${project}/appeals`, body }, shapes.ownAppeal);
}

export type About = "unlawful" | "harmful" | "personal_data" | "other";

export async function report(project: number, task: string | null, about: About, text: string): Promise<void> {
  const body = { about, text, task };
  await call({ method: "POST", path: `/api/projects/${project}/reports`, body }, () => null);
}
