// The six signed messages of docs/protocol.md, section 2. Fields are named as they travel in JSON.

import type { Address, Hash } from "./hex.ts";
import { structHash, type Field } from "./typed_data.ts";

/** A message as EIP-712 sees it: its type, and its values in that order. */
export interface Typed {
  readonly type: string;
  readonly values: readonly Field[];
}

export interface Session {
  readonly labeler: Address;
  readonly key: Address;
  readonly valid_until_s: number;
}

export interface Login {
  readonly labeler: Address;
  readonly key: Address;
  readonly nonce: Hash;
}

export interface Answer {
  readonly project: number;
  readonly labeler: Address;
  readonly task: Hash;
  readonly answer_hash: Hash;
  readonly sequence: number;
  readonly previous: Hash;
  readonly time_s: number;
}

export interface Receipt {
  readonly labeler: Address;
  readonly number: number;
  readonly owed: number;
  readonly project: number;
  readonly sequence: number;
  readonly head: Hash;
  readonly task: Hash;
  readonly position: number;
  readonly settle_by_s: number;
}

export interface Withdrawal {
  readonly labeler: Address;
  readonly destination: Address;
  readonly amount: number;
  readonly max_relay_fee: number;
  readonly nonce: number;
  readonly deadline_s: number;
}

export interface Appeal {
  readonly project: number;
  readonly labeler: Address;
  readonly task: Hash;
  readonly time_s: number;
}

const SESSION = "Session(address labeler,address key,uint64 validUntil)";
const LOGIN = "Login(address labeler,address key,bytes32 nonce)";
const ANSWER =
  "Answer(uint32 project,address labeler,bytes32 task,bytes32 answerHash,uint32 sequence,bytes32 previous,uint64 time)";
const RECEIPT =
  "Receipt(address labeler,uint64 number,uint64 owed,uint32 project,uint32 sequence,bytes32 head,bytes32 task,uint16 position,uint64 settleBy)";
const WITHDRAWAL =
  "Withdrawal(address labeler,address destination,uint64 amount,uint64 maxRelayFee,uint64 nonce,uint64 deadline)";

const APPEAL = "Appeal(uint32 project,address labeler,bytes32 task,uint64 time)";

export function typedSession(m: Session): Typed {
  return { type: SESSION, values: [m.labeler, m.key, m.valid_until_s] };
}

export function typedWithdrawal(m: Withdrawal): Typed {
  const values = [m.labeler, m.destination, m.amount, m.max_relay_fee, m.nonce, m.deadline_s];
  return { type: WITHDRAWAL, values };
}

export function hashSession(m: Session): Hash {
  return hashOf(typedSession(m));
}

export function hashLogin(m: Login): Hash {
  return structHash(LOGIN, [m.labeler, m.key, m.nonce]);
}

export function hashAnswer(m: Answer): Hash {
  return structHash(ANSWER, [m.project, m.labeler, m.task, m.answer_hash, m.sequence, m.previous, m.time_s]);
}

export function hashReceipt(m: Receipt): Hash {
  const { labeler, number, owed, project, sequence, head, task, position, settle_by_s } = m;
  return structHash(RECEIPT, [labeler, number, owed, project, sequence, head, task, position, settle_by_s]);
}

export function hashWithdrawal(m: Withdrawal): Hash {
  return hashOf(typedWithdrawal(m));
}

export function hashAppeal({ project, labeler, task, time_s }: Appeal): Hash {
  return structHash(APPEAL, [project, labeler, task, time_s]);
}

function hashOf({ type, values }: Typed): Hash {
  return structHash(type, values);
}
