// A signed allowance for the Deposits contract, so that a project is opened by one transaction: the token's
// own (EIP-2612), or Permit2's where the owner has let that contract take this token before.

import { now_s } from "../client/clock.ts";
import { NodeRefused } from "../client/rpc.ts";
import { decode, NotAbi } from "../model/abi.ts";
import { fromHex, toHex, type Address, type Hash } from "../model/hex.ts";
import { tokenSeparator, type AnyPermit } from "../model/permits.ts";
import * as calls from "../model/pool_calls.ts";
import { call, chain } from "./account.ts";

const GOOD_FOR_S = 1800;

export interface Wanted {
  readonly owner: Address;
  readonly token: Address;
  readonly deposits: Address;
  /** Base units. */
  readonly value: bigint;
}

/** What to sign; null where neither way is open. */
export async function permitFor(wanted: Wanted): Promise<AnyPermit | null> {
  return (await tokenPermit(wanted)) ?? (await permit2(wanted));
}

async function tokenPermit({ owner, token, deposits, value }: Wanted): Promise<AnyPermit | null> {
  const facts = await readOrNull(() => tokenFacts(token, owner));
  const chainId = chain.value!.chain_id;
  if (!facts || tokenSeparator({ name: facts.name, chainId, token }) !== facts.separator) return null;
  const { name, nonce } = facts;
  return { kind: "token", chainId, token, name, owner, spender: deposits, value, nonce, deadline: deadline() };
}

async function tokenFacts(token: Address, owner: Address) {
  const [name] = decode(["string"], await call(calls.read(token, "name"))) as [string];
  const nonce = calls.numberIn(await call(calls.permitNonce(token, owner)));
  const [separator] = decode(["bytes32"], await call(calls.read(token, "DOMAIN_SEPARATOR"))) as [Hash];
  return { name, nonce, separator };
}

async function permit2({ owner, token, deposits, value }: Wanted): Promise<AnyPermit | null> {
  const [contract] = decode(["address"], await call(calls.read(deposits, "permit2"))) as [Address];
  const allowed = calls.numberIn(await call(calls.allowance(token, owner, contract)));
  const there = await readOrNull(() => call(calls.permit2Nonces(contract, owner, 0n)));
  if (allowed < value || !there || there === "0x") return null;
  const nonce = BigInt(toHex(crypto.getRandomValues(new Uint8Array(32))));
  const chainId = chain.value!.chain_id;
  return { kind: "permit2", chainId, permit2: contract, token, spender: deposits, value, nonce, deadline: deadline() };
}

/** The same with its signature, as the Deposits contract takes it. */
export function signedAs(permit: AnyPermit, signature: string): calls.Signed {
  const { spender: deposits, nonce, deadline, value } = permit;
  const bytes = fromHex(signature.toLowerCase());
  if (permit.kind === "permit2") return { kind: "permit2", deposits, deadline, nonce, signature: bytes };
  const [r, s] = [toHex(bytes.subarray(0, 32)) as Hash, toHex(bytes.subarray(32, 64)) as Hash];
  return { kind: "token", deposits, deadline, value, v: bytes[64]!, r, s };
}

function deadline(): number {
  return now_s() + GOOD_FOR_S;
}

/** Contracts without such a function refuse, or answer with nothing that can be read. */
async function readOrNull<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof NodeRefused || error instanceof NotAbi) return null;
    throw error;
  }
}
