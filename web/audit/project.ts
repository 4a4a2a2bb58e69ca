// One project from its first answer to its dataset: the steps of an audit, in their order.

import type { Hash } from "../model/hex.ts";
import { AnswerCheck, checkSignature, type Due, type Project } from "./answers.ts";
import { checkDataset } from "./dataset.ts";
import { expect, Mismatch } from "./errors.ts";
import type { Checkpoint, Facts } from "./facts.ts";
import { hashOf, tasksOf, type Choice, type Manifest } from "./manifest.ts";
import { MoneyCheck } from "./money.ts";
import { PredictionCheck } from "./predictions.ts";
import { parseRecord, unseal, type Record } from "./record.ts";
import type { Step } from "./steps.ts";
import { UnscoredMoney } from "./unscored.ts";

type Money = MoneyCheck | UnscoredMoney;

export interface Work {
  readonly facts: Facts;
  readonly manifest: Manifest;
  /** null where something else than one choice is asked: then scores are not recomputed. */
  readonly choice: Choice | null;
  /** How many signatures to check; Infinity for all. */
  readonly signatures: number;
  readonly fetchObject: (name: string) => Promise<Uint8Array | null>;
  readonly tell: (step: Step, done: number, all: number) => void;
}

export interface Counts {
  readonly checkpoints: number;
  readonly sealed: number;
  readonly answers: number;
  readonly signatures: number;
  readonly signaturesChecked: number;
  readonly settlements: number;
  readonly labelers: number;
  readonly labels: number;
  readonly credited: number;
  readonly fees: number;
  readonly final: boolean;
  /** Whether scores, rates, labels and confidences were recomputed too. */
  readonly scored: boolean;
}

const BASIS = 10_000n;

/** Runs every step that can run here; throws the first Mismatch. */
export async function audit(work: Work): Promise<Counts> {
  const { facts, manifest, tell } = work;
  const project = await openProject(work);
  const answers = new AnswerCheck(project);
  const predictions = new PredictionCheck(project);
  const money = work.choice
    ? new MoneyCheck(project, work.choice, answers, predictions)
    : new UnscoredMoney(project);
  const opened = facts.checkpoints.slice(0, facts.keys.size);
  const records = await readRecords(work, opened);
  records.forEach((record, place) => {
    answers.read(record, where(facts, place + 1));
    predictions.read(record, where(facts, place + 1));
    tell("answers", place + 1, records.length);
  });
  const checked = await checkSignatures(answers.due, work);
  run("contents", (record, at) => {
    answers.readContents(record, at);
    predictions.readContents(record, at);
  });
  run("gold", (record, at) => money.readGold(record, at));
  const all = records.reduce((sum, { settlements }) => sum + settlements.length, 0);
  records.forEach((record, place) => {
    const at = where(facts, place + 1);
    money.replay(record, at, (number) => tell("settlements", number, all));
    money.readCredits(record, at);
    checkEnd(facts, money, opened[place]!, at);
    checkEntries(facts, record, opened[place]!, at);
    tell("credits", place + 1, records.length);
  });
  tell("settlements", all, all);
  checkTotals(facts, manifest, money, answers.answers, records.length);
  tell("totals", 1, 1);
  const labels = await dataset();
  return {
    checkpoints: records.length,
    sealed: facts.checkpoints.length - records.length,
    answers: answers.answers,
    signatures: answers.due.length,
    signaturesChecked: checked,
    settlements: money.settlements,
    labelers: new Set([...answers.sequences.values()].flatMap((given) => [...given.keys()])).size,
    labels,
    credited: money.credited,
    fees: money.fees,
    final: money.final,
    scored: work.choice !== null,
  };

  function run(step: Step, check: (record: Record, at: string) => void): void {
    records.forEach((record, place) => {
      check(record, where(facts, place + 1));
      tell(step, place + 1, records.length);
    });
  }

  async function dataset(): Promise<number> {
    if (!money.final || records.length < facts.checkpoints.length) return 0;
    const bytes = await work.fetchObject("dataset");
    if (!bytes) throw new Mismatch("dataset", "object", "one, as the project is settled", "none");
    const labels = checkDataset(bytes, project, facts.manifestHash, answers, money.last);
    tell("dataset", labels, labels);
    return labels;
  }
}

async function openProject(work: Work): Promise<Project> {
  const { facts, manifest, choice, tell } = work;
  const batches = [];
  for (const batch of manifest.tasks.batches) batches.push(await objectOf(work, batch, "task batch"));
  const tasks = tasksOf(batches, manifest);
  tell("tasks", tasks.size, tasks.size);
  const domain = { chainId: facts.chainId, pool: facts.pool };
  return { number: facts.project, domain, manifest, choice, tasks };
}

