// Signing in: the wallet lets a session key sign answers; the session key proves itself by a nonce.

import type { Address } from "./hex.ts";

export const SESSION_S = 30 * 24 * 3600;

/** Renewed this long before its end, so that no answer is signed by a key about to expire. */
export const RENEW_BEFORE_S = 3600;

export function isUsable(
  grant: { readonly labeler: Address; readonly valid_until_s: number },
  labeler: Address,
  now_s: number,
): boolean {
  return grant.labeler === labeler && grant.valid_until_s > now_s + RENEW_BEFORE_S;
}
