// What a requester does on chain, and what it reads there.

import { decode, encodeCall, topicOf, type Type } from "./abi.ts";
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

export interface Permit {
  readonly value: bigint;
  readonly deadline: number;
  readonly v: number;
  readonly r: Hash;
  readonly s: Hash;
}

const TERMS: Type = ["bytes32", "string", "uint16", "uint64"];
const PERMIT: Type = ["uint256", "uint256", "uint8", "bytes32", "bytes32"];

export function approve(token: Address, spender: Address, baseUnits: bigint): Call {
  return { to: token, data: encodeCall("approve", ["address", "uint256"], [spender, baseUnits]) };
}

export function openProject(pool: Address, terms: Terms, deposit: number): Call {
  return { to: pool, data: encodeCall("openProject", [TERMS, "uint64"], [fields(terms), deposit]) };
}

/** Opens and pays in one transaction, by an EIP-2612 permit for the Deposits contract. */
export function openProjectWithPermit(
  deposits: Address,
  pool: Address,
  terms: Terms,
  deposit: number,
  { value, deadline, v, r, s }: Permit,
): Call {
  const types = ["address", TERMS, "uint64", PERMIT];
  const values = [pool, fields(terms), deposit, [value, deadline, v, r, s]];
  return { to: deposits, data: encodeCall("openProjectWithPermit", types, values) };
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
