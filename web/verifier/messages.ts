// What page and worker say to each other.

import type { Counts, Work } from "../audit/project.ts";
import type { Step } from "../audit/steps.ts";

export interface Order extends Omit<Work, "fetchObject" | "tell" | "signatures"> {
  /** Where public objects are, up to the bucket's name. */
  readonly store: string;
  /** null for all. */
  readonly signatures: number | null;
}

export type Heard =
  | { readonly kind: "progress"; readonly step: Step; readonly done: number; readonly all: number }
  | { readonly kind: "agrees"; readonly counts: Counts }
  | {
      readonly kind: "differs";
      readonly where: string;
      readonly what: string;
      readonly expected: string;
      readonly found: string;
    }
  | { readonly kind: "failed"; readonly why: string };
