// What a project would cost, before it is funded.

import { count, finite, nullable, object, truth, type Shaped } from "../../model/shape.ts";
import { post } from "../api.ts";

const shape = object({
  largest_spend: count,
  appeals_spend: count,
  expected_spend: count,
  expected_answers: count,
  expected_accuracy_percent: finite,
  measured_here: truth,
  expected_duration_s: nullable(count),
});

export type Quote = Shaped<typeof shape>;

export interface Offer {
  readonly tasks: number;
  readonly price: number;
  readonly classes: number;
  readonly answers: {
    readonly minimum: number;
    readonly maximum: number;
    readonly target_confidence_bps: number;
  };
}

export async function askForQuote({ answers, ...offer }: Offer): Promise<Quote> {
  return await post("/api/quote", { ...offer, answers_per_task: answers }, shape);
}
