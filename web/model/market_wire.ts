// What the API says for choosing work and looking back on it, as this page reads it.

import { count, finite, hash, listOf, nullable, object, oneOf, text, truth, type Shaped } from "./shape.ts";

const requester = object({ projects: count, paid: count, paid_share_percent: nullable(count) });

export const market = object({
  projects: listOf(
    object({
      project: count,
      hourly_median: nullable(count),
      seconds_per_answer: nullable(finite),
      first_pay_s: nullable(count),
      full_pay_score_percent: count,
      requester,
    }),
  ),
});

export const ownAppeal = object({
  state: oneOf("asking", "agreed", "disagreed"),
  asked: count,
  answered: count,
  gained: count,
});

export const ownAnswers = object({
  sums: nullable(
    object({
      answers: count,
      minimum_answers: count,
      rate_32nds: nullable(count),
      score_percent: finite,
      deduction_percent: finite,
      left_percent: finite,
      full_pay_score_percent: count,
      gold_answers: count,
      gold_right: count,
      alike: count,
    }),
  ),
  appeals_until_s: nullable(count),
  answers: listOf(
    object({
      sequence: count,
      task: hash,
      time_s: count,
      state: oneOf("waiting", "scored", "opened"),
      increment: count,
      label: nullable(text),
      pay: nullable(count),
      score_percent: nullable(finite),
      why: nullable(text),
      evidence: nullable(
        object({
          said: text,
          implied: nullable(text),
          implied_percent: count,
          known: truth,
          doubted: truth,
        }),
      ),
      wrong: truth,
      appeal: nullable(ownAppeal),
      appealable: truth,
    }),
  ),
});

export type MarketFacts = Shaped<typeof market>["projects"][number];
export type RateSums = NonNullable<Shaped<typeof ownAnswers>["sums"]>;
export type OwnAnswer = Shaped<typeof ownAnswers>["answers"][number];
export type OwnAppeal = Shaped<typeof ownAppeal>;
