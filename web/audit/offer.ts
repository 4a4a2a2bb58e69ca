// The manifest's terms against those on chain.

import { expect } from "./errors.ts";
import type { Facts } from "./facts.ts";
import type { Choice, Manifest } from "./manifest.ts";

export function checkOffer(facts: Facts, manifest: Manifest, choice: Choice | null): void {
  const at = `project ${facts.project}`;
  expect(at, "fee_bps", facts.fee_bps, manifest.fee_bps);
  expect(at, "max_unopened", facts.max_unopened, manifest.max_unopened);
  expect(at, "operator", facts.operator, manifest.operator);
  expect(at, "classes", (choice?.classes ?? []).join("\n"), manifest.scoring.classes.join("\n"));
}
