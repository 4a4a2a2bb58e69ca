// Spelling of bytes: docs/protocol.md, section 1. Other spellings are refused.

export type Address = string & { readonly address: unique symbol };
export type Hash = string & { readonly hash: unique symbol };
export type Signature = string & { readonly signature: unique symbol };

export class Misspelled extends Error {
  constructor(
    readonly kind: string,
    readonly found: unknown,
  ) {
    super(`not ${kind}: ${String(found).slice(0, 80)}`);
  }
}

export const ZERO_HASH = `0x${"00".repeat(32)}` as Hash;

export function parseAddress(text: unknown): Address {
  return spelled(text, /^0x[0-9a-f]{40}$/, "an address") as Address;
}

export function parseHash(text: unknown): Hash {
  return spelled(text, /^0x[0-9a-f]{64}$/, "a hash") as Hash;
}

export function parseSignature(text: unknown): Signature {
  return spelled(text, /^0x[0-9a-f]{130}$/, "a signature") as Signature;
}

export function toHex(bytes: Uint8Array): string {
  let text = "0x";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return text;
}

export function fromHex(text: string): Uint8Array {
  spelled(text, /^0x([0-9a-f]{2})*$/, "hexadecimal bytes");
  const bytes = new Uint8Array(text.length / 2 - 1);
  for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(text.slice(2 + 2 * i, 4 + 2 * i), 16);
  return bytes;
}

export function concat(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function spelled(text: unknown, pattern: RegExp, kind: string): string {
  if (typeof text !== "string" || !pattern.test(text)) throw new Misspelled(kind, text);
  return text;
}
