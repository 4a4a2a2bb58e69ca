// EIP-712 by hand: the five messages use only address, bytes32 and unsigned integers,
// each of which fills one 32-byte word, so encoding is a concatenation.

import { keccak_256 } from "@noble/hashes/sha3.js";
import { concat, fromHex, parseAddress, parseHash, toHex, type Address, type Hash } from "./hex.ts";

export interface Domain {
  readonly chainId: number;
  readonly pool: Address;
}

export type Field = string | number | bigint;

export class NotEncodable extends Error {
  constructor(
    readonly field: string,
    readonly found: unknown,
  ) {
    super(`${field} cannot be encoded: ${String(found)}`);
  }
}

const DOMAIN_TYPE = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";

/** `hashStruct` of a message whose type is spelled like `Login(address labeler,…)`, its values in that order. */
export function structHash(type: string, values: readonly Field[]): Hash {
  const words = fieldsOf(type).map(({ kind, name }, place) => encode(kind, name, values[place]));
  return keccak(concat(keccak_256(utf8(type)), ...words));
}

/** What is signed: `keccak(0x1901 ‖ domain ‖ hashStruct)`. */
export function digest(domain: Domain, struct: Hash): Hash {
  return keccak(concat(new Uint8Array([0x19, 0x01]), fromHex(domainSeparator(domain)), fromHex(struct)));
}

export function domainSeparator(domain: Domain): Hash {
  return keccak(
    concat(
      keccak_256(utf8(DOMAIN_TYPE)),
      keccak_256(utf8("Labelfield")),
      keccak_256(utf8("1")),
      encode("uint256", "chainId", domain.chainId),
      encode("address", "verifyingContract", domain.pool),
    ),
  );
}

export function keccak(bytes: Uint8Array): Hash {
  return toHex(keccak_256(bytes)) as Hash;
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function fieldsOf(type: string): { kind: string; name: string }[] {
  return type
    .slice(type.indexOf("(") + 1, -1)
    .split(",")
    .map((field) => {
      const [kind = "", name = ""] = field.split(" ");
      return { kind, name };
    });
}

function encode(kind: string, name: string, value: Field | undefined): Uint8Array {
  if (kind === "address") return padded(fromHex(parseAddress(value)));
  if (kind === "bytes32") return fromHex(parseHash(value));
  if (!kind.startsWith("uint")) throw new NotEncodable(name, value);
  return integer(value, Number(kind.slice(4)), name);
}

/** Up to 64 bits; numbers only where they are exact. */
function integer(value: Field | undefined, bits: number, name: string): Uint8Array {
  if (typeof value !== "bigint" && !Number.isSafeInteger(value)) throw new NotEncodable(name, value);
  const whole = BigInt(value!);
  if (whole < 0n || whole >> BigInt(Math.min(bits, 64))) throw new NotEncodable(name, value);
  const word = new Uint8Array(32);
  new DataView(word.buffer).setBigUint64(24, whole);
  return word;
}

function padded(bytes: Uint8Array): Uint8Array {
  const word = new Uint8Array(32);
  word.set(bytes, 32 - bytes.length);
  return word;
}
