// What the server tells requesters, as this page reads it: docs/api.md.

import type { Json } from "../model/canonical.ts";
import { face } from "../model/face.ts";
import {
  address,
  count,
  finite,
  hash,
  listOf,
  mapOf,
  nullable,
  object,
  text,
  truth,
  type Shape,
  type Shaped,
} from "../model/shape.ts";
import { projectSummary } from "../model/wire.ts";

const json: Shape<Json> = (value) => value as Json;

export const loginMessage = object({ message: text });
export const account = object({ address, scopes: listOf(text), operator: truth });

export const chain = object({
  chain_id: count,
  pool: address,
  registry: address,
  token: address,
  deposits: nullable(address),
  first_block: count,
  store: text,
  faucet: truth,
});

export const preview = object({ face, payable: truth });

const draftTask = object({ key: text, data: mapOf(json) });
const draftGold = object({ key: text, answer: json });
export const imported = object({ tasks: listOf(draftTask), gold: listOf(draftGold) });

export const accepted = object({
  manifest_hash: hash,
  store: text,
  fee_bps: count,
  max_unopened: count,
  most_that_can_be_spent: count,
});

export const stored = object({ name: text });

const checkpoint = object({
  number: count,
  record: hash,
  transaction: hash,
  gas_used: count,
  gas_price_wei: finite,
  credited: count,
  fee: count,
  labelers: count,
});

export const progress = object({
  project: count,
  title: text,
  state: text,
  price: count,
  tasks: count,
  closed_tasks: count,
  accepted_answers: count,
  deposit: count,
  receipts: count,
  settlements: count,
  labelers: count,
  owed: count,
  credited: count,
  gold_answers: count,
  gold_right: count,
  opened_checkpoints: count,
  checkpoints: listOf(checkpoint),
});

export const projectList = object({ projects: listOf(projectSummary) });

export type Chain = Shaped<typeof chain>;
export type Account = Shaped<typeof account>;
export type Preview = Shaped<typeof preview>;
export type Imported = Shaped<typeof imported>;
export type Accepted = Shaped<typeof accepted>;
export type Progress = Shaped<typeof progress>;
