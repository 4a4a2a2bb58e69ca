// The shapes of what the page keeps on the device.

import type { Secret } from "./asks.ts";
import { canonicalContent, type Json } from "./canonical.ts";
import {
  address,
  count,
  hash,
  listOf,
  Malformed,
  nullable,
  object,
  oneOf,
  signature,
  text,
  truth,
  type Shape,
  type Shaped,
} from "./shape.ts";

const privateKey: Shape<string> = (value, at) => {
  const key = text(value, at);
  if (!/^0x[0-9a-f]{64}$/.test(key)) throw new Malformed(at, "a private key", null);
  return key;
};

const bytes: Shape<Uint8Array> = (value, at) => {
  if (!(value instanceof Uint8Array)) throw new Malformed(at, "bytes", null);
  return value;
};

const secret: Shape<Secret> = (value, at) =>
  object({ how: oneOf("wrapped", "open") })(value, at).how === "wrapped"
    ? object({ how: oneOf("wrapped"), iv: bytes, bytes })(value, at)
    : object({ how: oneOf("open"), key: privateKey })(value, at);

const content: Shape<Json> = (value, at) => {
  try {
    canonicalContent(value as Json);
    return value as Json;
  } catch {
    throw new Malformed(at, "an answer", value);
  }
};

/** Where the wallet's key is: on this device, behind a passkey, or in another wallet of this browser. */
const holder: Shape<Holder> = (value, at) => {
  const { kind } = object({ kind: oneOf("device", "passkey", "outside") })(value, at);
  if (kind === "device") return object({ kind: oneOf("device"), secret })(value, at);
  if (kind === "passkey") return object({ kind: oneOf("passkey"), id: bytes })(value, at);
  return object({ kind: oneOf("outside"), rdns: text })(value, at);
};

export const wallet = object({
  address,
  holder,
  /** Where cash goes unless said otherwise; null: to the wallet itself. */
  payout: nullable(address),
  created_s: count,
  backed_up: truth,
});

/** As earlier pages kept it, labelers' and requesters'. */
export const openWallet = object({ address, private_key: privateKey, created_s: count, backed_up: truth });

export const session = object({
  labeler: address,
  key: address,
  secret,
  valid_until_s: count,
  signature,
  token: nullable(text),
});

const link = object({
  task: hash,
  answer: content,
  salt: text,
  time_s: count,
  sequence: count,
  previous: hash,
});

/** `sealed`: how many of the first links were signed together; they are sent again exactly so. */
export const outbox = object({
  links: listOf(link),
  sealed: nullable(object({ count, signature })),
});

/** Where a chain of answers ends. */
export const chainEnd = object({ sequence: count, head: hash });

export const distrust = object({ fault: text, evidence: text, at_s: count });

export type Holder =
  | { readonly kind: "device"; readonly secret: Secret }
  | { readonly kind: "passkey"; readonly id: Uint8Array }
  | { readonly kind: "outside"; readonly rdns: string };

export type Wallet = Shaped<typeof wallet>;
export type KeptSession = Shaped<typeof session>;
export type Outbox = Shaped<typeof outbox>;
export type Distrust = Shaped<typeof distrust>;
