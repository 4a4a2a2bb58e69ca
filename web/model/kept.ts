// The shapes of what the page keeps on the device.

import { canonicalContent, type Json } from "./canonical.ts";
import { readPrivateKey, type PrivateKey } from "./keys.ts";
import {
  address,
  count,
  hash,
  listOf,
  Malformed,
  nullable,
  object,
  signature,
  text,
  truth,
  type Shape,
  type Shaped,
} from "./shape.ts";

const privateKey: Shape<PrivateKey> = (value, at) => {
  try {
    return readPrivateKey(text(value, at));
  } catch {
    throw new Malformed(at, "a private key", null);
  }
};

const content: Shape<Json> = (value, at) => {
  try {
    canonicalContent(value as Json);
    return value as Json;
  } catch {
    throw new Malformed(at, "an answer", value);
  }
};

export const wallet = object({ address, private_key: privateKey, created_s: count, backed_up: truth });

export const session = object({
  labeler: address,
  key: address,
  private_key: privateKey,
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

export const distrust = object({ fault: text, evidence: text, at_s: count });

export type Wallet = Shaped<typeof wallet>;
export type KeptSession = Shaped<typeof session>;
export type Outbox = Shaped<typeof outbox>;
export type Distrust = Shaped<typeof distrust>;
