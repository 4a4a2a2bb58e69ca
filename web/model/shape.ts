// Parsing what a server sends: each shape returns a typed value or refuses, saying where and why.

import { parseAddress, parseHash, parseSignature, type Address, type Hash, type Signature } from "./hex.ts";

export type Shape<T> = (value: unknown, at: string) => T;
export type Shaped<S> = S extends Shape<infer T> ? T : never;

export class Malformed extends Error {
  constructor(
    readonly at: string,
    readonly expected: string,
    readonly found: unknown,
  ) {
    super(`${at}: expected ${expected}`);
  }

  /** What the place lies in: the path that was asked. */
  get whole(): string {
    return this.at.split(/[.[?]/)[0]!;
  }
}

export const text: Shape<string> = (value, at) => {
  if (typeof value !== "string") throw new Malformed(at, "text", value);
  return value;
};

export const truth: Shape<boolean> = (value, at) => {
  if (typeof value !== "boolean") throw new Malformed(at, "true or false", value);
  return value;
};

/** 0 ≤ value < 2^53: amounts, counts, times. */
export const count: Shape<number> = (value, at) => {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0 || Object.is(value, -0))
    throw new Malformed(at, "a whole number", value);
  return value;
};

export function countUpTo(largest: number): Shape<number> {
  return (value, at) => {
    const number = count(value, at);
    if (number > largest) throw new Malformed(at, `at most ${largest}`, value);
    return number;
  };
}

export const finite: Shape<number> = (value, at) => {
  if (typeof value !== "number" || !Number.isFinite(value)) throw new Malformed(at, "a number", value);
  return value;
};

export const address: Shape<Address> = spelling(parseAddress, "an address");
export const hash: Shape<Hash> = spelling(parseHash, "a hash");
export const signature: Shape<Signature> = spelling(parseSignature, "a signature");

export function oneOf<const T extends string>(...words: T[]): Shape<T> {
  return (value, at) => {
    if (!words.includes(value as T)) throw new Malformed(at, words.join(" or "), value);
    return value as T;
  };
}

export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return (value, at) => (value === null ? null : shape(value, at));
}

export function listOf<T>(shape: Shape<T>): Shape<readonly T[]> {
  return (value, at) => {
    if (!Array.isArray(value)) throw new Malformed(at, "a list", value);
    return value.map((item, index) => shape(item, `${at}[${index}]`));
  };
}

export function mapOf<T>(shape: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return (value, at) =>
    Object.fromEntries(
      Object.entries(plain(value, at)).map(([key, item]) => [key, shape(item, `${at}.${key}`)]),
    );
}

/** Only the fields named; what else the server sends is left out. */
export function object<F extends Record<string, Shape<unknown>>>(
  fields: F,
): Shape<{ readonly [K in keyof F]: Shaped<F[K]> }> {
  return (value, at) => {
    const members = plain(value, at);
    const entries = Object.entries(fields).map(([key, shape]) => {
      if (!Object.hasOwn(members, key)) throw new Malformed(`${at}.${key}`, "to be there", undefined);
      return [key, shape(members[key], `${at}.${key}`)];
    });
    return Object.fromEntries(entries) as { [K in keyof F]: Shaped<F[K]> };
  };
}

function plain(value: unknown, at: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Malformed(at, "an object", value);
  return value as Record<string, unknown>;
}

function spelling<T>(parse: (value: unknown) => T, kind: string): Shape<T> {
  return (value, at) => {
    try {
      return parse(value);
    } catch {
      throw new Malformed(at, kind, value);
    }
  };
}
