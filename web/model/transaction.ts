// Transactions of type 2 (EIP-1559), signed by a key of this browser.

import { concat, fromHex, toHex, type Address } from "./hex.ts";
import { sign, type PrivateKey } from "./keys.ts";
import { keccak } from "./typed_data.ts";

export interface Transaction {
  readonly chainId: number;
  readonly nonce: number;
  readonly gas: bigint;
  readonly gasPrice: bigint;
  readonly to: Address;
  readonly data: string;
}

type Item = Uint8Array | readonly Item[];

const TYPE = new Uint8Array([2]);

/** The signed transaction as `eth_sendRawTransaction` takes it. */
export function signedTransaction(transaction: Transaction, key: PrivateKey): string {
  const fields = fieldsOf(transaction);
  const signature = fromHex(sign(keccak(concat(TYPE, rlp(fields))), key));
  const parity = new Uint8Array(signature[64] === 28 ? [1] : []);
  const parts = [parity, trimmed(signature.subarray(0, 32)), trimmed(signature.subarray(32, 64))];
  return toHex(concat(TYPE, rlp([...fields, ...parts])));
}

function fieldsOf({ chainId, nonce, gas, gasPrice, to, data }: Transaction): Item[] {
  const price = number(gasPrice);
  const none: Item = new Uint8Array();
  return [number(chainId), number(nonce), price, price, number(gas), fromHex(to), none, fromHex(data), []];
}

function number(value: number | bigint): Uint8Array {
  const digits = BigInt(value).toString(16);
  return trimmed(fromHex(`0x${digits.length % 2 ? "0" : ""}${digits}`));
}

function trimmed(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0);
  return first < 0 ? new Uint8Array() : bytes.subarray(first);
}

function rlp(item: Item): Uint8Array {
  if (!(item instanceof Uint8Array)) {
    const content = concat(...item.map(rlp));
    return concat(head(content.length, 0xc0), content);
  }
  return item.length === 1 && item[0]! < 0x80 ? item : concat(head(item.length, 0x80), item);
}

function head(length: number, base: number): Uint8Array {
  if (length <= 55) return new Uint8Array([base + length]);
  const size = number(length);
  return concat(new Uint8Array([base + 55 + size.length]), size);
}
