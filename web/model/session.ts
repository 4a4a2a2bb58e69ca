// Signing in: the wallet lets a session key sign answers; the session key proves itself by a nonce.

import type { Address, Hash, Signature } from "./hex.ts";
import { addressOf, sign, type PrivateKey } from "./keys.ts";
import { hashLogin, hashSession } from "./messages.ts";
import { digest, type Domain } from "./typed_data.ts";

export const SESSION_S = 30 * 24 * 3600;

/** Renewed this long before its end, so that no answer is signed by a key about to expire. */
export const RENEW_BEFORE_S = 3600;

export interface SessionGrant {
  readonly labeler: Address;
  readonly key: Address;
  readonly private_key: PrivateKey;
  readonly valid_until_s: number;
  readonly signature: Signature;
}

export function grantSession(
  wallet: PrivateKey,
  sessionKey: PrivateKey,
  domain: Domain,
  now_s: number,
): SessionGrant {
  const labeler = addressOf(wallet);
  const key = addressOf(sessionKey);
  const valid_until_s = now_s + SESSION_S;
  const signature = sign(digest(domain, hashSession({ labeler, key, valid_until_s })), wallet);
  return { labeler, key, private_key: sessionKey, valid_until_s, signature };
}

export function isUsable(grant: SessionGrant, labeler: Address, now_s: number): boolean {
  return grant.labeler === labeler && grant.valid_until_s > now_s + RENEW_BEFORE_S;
}

/** Body of `POST /api/sessions`. */
export function loginRequest(grant: SessionGrant, domain: Domain, nonce: Hash) {
  const { labeler, key, valid_until_s, signature } = grant;
  const login_signature = sign(digest(domain, hashLogin({ labeler, key, nonce })), grant.private_key);
  return { labeler, key, valid_until_s, signature, nonce, login_signature };
}
