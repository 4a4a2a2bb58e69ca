// The consensus of protocol.md, section 7: the third implementation, beside the server's and the
// auditor's in Python, equal to the bit.

import * as common from "./crowd.ts";
import type { Consensus, Crowd, Matrix, Scoring } from "./crowd.ts";
import { weightLimits } from "./rings.ts";
import { log2Q16, ONE } from "./tables.ts";
import { clip, dotShifted, mulDiv, sumOf } from "./whole.ts";
import { oneCoin } from "./wide.ts";

/** A labeler's shrunk counts, and each row's total: their ratio is the chance of a label. */
interface Shrunk {
  readonly given: number[][];
  readonly totals: number[];
}

export function consensus(crowd: Crowd, scoring: Scoring): Consensus {
  if (crowd.classes > common.FULL_ROWS) return oneCoin(crowd, scoring);
  const limit = weightLimits(crowd);
  let gold: readonly number[] = crowd.gold;
  let posterior = common.clamp(common.voteShares(crowd, limit), gold);
  let evidence = common.firstEvidence(crowd, posterior);
  let tables: number[][][] = [];
  let [weight, logPrior]: [number[], number[]] = [[], []];
  let logs: number[][] = [];
  const passes = common.passCount(crowd, scoring);
  for (let pass = 0; pass < passes; pass++) {
    if (pass) evidence = posterior;
    const shrunk = confusion(countsOf(crowd, common.weighGold(evidence, gold)), scoring);
    const worth = weights(crowd, posterior, shrunk).map((one, w) => Math.min(one, limit[w]!));
    tables = shrunk.map((one, w) => logMatrix(one, worth[w]!));
    weight = weightsOfClasses(posterior, crowd.classes);
    logPrior = weight.map(log2Q16);
    logs = logPosterior(crowd, logPrior, tables);
    const free = logs.map(common.normalise);
    gold = pass ? common.believed(crowd, free) : crowd.gold;
    posterior = common.clamp(free, gold);
  }
  const prior = common.share(weight);
  return {
    posterior,
    prior,
    logPrior,
    evidence: (labeler, label, truth) => tables[labeler]![truth]![label]!,
    margin: margins(crowd, gold, logs, tables, prior),
    informative: common.informative(crowd, gold, limit),
    gold,
  };
}

/** One pseudo-task a class, and all posteriors. */
export function weightsOfClasses(posterior: Matrix, classes: number): number[] {
  const weight = Array<number>(classes).fill(ONE);
  for (const row of posterior) row.forEach((part, truth) => (weight[truth]! += part));
  return weight;
}

function countsOf(crowd: Crowd, evidence: Matrix): number[][][] {
  const counts = Array.from({ length: crowd.labelers }, () => common.zeros(crowd.classes, crowd.classes));
  crowd.task.forEach((task, i) => {
    const [rows, label] = [counts[crowd.labeler[i]!]!, crowd.label[i]!];
    evidence[task]!.forEach((part, truth) => (rows[truth]![label]! += part));
  });
  return counts;
}

function confusion(counts: readonly number[][][], scoring: Scoring): Shrunk[] {
  const habits = counts.map((rows) => habit(rows, scoring));
  const known = knowledge(counts, habits, scoring);
  return counts.map((rows, w) => shrunk(rows, habits[w]!, known[w]!, scoring));
}

function shrunk(rows: Matrix, habits: readonly number[], knows: number, scoring: Scoring): Shrunk {
  const pseudo = scoring.labeler_pseudo_answers;
  const byHabit = habits.map((often) => Math.floor(((ONE - knows) * often) / ONE));
  const given = rows.map((row, truth) =>
    row.map((count, label) => count + pseudo * Math.max(byHabit[label]! + (label === truth ? knows : 0), 1)),
  );
  return { given, totals: rows.map((row) => sumOf(row) + pseudo * ONE) };
}

