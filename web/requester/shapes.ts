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

export const preview = object({ face, payable: truth, unpaid: nullable(object({ reason: text, tag: text })) });

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
  appeals: nullable(object({ until_s: nullable(count), asked: count })),
});

export const projectList = object({ projects: listOf(projectSummary) });

export type Chain = Shaped<typeof chain>;
export type Account = Shaped<typeof account>;
export type Preview = Shaped<typeof preview>;
export type Imported = Shaped<typeof imported>;
export type Accepted = Shaped<typeof accepted>;
export type Progress = Shaped<typeof progress>;

const moment = object({ time_s: count, answers: count, closed_tasks: count, spent: count });
const labelerNumbers = object({
  name: text,
  answers: count,
  closed_answers: count,
  rate_32nds: nullable(count),
  score_percent: nullable(finite),
  owed: count,
  credited: count,
});

export const statistics = object({
  time_s: count,
  agreement_percent: nullable(finite),
  mean_confidence_percent: nullable(finite),
  confidence_histogram: listOf(count),
  spent: count,
  deposit: count,
  open_answers: count,
  expected_end_s: nullable(count),
  history: listOf(moment),
  labelers: listOf(labelerNumbers),
});

const taskNumbers = {
  task: hash,
  key: text,
  data: mapOf(json),
  state: text,
  opened: truth,
  answers: count,
  gold: truth,
  label: nullable(text),
  confidence_percent: nullable(finite),
};
const vote = object({
  name: text,
  position: count,
  time_s: count,
  label: nullable(text),
  answer: json,
  increment: count,
});

export const taskPage = object({ total: count, tasks: listOf(object(taskNumbers)) });
export const taskDetails = object({ ...taskNumbers, gold_answer: json, votes: listOf(vote) });
export const ownAccount = object({ projects: listOf(projectSummary) });

export type Statistics = Shaped<typeof statistics>;
export type TaskNumbers = Shaped<typeof taskPage>["tasks"][number];
export type TaskDetails = Shaped<typeof taskDetails>;
