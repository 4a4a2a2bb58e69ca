// The steps of an audit, in their order.

export const STEPS = [
  "chain",
  "manifest",
  "tasks",
  "records",
  "answers",
  "signatures",
  "contents",
  "gold",
  "settlements",
  "credits",
  "totals",
  "dataset",
] as const;

export type Step = (typeof STEPS)[number];
