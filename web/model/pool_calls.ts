// What a requester does on chain, and what it reads there.

import { decode, encodeCall, topicOf, type Type, type Value } from "./abi.ts";
import type { Address, Hash } from "./hex.ts";

export interface Call {
  readonly to: Address;
  readonly data: string;
}

export interface Terms {
  readonly manifest_hash: Hash;
  readonly store: string;
  readonly fee_bps: number;
  readonly max_unopened: number;
}

/** An allowance for the Deposits contract, signed: EIP-2612 of the token, or a transfer through Permit2. */
export type Signed = {
  readonly deposits: Address;
  readonly deadline: number;
} & (
  | { readonly kind: "token"; readonly value: bigint; readonly v: number; readonly r: Hash; readonly s: Hash }
  | { readonly kind: "permit2"; readonly nonce: bigint; readonly signature: Uint8Array }
);

const TERMS: Type = ["bytes32", "string", "uint16", "uint64"];
const PERMIT: Type = ["uint256", "uint256", "uint8", "bytes32", "bytes32"];
const TRANSFER: Type = ["uint256", "uint256", "bytes"];

export function approve(token: Address, spender: Address, baseUnits: bigint): Call {
  return { to: token, data: encodeCall("approve", ["address", "uint256"], [spender, baseUnits]) };
}

export function openProject(pool: Address, terms: Terms, deposit: number): Call {
  return { to: pool, data: encodeCall("openProject", [TERMS, "uint64"], [fields(terms), deposit]) };
}

/** Opens and pays in one transaction. */
export function openProjectSigned(signed: Signed, pool: Address, terms: Terms, deposit: number): Call {
  return through(signed, "openProject", [TERMS, "uint64"], [pool, fields(terms), deposit]);
}

export function topUpSigned(signed: Signed, pool: Address, project: number, amount: number): Call {
  return through(signed, "topUp", ["uint32", "uint64"], [pool, project, amount]);
}

function through(signed: Signed, act: string, types: readonly Type[], values: readonly Value[]): Call {
  const { deposits: to, deadline } = signed;
  if (signed.kind === "permit2") {
    const transfer = [signed.nonce, deadline, signed.signature];
    return { to, data: encodeCall(`${act}WithPermit2`, ["address", ...types, TRANSFER], [...values, transfer]) };
  }
  const permit = [signed.value, deadline, signed.v, signed.r, signed.s];
  return { to, data: encodeCall(`${act}WithPermit`, ["address", ...types, PERMIT], [...values, permit]) };
}

export function topUp(pool: Address, project: number, amount: number): Call {
  return { to: pool, data: encodeCall("topUp", ["uint32", "uint64"], [project, amount]) };
}

export function requestClose(pool: Address, project: number): Call {
  return { to: pool, data: encodeCall("requestClose", ["uint32"], [project]) };
}

export function refund(pool: Address, project: number): Call {
  return { to: pool, data: encodeCall("refund", ["uint32"], [project]) };
}

export function balanceOf(token: Address, account: Address): Call {
  return { to: token, data: encodeCall("balanceOf", ["address"], [account]) };
}

export function allowance(token: Address, owner: Address, spender: Address): Call {
  return { to: token, data: encodeCall("allowance", ["address", "address"], [owner, spender]) };
}

export function permitNonce(token: Address, owner: Address): Call {
  return { to: token, data: encodeCall("nonces", ["address"], [owner]) };
}

/** Which of an owner's nonces Permit2 has used: a word of bits. */
export function permit2Nonces(permit2: Address, owner: Address, word: bigint): Call {
  return { to: permit2, data: encodeCall("nonceBitmap", ["address", "uint256"], [owner, word]) };
}

export function read(to: Address, name: string): Call {
  return { to, data: encodeCall(name, [], []) };
}

export function projectState(pool: Address, project: number): Call {
  return { to: pool, data: encodeCall("project", ["uint32"], [project]) };
}

export function numberIn(data: string): bigint {
  return decode(["uint256"], data)[0] as bigint;
}

export interface ProjectState {
  readonly requester: Address;
  readonly deposit: number;
  readonly credited: number;
  readonly fees: number;
  readonly unopened: number;
  readonly max_unopened: number;
  readonly fee_bps: number;
  readonly checkpoints: number;
  readonly unopened_since_s: number;
  readonly openings: number;
  readonly closes_at_s: number;
  readonly refunded: boolean;
}

const STATE: Type = [
  "address",
  ...Array<Type>(5).fill("uint64"),
  "uint16",
  "uint32",
  "uint40",
  ...Array<Type>(3).fill("uint32"),
  "uint40",
  "bool",
];

export function projectStateIn(data: string): ProjectState {
  const [fields] = decode([STATE], data) as [readonly unknown[]];
  const [requester, deposit, credited, fees, unopened, most, fee, checkpoints, since, openings] = fields;
  return {
    requester: requester as Address,
    deposit: Number(deposit),
    credited: Number(credited),
    fees: Number(fees),
    unopened: Number(unopened),
    max_unopened: Number(most),
    fee_bps: Number(fee),
    checkpoints: Number(checkpoints),
    unopened_since_s: Number(since),
    openings: Number(openings),
    closes_at_s: Number(fields[12]),
    refunded: fields[13] === true,
  };
}

export const PROJECT_OPENED = topicOf("ProjectOpened(uint32,address,bytes32,string,uint16,uint64,uint64)");

function fields({ manifest_hash, store, fee_bps, max_unopened }: Terms) {
  return [manifest_hash, store, fee_bps, max_unopened];
}
