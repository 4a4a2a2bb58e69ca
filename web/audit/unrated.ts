// What labelers without a rate earn at the close: parts, by merit, of what all their answers are
// worth together. One of them alone cannot be told from luck; all of them can.

import type { Scoring } from "./crowd.ts";
import { earnedDown, FULL_RATE, rateOf, type GoldRecord, type Tally } from "./rate.ts";
import { mulDiv } from "./whole.ts";

/** What each earns; null for those who have a rate. */
export function carriedOver(
  { price, scoring }: { readonly price: number; readonly scoring: Scoring },
  sums: readonly Tally[],
  rates: readonly (number | null)[],
  gold: readonly GoldRecord[],
  spread: number,
): (number | null)[] {
  const rated = sums.filter((_, w) => rates[w] !== null);
  if (!rated.length) return rates.map(() => 0);
  const unrated = sums.filter((_, w) => rates[w] === null);
  const everything = together([...unrated, ofSize(together(rated), scoring.minimum_answers)]);
  const rate = Math.min(rateOf(everything, spread, scoring) ?? 0, meanOf(sums, rates));
  const parts = sums.map((tally, w) => {
    if (rates[w] !== null) return null;
    const answers = Math.min(tally.answers, scoring.carry_over_answers);
    const { margin, informative } = tally.informative ? tally : everything;
    const failed = 2 * gold[w]!.right < gold[w]!.answered;
    return { answers, merit: failed ? 0 : mulDiv(Math.max(margin, 0), answers, informative) };
  });
  const [answers, merit] = ["answers", "merit"].map((of) =>
    parts.reduce((sum, part) => sum + (part?.[of as "answers" | "merit"] ?? 0), 0),
  );
  const pot = (BigInt(price) * BigInt(answers!) * BigInt(rate)) / BigInt(FULL_RATE);
  return parts.map((part) => {
    if (!part) return null;
    const share = (pot * BigInt(part.merit)) / BigInt(Math.max(merit!, 1));
    return Math.min(Number(share), earnedDown(price, part.answers, FULL_RATE));
  });
}

/** The mean rate of an answer, of those who have one, rounded down. */
function meanOf(sums: readonly Tally[], rates: readonly (number | null)[]): number {
  const [answers, paid] = [1, 2].map((of) =>
    sums.reduce((all, tally, w) => all + (rates[w] === null ? 0 : tally.answers * (of === 1 ? 1 : rates[w]!)), 0),
  );
  return Math.floor(paid! / answers!);
}

/** The sums over all answers of several labelers. */
function together(tallies: readonly Tally[]): Tally {
  const sum = (of: keyof Tally) => tallies.reduce((all, tally) => all + tally[of], 0);
  return {
    answers: sum("answers"),
    informative: sum("informative"),
    margin: sum("margin"),
    marginSquared: sum("marginSquared"),
    chanceVariance: sum("chanceVariance"),
  };
}

/** The sums of so many informative answers of the same mean, rounded down. */
function ofSize(tally: Tally, answers: number): Tally {
  const part = (of: keyof Tally) => mulDiv(tally[of], answers, tally.informative);
  return {
    answers,
    informative: answers,
    margin: part("margin"),
    marginSquared: part("marginSquared"),
    chanceVariance: part("chanceVariance"),
  };
}
