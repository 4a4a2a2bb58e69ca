// A crowd's answers by number, and what every step of the consensus shares.

import { clip, mulDiv, sumOf } from "./whole.ts";
import { ONE, powerQ30 } from "./tables.ts";

export interface Scoring {
  readonly classes: readonly string[];
  readonly passes: number;
  readonly labeler_pseudo_answers: number;
  readonly crowd_pseudo_answers: number;
  readonly deduction_percent: number;
  readonly full_pay_score_percent: number;
  readonly minimum_answers: number;
  readonly carry_over_answers: number;
  readonly credit_line_percent: number;
  readonly version: number;
}

/** Row i says that `labeler[i]` gave `label[i]` for `task[i]`; gold is −1 where unknown. */
export interface Crowd {
  readonly tasks: number;
  readonly labelers: number;
  readonly classes: number;
  readonly task: readonly number[];
  readonly labeler: readonly number[];
  readonly label: readonly number[];
  readonly gold: readonly number[];
  /** How many of the last labelers are models. */
  readonly models: number;
}

/** What the last pass left. */
export interface Consensus {
  readonly posterior: Matrix;
  readonly prior: readonly number[];
  readonly logPrior: readonly number[];
  /** What an answer adds to the logarithm of a class's weight. */
  readonly evidence: (labeler: number, label: number, truth: number) => number;
  readonly margin: readonly number[];
  readonly informative: readonly boolean[];
  /** The gold that is believed. */
  readonly gold: readonly number[];
}

export type Matrix = readonly (readonly number[])[];

export const FULL_ROWS = 32;
export const ENOUGH_GOLD_TASKS = 10;
const ENOUGH_TO_CONTEST = 20;
export const GOLD_WEIGHT = 4;
const DEPENDENCE_PSEUDO_ANSWERS = 20;
const PASSES_WITHOUT_GOLD = 3;
const GOLD_DOUBT = 16;
const GOLD_DOUBT_ANSWERS = 3;

/** Weights as shares in Q16, floored, the remainder given to the first largest. */
export function share(weights: readonly number[]): number[] {
  const total = sumOf(weights);
  const shares = weights.map((weight) => Math.floor((weight * ONE) / total));
  const largest = weights.indexOf(Math.max(...weights));
  shares[largest]! += ONE - sumOf(shares);
  return shares;
}

/** 2^logs (Q16) as shares in Q16 that sum to exactly 65536. */
export function normalise(logs: readonly number[]): number[] {
  const largest = Math.max(...logs);
  return share(logs.map((log) => powerQ30(largest - log)));
}

/** Whether the plain majority contradicts more than half of at least 20 gold tasks. */
export function contested({ tasks, classes, task, label, gold, labeler, labelers, models }: Crowd): boolean {
  const votes = zeros(tasks, classes);
  task.forEach((place, i) => (votes[place]![label[i]!]! += labeler[i]! < labelers - models ? 1 : 0));
  const known = votes.flatMap((row, place) =>
    gold[place]! >= 0 && row.some(Boolean) ? [row[gold[place]!]! < Math.max(...row)] : [],
  );
  return known.length >= ENOUGH_TO_CONTEST && 2 * known.filter(Boolean).length > known.length;
}

export function passCount(crowd: Crowd, scoring: Scoring): number {
  const anchored = crowd.task.some((task) => crowd.gold[task]! >= 0);
  return anchored ? scoring.passes : Math.min(scoring.passes, PASSES_WITHOUT_GOLD);
}

export function voteShares(crowd: Crowd, limit: readonly number[]): Matrix {
  const votes = zeros(crowd.tasks, crowd.classes);
  crowd.task.forEach((task, i) => (votes[task]![crowd.label[i]!]! += limit[crowd.labeler[i]!]!));
  return votes.map((row) => share(row.some(Boolean) ? row : row.map(() => 1)));
}

/** What first skills are counted from: gold alone if there is enough, else all. */
export function firstEvidence(crowd: Crowd, posterior: Matrix): Matrix {
  const answered = new Set(crowd.task.filter((task) => crowd.gold[task]! >= 0));
  if (answered.size < ENOUGH_GOLD_TASKS) return posterior;
  const nothing = Array<number>(crowd.classes).fill(0);
  return posterior.map((row, task) => (crowd.gold[task]! >= 0 ? row : nothing));
}

export function weighGold(evidence: Matrix, gold: readonly number[]): Matrix {
  return evidence.map((row, task) => (gold[task]! >= 0 ? row.map((part) => GOLD_WEIGHT * part) : row));
}

export function clamp(posterior: Matrix, gold: readonly number[]): Matrix {
  return posterior.map((row, task) =>
    gold[task]! >= 0 ? row.map((_, truth) => (gold[task] === truth ? ONE : 0)) : row,
  );
}

/** The gold, −1 where the task's answers leave it less than its doubt allows. */
export function believed(crowd: Crowd, free: Matrix): number[] {
  const counted = Array<number>(crowd.tasks).fill(0);
  for (const task of crowd.task) counted[task]!++;
  return crowd.gold.map((known, task) => {
    const doubted =
      known >= 0 && counted[task]! >= GOLD_DOUBT_ANSWERS && free[task]![known]! * GOLD_DOUBT < ONE;
    return doubted ? -1 : known;
  });
}

export function informative(crowd: Crowd, gold: readonly number[], limit: readonly number[]): boolean[] {
  const answered = Array<number>(crowd.tasks).fill(0);
  crowd.task.forEach((task, i) => (answered[task]! += limit[crowd.labeler[i]!]! > 0 ? 1 : 0));
  return crowd.task.map((task) => gold[task]! >= 0 || answered[task]! > 1);
}

export function shrunkSkills(
  right: readonly number[],
  answered: readonly number[],
  scoring: Scoring,
): number[] {
  const pseudo = scoring.crowd_pseudo_answers;
  const mean = mulDiv(sumOf(right), ONE, Math.max(sumOf(answered), 1));
  return right.map((good, w) =>
    clip(mulDiv(good + pseudo * mean, ONE, answered[w]! + pseudo * ONE), 1, ONE - 1),
  );
}

/** 1 / max(1, 1 + dependence), Q16, dependence shrunk to the crowd's. */
export function worths(joint: readonly number[], own: readonly number[]): number[] {
  const least = own.map((alone) => alone + DEPENDENCE_PSEUDO_ANSWERS * ONE);
  const mean = mulDiv(sumOf(joint), ONE, Math.max(sumOf(least), 1));
  return least.map((part, w) =>
    mulDiv(part, ONE, part + Math.max(joint[w]! + DEPENDENCE_PSEUDO_ANSWERS * mean, 0)),
  );
}

export function zeros(rows: number, columns: number): number[][] {
  return Array.from({ length: rows }, () => Array<number>(columns).fill(0));
}
