// Bundles: many files in one object (protocol.md, section 5; BEP-323).

import { sha256 } from "@noble/hashes/sha2.js";
import { Mismatch } from "./errors.ts";

const TAIL = 16;

interface Entry {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
  readonly sha256: Uint8Array;
}

/** The files of a bundle by name, each checked against its SHA-256. */
export function openBundle(data: Uint8Array, where: string): ReadonlyMap<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  let end = 0;
  for (const { name, offset, size, sha256: expected } of entriesOf(data, where)) {
    if (offset !== end || files.has(name)) throw new Mismatch(where, "bundle", `${name} at ${end}`, offset);
    end += size;
    const content = data.subarray(offset, end);
    if (!same(sha256(content), expected)) throw new Mismatch(where, `SHA-256 of ${name}`, "its index's", "another");
    files.set(name, content);
  }
  if (end !== indexPlace(data, where)) throw new Mismatch(where, "bundle", "files up to its index", end);
  return files;
}

function indexPlace(data: Uint8Array, where: string): number {
  if (data.length < TAIL) throw new Mismatch(where, "bundle", `at least ${TAIL} bytes`, data.length);
  const view = new DataView(data.buffer, data.byteOffset + data.length - TAIL);
  const at = BigInt(data.length - TAIL) - view.getBigUint64(0);
  if (view.getBigUint64(8) !== 0n || at < 0n) throw new Mismatch(where, "bundle", "version 0", "another");
  return Number(at);
}

function entriesOf(data: Uint8Array, where: string): Entry[] {
  const index = data.subarray(indexPlace(data, where), data.length - TAIL);
  const entries: Entry[] = [];
  for (const [number, value] of fieldsOf(index, where)) {
    if (number !== 1 || typeof value === "number") throw new Mismatch(where, "bundle's index", "files", number);
    entries.push(entryOf(value, where));
  }
  return entries;
}

function entryOf(message: Uint8Array, where: string): Entry {
  const found = new Map(fieldsOf(message, where));
  const bytes = (field: number) => (found.get(field) ?? new Uint8Array()) as Uint8Array;
  const count = (field: number) => (found.get(field) ?? 0) as number;
  if (count(4) !== 1) throw new Mismatch(where, "bundle's hash algorithm", 1, count(4));
  return {
    name: new TextDecoder("utf-8", { fatal: true }).decode(bytes(1)),
    offset: count(2),
    size: count(3),
    sha256: bytes(5),
  };
}

/** Protobuf, as far as an index uses it: numbers and bytes. */
function* fieldsOf(message: Uint8Array, where: string): Generator<[number, number | Uint8Array]> {
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = message[at++];
      if (byte === undefined || scale > 2 ** 49) throw new Mismatch(where, "bundle's index", "numbers", "none");
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    const value = varint();
    if (tag % 8 === 0) yield [tag >> 3, value];
    else if (tag % 8 === 2 && at + value <= message.length) {
      yield [tag >> 3, message.subarray(at, at + value)];
      at += value;
    } else throw new Mismatch(where, "bundle's index", "numbers and bytes", tag);
  }
}

function same(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, place) => byte === other[place]);
}
