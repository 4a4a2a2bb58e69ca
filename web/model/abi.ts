// Calls and events of the contracts as words: just the types that our contracts' requesters use.

import { concat, fromHex, parseAddress, toHex, type Address, type Hash } from "./hex.ts";
import { keccak, utf8 } from "./typed_data.ts";

/** `uint64`, `address`, `bytes32`, `bool`, `string`, `bytes`; a list is a tuple. */
export type Type = string | readonly Type[];
export type Value = bigint | number | boolean | string | Uint8Array | readonly Value[];

export class NotAbi extends Error {}

const WORD = 32;

export function topicOf(signature: string): Hash {
  return keccak(utf8(signature));
}

/** The data of a call: `approve(address,uint256)` and its values. */
export function encodeCall(name: string, types: readonly Type[], values: readonly Value[]): string {
  const selector = topicOf(`${name}${spelled(types)}`).slice(0, 10);
  return selector + toHex(encodeTuple(types, values)).slice(2);
}

/** A topic of an indexed number or address. */
export function wordOf(value: number | bigint | Address): Hash {
  const number = typeof value === "string" ? BigInt(value) : BigInt(value);
  return toHex(uint(number)) as Hash;
}

function spelled(type: Type): string {
  return typeof type === "string" ? type : `(${type.map(spelled).join(",")})`;
}

function isDynamic(type: Type): boolean {
  return typeof type === "string" ? type === "string" || type === "bytes" : type.some(isDynamic);
}

function encodeTuple(types: readonly Type[], values: readonly Value[]): Uint8Array {
  if (types.length !== values.length) throw new NotAbi(`${values.length} values for ${types.length} types`);
  const parts = types.map((type, place) => encodeValue(type, values[place]!));
  const headSize = types.reduce((sum, type, place) => sum + (isDynamic(type) ? WORD : parts[place]!.length), 0);
  const heads: Uint8Array[] = [];
  const tails: Uint8Array[] = [];
  let offset = headSize;
  types.forEach((type, place) => {
    const part = parts[place]!;
    if (!isDynamic(type)) {
      heads.push(part);
      return;
    }
    heads.push(uint(BigInt(offset)));
    tails.push(part);
    offset += part.length;
  });
  return concat(...heads, ...tails);
}

function encodeValue(type: Type, value: Value): Uint8Array {
  if (typeof type !== "string") return encodeTuple(type, value as readonly Value[]);
  if (type === "string") return encodeBytes(utf8(value as string));
  if (type === "bytes") return encodeBytes(value as Uint8Array);
  if (type === "address") return uint(BigInt(parseAddress(value)));
  if (type === "bytes32") return fixed(fromHex(value as string));
  if (type === "bool") return uint(value ? 1n : 0n);
  const bits = BigInt(/^uint(\d+)$/.exec(type)?.[1] ?? 0);
  const number = BigInt(value as bigint | number);
  if (!bits || number < 0n || number >> bits) throw new NotAbi(`${number} is no ${type}`);
  return uint(number);
}

function encodeBytes(bytes: Uint8Array): Uint8Array {
  const filled = new Uint8Array(Math.ceil(bytes.length / WORD) * WORD);
  filled.set(bytes);
  return concat(uint(BigInt(bytes.length)), filled);
}

function fixed(bytes: Uint8Array): Uint8Array {
  if (bytes.length !== WORD) throw new NotAbi("32 bytes were expected");
  return bytes;
}

function uint(value: bigint): Uint8Array {
  return fromHex(`0x${value.toString(16).padStart(2 * WORD, "0")}`);
}

export type Decoded = bigint | boolean | string | readonly Decoded[];

/** What a call returned, or an event's data. Numbers are bigints, bytes hexadecimal. */
export function decode(types: readonly Type[], data: string): readonly Decoded[] {
  return decodeTuple(types, fromHex(data), 0);
}

function decodeTuple(types: readonly Type[], data: Uint8Array, base: number): readonly Decoded[] {
  let at = base;
  return types.map((type) => {
    if (isDynamic(type)) {
      const found = decodeDynamic(type, data, base + small(data, at));
      at += WORD;
      return found;
    }
    if (typeof type !== "string") {
      const found = decodeTuple(type, data, at);
      at += WORD * wordsOf(type);
      return found;
    }
    const found = decodeWord(type, word(data, at));
    at += WORD;
    return found;
  });
}

function wordsOf(type: Type): number {
  return typeof type === "string" ? 1 : type.reduce((sum, part) => sum + wordsOf(part), 0);
}

function decodeDynamic(type: Type, data: Uint8Array, at: number): Decoded {
  if (typeof type !== "string") return decodeTuple(type, data, at);
  const size = small(data, at);
  const bytes = data.subarray(at + WORD, at + WORD + size);
  if (bytes.length !== size) throw new NotAbi("data end too early");
  return type === "string" ? new TextDecoder("utf-8", { fatal: true }).decode(bytes) : toHex(bytes);
}

function decodeWord(type: string, bytes: Uint8Array): Decoded {
  if (type === "bytes32") return toHex(bytes);
  const number = BigInt(toHex(bytes));
  if (type === "address") return `0x${number.toString(16).padStart(40, "0")}`;
  if (type === "bool") return number !== 0n;
  return number;
}

function word(data: Uint8Array, at: number): Uint8Array {
  if (at < 0 || at + WORD > data.length) throw new NotAbi("data end too early");
  return data.subarray(at, at + WORD);
}

function small(data: Uint8Array, at: number): number {
  const found = BigInt(toHex(word(data, at)));
  if (found > BigInt(data.length)) throw new NotAbi("an offset beyond the data");
  return Number(found);
}
