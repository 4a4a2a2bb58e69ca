// The shapes of docs/api.md, as this page reads them.

import {
  address,
  count,
  countUpTo,
  hash,
  listOf,
  mapOf,
  nullable,
  object,
  oneOf,
  signature,
  text,
  truth,
  finite,
  type Shape,
  type Shaped,
} from "./shape.ts";
import type { Json } from "./canonical.ts";
import { face } from "./face.ts";

const uint32 = countUpTo(2 ** 32 - 1);
const json: Shape<Json> = (value) => value as Json;

export const pool = object({
  chain_id: count,
  pool: address,
  token: address,
  token_symbol: text,
  token_decimals: countUpTo(77),
  unit_decimals: countUpTo(18),
  operator: address,
  receipt_key: address,
  settle_within_s: count,
  halted: truth,
  relay_fee: count,
  chain_time_s: count,
  now_s: count,
});

const summary = {
  project: uint32,
  title: text,
  state: oneOf("open", "closing", "complete", "halted"),
  kind: text,
  price: count,
  tasks: count,
  closed_tasks: count,
  accepted_answers: count,
  reserved: truth,
  disputes: count,
};

export const projectSummary = object(summary);
export const projects = object({ projects: listOf(projectSummary) });

export const choice = object({ value: text, title: text, hotkey: nullable(text) });
/** For a header, `field` is its text. */
export const taskObject = object({
  name: text,
  kind: oneOf("header", "image", "text", "hypertext", "audio", "video", "paragraphs", "chat", "list"),
  field: text,
});
export const control = object({ name: text, to_name: text, kind: oneOf("choices"), choices: listOf(choice) });

export const project = object({
  ...summary,
  instructions: text,
  objects: listOf(taskObject),
  controls: listOf(control),
  face,
  minimum_answers: count,
});

export const nonce = object({ nonce: hash });
export const session = object({ token: text, labeler: address, valid_until_s: count });
export const join = object({ project: uint32, sequence: uint32, head: hash });

export const lease = object({ task: hash, data: mapOf(json), expires_s: count });
export const leases = object({ leases: listOf(lease) });
export const leaseList = object({ leases: listOf(lease), resting: truth });

export const receipt = object({
  labeler: address,
  number: count,
  owed: count,
  project: uint32,
  sequence: uint32,
  head: hash,
  task: hash,
  position: countUpTo(2 ** 16 - 1),
  settle_by_s: count,
  signature,
});
export const receipts = object({ receipts: listOf(receipt) });

export const withdrawal = object({
  id: (value, at) => (typeof value === "number" ? String(count(value, at)) : text(value, at)),
  destination: address,
  amount: count,
  relay_fee: count,
  state: oneOf("queued", "sent", "paid", "failed"),
  transaction: nullable(hash),
  reason: nullable(text),
});

export const standing = object({
  project: uint32,
  title: text,
  answers: count,
  closed_answers: count,
  rate_32nds: nullable(countUpTo(32)),
  score_percent: nullable(finite),
  earned: count,
  owed: count,
  credited: count,
  sequence: uint32,
  head: hash,
});

export const me = object({
  labeler: address,
  owed: count,
  credited: count,
  withdrawn: count,
  nonce: count,
  receipt_number: count,
  projects: listOf(standing),
  withdrawals: listOf(withdrawal),
});

export const refusal = object({ error: object({ code: text, message: text, details: mapOf((value) => value) }) });

export type Pool = Shaped<typeof pool>;
export type ProjectSummary = Shaped<typeof projectSummary>;
export type Project = Shaped<typeof project>;
export type TaskObject = Shaped<typeof taskObject>;
export type Control = Shaped<typeof control>;
export type Lease = Shaped<typeof lease>;
export type ReceiptWire = Shaped<typeof receipt>;
export type WithdrawalWire = Shaped<typeof withdrawal>;
export type ProjectStanding = Shaped<typeof standing>;
export type Me = Shaped<typeof me>;
