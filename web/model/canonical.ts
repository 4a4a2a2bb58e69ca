// Canonical JSON (RFC 8785): keys by UTF-16 code units, numbers as ECMAScript writes them.

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export class NotCanonical extends Error {
  constructor(readonly why: string) {
    super(`cannot be hashed: ${why}`);
  }
}

/** The canonical text of a task's or answer's content, where finite fractions are allowed. */
export function canonicalContent(value: Json): string {
  return write(value, (number) => Number.isFinite(number), "number is not finite");
}

/** The canonical text of anything else that is hashed: integers below 2^53 only. */
export function canonicalJson(value: Json): string {
  return write(value, Number.isSafeInteger, "number is not an integer below 2^53");
}

function write(value: Json, accepts: (number: number) => boolean, why: string): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    if (!accepts(value)) throw new NotCanonical(why);
    return JSON.stringify(value);
  }
  if (typeof value === "string") return writeText(value);
  if (Array.isArray(value)) return `[${value.map((item: Json) => write(item, accepts, why)).join(",")}]`;
  if (typeof value !== "object") throw new NotCanonical(`a ${typeof value} is not JSON`);
  const members = Object.entries(value as { [key: string]: Json }).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, item]) => `${writeText(key)}:${write(item, accepts, why)}`).join(",")}}`;
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

function writeText(text: string): string {
  if (LONE_SURROGATE.test(text)) throw new NotCanonical("text holds half a character");
  return JSON.stringify(text);
}