async function readRecords(work: Work, opened: readonly Checkpoint[]): Promise<Record[]> {
  const { facts, tell } = work;
  const domain = { chainId: facts.chainId, pool: facts.pool };
  const records: Record[] = [];
  for (const event of opened) {
    const number = records.length + 1;
    const at = where(facts, number);
    expect(at, "number on chain", number, event.number);
    const sealed = await objectOf(work, event.record, at);
    const record = parseRecord(unseal(facts.keys.get(number)!, domain, facts.project, number, sealed), at);
    checkHeader(facts, record, event, opened[records.length - 1]?.record, at);
    records.push(record);
    tell("records", number, opened.length);
  }
  return records;
}

async function objectOf(work: Work, name: Hash, at: string): Promise<Uint8Array> {
  const bytes = await work.fetchObject(name);
  if (!bytes) throw new Mismatch(at, "object", name, "none");
  expect(at, "hash", name, hashOf(bytes));
  return bytes;
}

function checkHeader(
  facts: Facts,
  { header }: Record,
  event: Checkpoint,
  previous: Hash | undefined,
  at: string,
): void {
  expect(at, "version", 2, header.version);
  expect(at, "number in the record", event.number, header.checkpoint);
  expect(at, "chain", facts.chainId, header.chain_id);
  expect(at, "pool", facts.pool, header.pool);
  expect(at, "project", facts.project, header.project);
  expect(at, "previous record", previous ?? `0x${"00".repeat(32)}`, header.previous);
  expect(at, "fee on chain", header.fee, event.fee);
}

/** All signatures, or as many as were asked for, spread evenly; the page is told as they come. */
async function checkSignatures(due: readonly Due[], { signatures, tell }: Work): Promise<number> {
  const wanted = Math.min(signatures, due.length);
  for (let done = 0; done < wanted; done++) {
    checkSignature(due[Math.floor((done * due.length) / wanted)]!);
    if (done % 50 === 49) {
      tell("signatures", done + 1, wanted);
      await new Promise((resolve) => setTimeout(resolve));
    }
  }
  tell("signatures", wanted, wanted);
  return wanted;
}

/** Only the requester ends a project whose tasks are not all closed. */
function checkEnd(facts: Facts, { closings }: Money, event: Checkpoint, at: string): void {
  if (closings.endedEarly && (facts.closeBlock === null || facts.closeBlock > event.block))
    throw new Mismatch(at, "final settlement", "one after all tasks closed or the requester asked", "neither");
}

/** The transaction credits what the record says, to whom it says. */
function checkEntries(facts: Facts, record: Record, event: Checkpoint, at: string): void {
  const credited = new Map<number, number>();
  for (const [index, amount] of event.entries) credited.set(index, (credited.get(index) ?? 0) + amount);
  for (const { labeler, index, amount } of record.credits) {
    expect(`${at}, labeler ${labeler}`, "index in the Registry", facts.labelers.get(index), labeler);
    expect(`${at}, labeler ${labeler}`, "credit on chain", amount, credited.get(index) ?? 0);
    credited.delete(index);
  }
  for (const [index, amount] of credited)
    throw new Mismatch(`${at}, labeler ${facts.labelers.get(index)}`, "credit on chain", 0, amount);
}

function checkTotals(
  facts: Facts,
  manifest: Manifest,
  money: Money,
  answers: number,
  read: number,
): void {
  const at = where(facts);
  const sealed = facts.checkpoints.slice(read);
  if (sealed.length && (facts.noticeOver || facts.sealedFor_s > manifest.opening_interval_s + facts.grace_s))
    throw new Mismatch(at, "opening", `one of checkpoint ${sealed[0]!.number} by now`, "none");
  if (!sealed.length) money.checkComplete(where(facts, read));
  const unread = sealed.flatMap(({ entries }) => entries).reduce((sum, [, amount]) => sum + amount, 0);
  const fees = money.fees + sealed.reduce((sum, { fee }) => sum + fee, 0);
  expect(at, "credited on chain", money.credited + unread, facts.state.credited);
  expect(at, "fees on chain", fees, facts.state.fees);
  const perAnswer = BigInt(manifest.price) * (BASIS + BigInt(manifest.fee_bps));
  const most = Number((BigInt(facts.state.deposit) * BASIS) / perAnswer);
  if (answers > most) throw new Mismatch(at, "answers that the deposit covers", `at most ${most}`, answers);
}

function where(facts: Facts, checkpoint = 0): string {
  return checkpoint ? `project ${facts.project}, checkpoint ${checkpoint}` : `project ${facts.project}`;
}
