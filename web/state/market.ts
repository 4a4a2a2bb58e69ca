// What projects pay as measured, one's own answers to them, and what one said about them.

import { signal } from "@preact/signals";
import * as shapes from "../model/market_wire.ts";
import { ask, noteFailure } from "./line.ts";
import { call } from "./session.ts";

export const market = signal<ReadonlyMap<number, shapes.MarketFacts>>(new Map());

export const ownCases = signal<readonly shapes.Case[]>([]);

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

export async function loadCases(): Promise<void> {
  ownCases.value = (await call({ method: "GET", path: "/api/me/cases" }, shapes.cases)).cases;
}

export function appealOf(project: number, sequence: number): shapes.Case | null {
  return ownCases.value.find((one) => one.project === project && one.sequence === sequence) ?? null;
}

export async function appeal(project: number, sequence: number, text: string): Promise<void> {
  await call({ method: "POST", path: `/api/projects/${project}/appeals`, body: { sequence, text } }, () => null);
  await loadCases();
}

export type About = "unlawful" | "harmful" | "personal_data" | "other";

export async function report(project: number, task: string | null, about: About, text: string): Promise<void> {
  const body = { about, text, task };
  await call({ method: "POST", path: `/api/projects/${project}/reports`, body }, () => null);
}
