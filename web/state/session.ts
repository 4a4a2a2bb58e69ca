// Signed in or not is no concern of the screens: `call` signs in when it must.

import { now_s } from "../client/clock.ts";
import { Refused, send, type Request } from "../client/http.ts";
import { read, remove, write } from "../client/store.ts";
import { session as shape, type KeptSession } from "../model/kept.ts";
import { newPrivateKey } from "../model/keys.ts";
import { grantSession, isUsable, loginRequest } from "../model/session.ts";
import type { Shape } from "../model/shape.ts";
import * as wire from "../model/wire.ts";
import { noteSuccess } from "./line.ts";
import { domain, poolName } from "./pool.ts";
import { requireWallet } from "./wallet.ts";

let signingIn: Promise<KeptSession> | null = null;

/** A request in the labeler's name; signs in first, and once more when the server asks for it. */
export async function call<T>(request: Request, shape: Shape<T>): Promise<T> {
  const token = kept()?.token ?? (await signIn()).token!;
  try {
    return await answered({ ...request, token }, shape);
  } catch (error) {
    if (!(error instanceof Refused && error.status === 401)) throw error;
    return await answered({ ...request, token: (await signIn()).token! }, shape);
  }
}

/** The session whose key signs answers now. */
export function grant(): KeptSession {
  return kept() ?? renew();
}

/** Replaces the session key, for a server that refuses the one in use. */
export function renew(): KeptSession {
  const made = grantSession(requireWallet().private_key, newPrivateKey(), domain(), now_s());
  return keep({ ...made, token: null });
}

export function endSession(): void {
  remove(poolName("session"));
}

async function answered<T>(request: Request, shape: Shape<T>): Promise<T> {
  const content = await send(request, shape);
  noteSuccess();
  return content;
}

function signIn(): Promise<KeptSession> {
  signingIn ??= exchange().finally(() => {
    signingIn = null;
  });
  return signingIn;
}

async function exchange(): Promise<KeptSession> {
  const { nonce } = await send({ method: "GET", path: "/api/nonce" }, wire.nonce);
  const current = grant();
  const body = loginRequest(current, domain(), nonce);
  const { token } = await send({ method: "POST", path: "/api/sessions", body }, wire.session);
  return keep({ ...current, token });
}

function kept(): KeptSession | null {
  const session = read(poolName("session"), shape);
  return session && isUsable(session, requireWallet().address, now_s()) ? session : null;
}

function keep(session: KeptSession): KeptSession {
  write(poolName("session"), session);
  return session;
}
