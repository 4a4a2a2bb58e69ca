// Signed in or not is no concern of the screens: `call` signs in when it must.

import { signal } from "@preact/signals";
import { now_s } from "../client/clock.ts";
import { Refused, Unreachable, type Request } from "../client/http.ts";
import { ask } from "../client/signer.ts";
import { read, remove, write } from "../client/vault.ts";
import type { Unlock } from "../model/asks.ts";
import type { Hash, Signature } from "../model/hex.ts";
import { session as shape, type KeptSession } from "../model/kept.ts";
import type { Answer, Appeal } from "../model/messages.ts";
import { isUsable, SESSION_S } from "../model/session.ts";
import type { Shape } from "../model/shape.ts";
import * as wire from "../model/wire.ts";
import { ask as askServer } from "./line.ts";
import { domain, poolName } from "./pool.ts";
import { requireWallet, signSession } from "./wallet.ts";

let signingIn: Promise<KeptSession> | null = null;
let renewing: Promise<KeptSession> | null = null;

/** The wallet must sign, and did not: only the person can go on. */
export const locked = signal(false);

/** A request in the labeler's name; signs in first, and once more when the server asks for it. */
export async function call<T>(request: Request, shape: Shape<T>): Promise<T> {
  const token = kept()?.token ?? (await signIn()).token!;
  try {
    return await askServer({ ...request, token }, shape);
  } catch (error) {
    if (!(error instanceof Refused && error.status === 401)) throw error;
    return await askServer({ ...request, token: (await signIn()).token! }, shape);
  }
}

/** The session key's signature on an answer, and so on all answers before it. */
export async function signAnswer(message: Answer): Promise<Signature> {
  const { secret } = await grant();
  return await ask("sign_answer", { secret, domain: domain(), message });
}

/** The session key's signature on an appeal. */
export async function signAppeal(message: Appeal): Promise<Signature> {
  const { secret } = await grant();
  return await ask("sign_appeal", { secret, domain: domain(), message });
}

/** Replaces the session key: the wallet signs that the new one may sign answers. It is asked once at a time. */
export function renew(unlock?: Unlock): Promise<KeptSession> {
  renewing ??= replace(unlock).finally(() => {
    renewing = null;
  });
  return renewing;
}

async function replace(unlock?: Unlock): Promise<KeptSession> {
  const { address: key, secret } = await ask("make", { pasted: null });
  const message = { labeler: requireWallet().address, key, valid_until_s: now_s() + SESSION_S };
  try {
    const signature = await signSession(domain(), message, unlock);
    locked.value = false;
    return keep({ ...message, secret, signature, token: null });
  } catch (error) {
    locked.value = true;
    throw new Unreachable(String(error));
  }
}

export function endSession(): void {
  remove(poolName("session"));
}

async function grant(): Promise<KeptSession> {
  // Once refused, the wallet is asked again only when the person says so.
  if (!kept() && locked.value) throw new Unreachable("locked");
  return renewing ?? kept() ?? (await renew());
}

function signIn(): Promise<KeptSession> {
  signingIn ??= exchange().finally(() => {
    signingIn = null;
  });
  return signingIn;
}

async function exchange(): Promise<KeptSession> {
  const { nonce } = await askServer({ method: "GET", path: "/api/nonce" }, wire.nonce);
  const current = await grant();
  const body = { ...grantOf(current), nonce, login_signature: await signLogin(current, nonce) };
  const { token } = await askServer({ method: "POST", path: "/api/sessions", body }, wire.session);
  return keep({ ...current, token });
}

function grantOf({ labeler, key, valid_until_s, signature }: KeptSession) {
  return { labeler, key, valid_until_s, signature };
}

function signLogin({ labeler, key, secret }: KeptSession, nonce: Hash): Promise<Signature> {
  return ask("sign_login", { secret, domain: domain(), message: { labeler, key, nonce } });
}

function kept(): KeptSession | null {
  const session = read(poolName("session"), shape);
  return session && isUsable(session, requireWallet().address, now_s()) ? session : null;
}

function keep(session: KeptSession): KeptSession {
  write(poolName("session"), session);
  return session;
}
