// EIP-55: addresses as people read and paste them. Display only; everything inside is lower case.

import { parseAddress, type Address } from "./hex.ts";
import { keccak, utf8 } from "./typed_data.ts";

export class BadAddress extends Error {
  constructor(readonly why: "shape" | "checksum") {
    super(`not an address: ${why}`);
  }
}

export function toChecksum(address: Address): string {
  const digits = address.slice(2);
  const hash = keccak(utf8(digits)).slice(2);
  return `0x${[...digits].map((digit, i) => (parseInt(hash[i]!, 16) >= 8 ? digit.toUpperCase() : digit)).join("")}`;
}

/** A pasted address. Mixed case must carry a right checksum, so that a typing error is caught. */
export function readAddress(pasted: string): Address {
  const text = pasted.trim();
  if (!/^0x[0-9a-fA-F]{40}$/.test(text)) throw new BadAddress("shape");
  const address = parseAddress(text.toLowerCase());
  const oneCase =
    text.slice(2) === text.slice(2).toLowerCase() || text.slice(2) === text.slice(2).toUpperCase();
  if (!oneCase && text !== toChecksum(address)) throw new BadAddress("checksum");
  return address;
}

export function shortAddress(address: Address): string {
  const shown = toChecksum(address);
  return `${shown.slice(0, 6)}…${shown.slice(-4)}`;
}
