// A labeler's sums over closed answers, and the score, rate and amount that follow from them.

import type { Consensus, Crowd, Scoring } from "./crowd.ts";
import { ONE } from "./tables.ts";
import { floorDiv } from "./whole.ts";

export const FULL_RATE = 32;

export interface Tally {
  answers: number;
  informative: number;
  margin: number;
  marginSquared: number;
  chanceVariance: number;
}

/** Answers on gold that is believed, and the right ones of them. */
export interface GoldRecord {
  answered: number;
  right: number;
}

export function tallies(crowd: Crowd, found: Consensus): Tally[] {
  const all = Array.from({ length: crowd.labelers }, (): Tally => {
    return { answers: 0, informative: 0, margin: 0, marginSquared: 0, chanceVariance: 0 };
  });
  crowd.labeler.forEach((w, i) => {
    const tally = all[w]!;
    tally.answers++;
    if (!found.informative[i]) return;
    const [margin, part] = [found.margin[i]!, found.prior[crowd.label[i]!]!];
    tally.informative++;
    tally.margin += margin;
    tally.marginSquared += margin * margin;
    tally.chanceVariance += part * (ONE - part);
  });
  return all;
}

export function scoreOf({ margin, informative }: Tally, spread: number): bigint {
  return spread ? floorDiv(BigInt(margin) << 32n, BigInt(informative) * BigInt(spread)) : 0n;
}

/** floor(32 × clip((s̄ − z²·v/(m·s̄)) / full-pay score, 0, 1)); null while not yet known. */
export function rateOf(tally: Tally, spread: number, scoring: Scoring): number | null {
  if (tally.answers < scoring.minimum_answers || !tally.informative) return null;
  if (!spread || tally.margin <= 0) return 0;
  const [margin, m] = [BigInt(tally.margin), BigInt(tally.informative)];
  const noise = BigInt(scoring.deduction_percent) ** 2n * varianceSum(tally);
  const over = ((10_000n * margin * margin - noise) * BigInt(FULL_RATE)) << 16n;
  const full = 100n * margin * m * BigInt(spread) * BigInt(scoring.full_pay_score_percent);
  const rate = floorDiv(over, full);
  return rate < 0n ? 0 : rate > BigInt(FULL_RATE) ? FULL_RATE : Number(rate);
}

/** m × v of margins, Q32, rounded up. */
function varianceSum({ informative, margin, marginSquared, chanceVariance }: Tally): bigint {
  const floor = BigInt(chanceVariance);
  if (informative < 2) return floor;
  const m = BigInt(informative);
  const deviation = m * BigInt(marginSquared) - BigInt(margin) ** 2n;
  const variance = -floorDiv(-deviation, m - 1n);
  return variance > floor ? variance : floor;
}

export function earnedDown(price: number, answers: number, rate32: number): number {
  return Number((BigInt(price) * BigInt(answers) * BigInt(rate32)) / BigInt(FULL_RATE));
}

/** By labeler. */
export function goldRecord(crowd: Crowd, found: Consensus): GoldRecord[] {
  const record = Array.from({ length: crowd.labelers }, (): GoldRecord => ({ answered: 0, right: 0 }));
  crowd.task.forEach((task, i) => {
    const known = found.gold[task]!;
    if (known < 0) return;
    record[crowd.labeler[i]!]!.answered++;
    if (known === crowd.label[i]) record[crowd.labeler[i]!]!.right++;
  });
  return record;
}
