// What a project would cost, before it is funded.

import { count, nullable, object, type Shaped } from "../../model/shape.ts";
import { post } from "../api.ts";

const shape = object({
  largest_spend: count,
  expected_spend: count,
  expected_answers: count,
  accuracy_percent: nullable(count),
  duration_s: nullable(count),
});

export type Quote = Shaped<typeof shape>;

export interface Offer {
  readonly tasks: number;
  readonly price: number;
  readonly answers: {
    readonly minimum: number;
    readonly maximum: number;
    readonly target_confidence_bps: number;
  };
}

export async function askForQuote({ tasks, price, answers }: Offer): Promise<Quote> {
  return await post("/api/quote", { tasks, price, answers_per_task: answers }, shape);
}