/** h(l) = (all l given + c / K) / (all given + c), Q16. */
function habit(rows: Matrix, scoring: Scoring): number[] {
  const pseudo = scoring.crowd_pseudo_answers;
  const total = rows.reduce((sum, row) => sum + sumOf(row), 0) + pseudo * ONE;
  const more = Math.floor((pseudo * ONE * ONE) / rows.length);
  return rows.map((_, label) => {
    const column = rows.reduce((sum, row) => sum + row[label]!, 0);
    return mulDiv(column, ONE, total, more);
  });
}

/** How much more often than by habit a labeler is right, of what is possible, Q16. */
function knowledge(counts: readonly number[][][], habits: Matrix, scoring: Scoring): number[] {
  const over: number[] = [];
  const possible: number[] = [];
  counts.forEach((rows, w) => {
    const sums = rows.map(sumOf);
    const chance = dotShifted(sums, habits[w]!);
    over.push(rows.reduce((sum, row, truth) => sum + row[truth]!, 0) - chance);
    possible.push(sumOf(sums) - chance);
  });
  const pseudo = scoring.crowd_pseudo_answers;
  const mean = clip(mulDiv(sumOf(over), ONE, Math.max(sumOf(possible), 1)), 0, ONE);
  return over.map((good, w) =>
    clip(mulDiv(good + pseudo * mean, ONE, possible[w]! + pseudo * ONE), 0, ONE - 1),
  );
}

/** 1 / max(1, 1 + dependence) of each labeler, Q16. */
function weights(crowd: Crowd, posterior: Matrix, shrunken: readonly Shrunk[]): number[] {
  const likeliest = posterior.map((row) => row.indexOf(Math.max(...row)));
  const expected = shrunken.map(({ given, totals }) =>
    given.map((row, truth) => row.map((count) => mulDiv(count, 256, totals[truth]!))),
  );
  const surprises = crowd.task.map((task, i) => {
    const surprise = expected[crowd.labeler[i]!]![likeliest[task]!]!.map((part) => -part);
    surprise[crowd.label[i]!]! += 256;
    return surprise;
  });
  const together = common.zeros(crowd.tasks, crowd.classes);
  crowd.task.forEach((task, i) => surprises[i]!.forEach((part, k) => (together[task]![k]! += part)));
  const joint = Array<number>(crowd.labelers).fill(0);
  const own = Array<number>(crowd.labelers).fill(0);
  crowd.task.forEach((task, i) => {
    const w = crowd.labeler[i]!;
    surprises[i]!.forEach((part, k) => {
      joint[w]! += part * (together[task]![k]! - part);
      own[w]! += part * part;
    });
  });
  return common.worths(joint, own);
}

/** Weight × (log2 of count − log2 of total), Q16, floored. */
function logMatrix({ given, totals }: Shrunk, weight: number): number[][] {
  return given.map((row, truth) => {
    const log = log2Q16(totals[truth]!);
    return row.map((count) => Math.floor(((log2Q16(count) - log) * weight) / ONE));
  });
}

function logPosterior(crowd: Crowd, logPrior: readonly number[], tables: number[][][]): number[][] {
  const logs = Array.from({ length: crowd.tasks }, () => [...logPrior]);
  crowd.task.forEach((task, i) => {
    const label = crowd.label[i]!;
    tables[crowd.labeler[i]!]!.forEach((row, truth) => (logs[task]![truth]! += row[label]!));
  });
  return logs;
}

/** q(l) − π(l) of each answer, Q16; on gold q is 1 for the truth and 0 for the rest. */
function margins(
  crowd: Crowd,
  gold: readonly number[],
  logs: Matrix,
  tables: number[][][],
  prior: readonly number[],
): number[] {
  return crowd.task.map((task, i) => {
    const [label, table] = [crowd.label[i]!, tables[crowd.labeler[i]!]!];
    if (gold[task]! >= 0) return (gold[task] === label ? ONE : 0) - prior[label]!;
    const rest = logs[task]!.map((log, truth) => log - table[truth]![label]!);
    return common.normalise(rest)[label]! - prior[label]!;
  });
}
