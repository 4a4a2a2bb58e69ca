// EIP-712 as a wallet reads it: whatever types the JSON names. Nothing here is the page's own.

import { concat, fromHex, type Hash } from "../../model/hex.ts";
import { keccak, utf8 } from "../../model/typed_data.ts";

type Fields = readonly { readonly name: string; readonly type: string }[];

interface Typed {
  readonly types: Readonly<Record<string, Fields>>;
  readonly primaryType: string;
  readonly domain: Readonly<Record<string, unknown>>;
  readonly message: Readonly<Record<string, unknown>>;
}

export function hashTyped(json: string): Hash {
  const typed = JSON.parse(json) as Typed;
  const separator = hashStruct(typed, "EIP712Domain", typed.domain);
  const message = hashStruct(typed, typed.primaryType, typed.message);
  return keccak(concat(new Uint8Array([0x19, 1]), fromHex(separator), fromHex(message)));
}

function hashStruct(typed: Typed, name: string, value: Readonly<Record<string, unknown>>): Hash {
  const words = typed.types[name]!.map((field) => wordOf(typed, field.type, value[field.name]));
  return keccak(concat(fromHex(keccak(utf8(spelled(typed, name)))), ...words));
}

/** The type, and behind it those that it uses, by name. */
function spelled({ types }: Typed, name: string): string {
  const used = new Set<string>();
  const follow = (one: string) => {
    if (!types[one] || used.has(one)) return;
    used.add(one);
    types[one].forEach(({ type }) => follow(type));
  };
  follow(name);
  used.delete(name);
  const one = (each: string) => `${each}(${types[each]!.map(({ type, name }) => `${type} ${name}`).join(",")})`;
  return [name, ...[...used].sort()].map(one).join("");
}

function wordOf(typed: Typed, type: string, value: unknown): Uint8Array {
  if (typed.types[type]) return fromHex(hashStruct(typed, type, value as Record<string, unknown>));
  if (type === "string") return fromHex(keccak(utf8(String(value))));
  if (type === "bytes32") return fromHex(String(value));
  return fromHex(`0x${BigInt(value as string | number).toString(16).padStart(64, "0")}`);
}
