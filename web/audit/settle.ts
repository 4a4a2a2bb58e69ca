// From closed answers to scores, rates and amounts, and the hashes of both sides.

import { keccak_256 } from "@noble/hashes/sha3.js";
import { fromHex, toHex, type Address, type Hash } from "../model/hex.ts";
import { utf8 } from "../model/typed_data.ts";
import { consensus } from "./consensus.ts";
import { contested, type Consensus, type Crowd, type Scoring } from "./crowd.ts";
import { heardCrowd } from "./models.ts";
import { earnedDown, goldRecord, rateOf, scoreOf, tallies, type Tally } from "./rate.ts";
import { ONE } from "./tables.ts";
import { carriedOver } from "./unrated.ts";

const NO_RATE = 255;
const NO_SCORE = -(1n << 63n);

export interface Inputs {
  readonly scoring: Scoring;
  readonly price: number;
  readonly tasks: readonly Hash[];
  readonly labelers: readonly Address[];
  readonly task: readonly number[];
  readonly labeler: readonly number[];
  readonly label: readonly number[];
  readonly gold: readonly number[];
  /** Indices of the tasks whose gold a settlement made; the rest was committed to. */
  readonly minted: readonly number[];
  readonly owed: readonly number[];
  readonly accepted: readonly number[];
  /** Who said something of these tasks, ascending; rows of the columns ascend by task and model. */
  readonly models: readonly string[];
  readonly predictedTask: readonly number[];
  readonly predictedModel: readonly number[];
  readonly predictedLabel: readonly number[];
}

export interface ModelSettlement {
  readonly model: string;
  readonly predictions: number;
  readonly informative: number;
  readonly scoreQ16: bigint | null;
  readonly goldPredictions: number;
  readonly goldRight: number;
}

export interface LabelerSettlement {
  readonly labeler: Address;
  readonly closedAnswers: number;
  readonly informative: number;
  readonly scoreQ16: bigint | null;
  readonly rate32: number | null;
  readonly earned: number;
  readonly owed: number;
}

export interface TaskSettlement {
  readonly task: Hash;
  readonly label: number;
  readonly confidenceQ16: number;
  readonly answers: number;
}

export interface Settlement {
  readonly labelers: readonly LabelerSettlement[];
  readonly tasks: readonly TaskSettlement[];
  readonly models: readonly ModelSettlement[];
}

export class AnswersStillOpen extends Error {}

export interface Settled {
  readonly settlement: Settlement;
  /** Of people's answers, and behind them of those of models that are heard. */
  readonly sums: readonly Tally[];
  /** What they follow from. */
  readonly found: Consensus;
  /** The answers it follows from: without those of models that are not heard. */
  readonly crowd: Crowd;
  /** Whether the answers contradict the gold: then none of it is believed. */
  readonly isContested: boolean;
  /** Models that are proven right, by the number they have in what it follows from. */
  readonly heard: ReadonlyMap<string, number>;
}

/** What everybody has earned by the closed tasks. */
export function settle(inputs: Inputs): Settled {
  const given = crowdOf(inputs);
  const made = new Set(inputs.minted);
  const isContested = contested({ ...given, gold: given.gold.map((known, t) => (made.has(t) ? -1 : known)) });
  const whole = isContested ? { ...given, gold: given.gold.map(() => -1) } : given;
  const { crowd, heard: proven } = heardCrowd(whole);
  const found = consensus(crowd, inputs.scoring);
  const people = inputs.labelers.length;
  const heard = new Map(proven.map((model, place) => [inputs.models[model]!, people + place]));
  const sums = tallies(crowd, found);
  return { settlement: settled(inputs, crowd, found, heard, sums), sums, found, crowd, isContested, heard };
}

/** The last settlement: who has no rate has a part of what all those are worth. */
export function settleFinal(inputs: Inputs): Settled {
  const { settlement: running, sums, ...rest } = settle(inputs);
  running.labelers.forEach(({ labeler, closedAnswers }, w) => {
    if (closedAnswers !== inputs.accepted[w]) throw new AnswersStillOpen(labeler);
  });
  const rates = running.labelers.map(({ rate32 }) => rate32);
  const gold = goldRecord(crowdOf(inputs), rest.found);
  const parts = carriedOver(inputs, sums.slice(0, rates.length), rates, gold, spreadOf(rest.found));
  const labelers = running.labelers.map((row, w) => {
    const earned = parts[w] ?? row.earned;
    return { ...row, earned, owed: Math.max(row.owed, earned) };
  });
  return { settlement: { ...running, labelers }, sums, ...rest };
}

/** The answers by number: behind people's those of models. */
function crowdOf(inputs: Inputs): Crowd {
  const { tasks, labelers, scoring, task, labeler, label, gold, models } = inputs;
  return {
    tasks: tasks.length,
    labelers: labelers.length + models.length,
    classes: scoring.classes.length,
    task: [...task, ...inputs.predictedTask],
    labeler: [...labeler, ...inputs.predictedModel.map((model) => labelers.length + model)],
    label: [...label, ...inputs.predictedLabel],
    gold,
    models: models.length,
  };
}

function spreadOf({ prior }: Consensus): number {
  return ONE * ONE - prior.reduce((sum, part) => sum + part * part, 0);
}

function settled(
  inputs: Inputs,
  crowd: Crowd,
  found: Consensus,
  heard: ReadonlyMap<string, number>,
  sums: readonly Tally[],
): Settlement {
  const spread = spreadOf(found);
  const labelers = sums.slice(0, inputs.labelers.length).map((tally, w) => {
    const rate32 = rateOf(tally, spread, inputs.scoring);
    const earned = rate32 === null ? 0 : earnedDown(inputs.price, tally.answers, rate32);
    return {
      labeler: inputs.labelers[w]!,
      closedAnswers: tally.answers,
      informative: tally.informative,
      scoreQ16: tally.informative ? scoreOf(tally, spread) : null,
      rate32,
      earned,
      owed: Math.max(inputs.owed[w]!, earned),
    };
  });
  const answers = Array<number>(crowd.tasks).fill(0);
  for (const task of inputs.task) answers[task]!++;
  const tasks = inputs.tasks.map((task, t) => {
    const confidenceQ16 = Math.max(...found.posterior[t]!);
    const label = found.posterior[t]!.indexOf(confidenceQ16);
    return { task, label, confidenceQ16, answers: answers[t]! };
  });
  return { labelers, tasks, models: modelsOf(inputs, found, sums, heard, spread) };
}

/** How good each model was; only those that are heard have a score. */
function modelsOf(
  inputs: Inputs,
  found: Consensus,
  sums: readonly Tally[],
  heard: ReadonlyMap<string, number>,
  spread: number,
): ModelSettlement[] {
  const gold = goldRecord(crowdOf(inputs), found);
  return inputs.models.map((model, place) => {
    const tally = heard.has(model) ? sums[heard.get(model)!]! : null;
    const record = gold[inputs.labelers.length + place]!;
    return {
      model,
      predictions: inputs.predictedModel.filter((one) => one === place).length,
      informative: tally?.informative ?? 0,
      scoreQ16: tally?.informative ? scoreOf(tally, spread) : null,
      goldPredictions: record.answered,
      goldRight: record.right,
    };
  });
}

export function inputsHash(inputs: Inputs): Hash {
  const { scoring, price, tasks, labelers, task, labeler, label, gold, minted, owed, accepted } = inputs;
  const { models, predictedTask, predictedModel, predictedLabel } = inputs;
  const bytes = new Bytes(`labelfield/inputs/${minted.length ? 4 : models.length ? 3 : 1}`);
  bytes.u32(scoring.version);
  bytes.texts(scoring.classes);
  bytes.u32(scoring.passes, scoring.labeler_pseudo_answers, scoring.crowd_pseudo_answers);
  bytes.u32(scoring.deduction_percent, scoring.full_pay_score_percent, scoring.minimum_answers);
  bytes.u32(scoring.carry_over_answers, scoring.credit_line_percent);
  bytes.u64(price);
  for (const ids of [tasks, labelers]) {
    bytes.u32(ids.length);
    for (const id of ids) bytes.raw(fromHex(id));
  }
  for (const column of [task, labeler, label, gold]) {
    bytes.u32(column.length);
    bytes.u32(...column);
  }
  for (const amounts of [owed, accepted]) {
    bytes.u32(amounts.length);
    for (const amount of amounts) bytes.u64(amount);
  }
  if (minted.length) bytes.u32(minted.length, ...minted);
  else if (!models.length) return bytes.hash();
  bytes.texts(models);
  for (const column of [predictedTask, predictedModel, predictedLabel]) {
    bytes.u32(column.length);
    bytes.u32(...column);
  }
  return bytes.hash();
}

export function settlementHash({ labelers, tasks, models }: Settlement): Hash {
  const bytes = new Bytes(`labelfield/settlement/${models.length ? 3 : 1}`);
  bytes.u32(labelers.length);
  for (const row of labelers) {
    bytes.raw(fromHex(row.labeler));
    bytes.u32(row.closedAnswers, row.informative);
    bytes.u64(BigInt.asUintN(64, row.scoreQ16 ?? NO_SCORE));
    bytes.raw(new Uint8Array([row.rate32 ?? NO_RATE]));
    bytes.u64(row.earned);
    bytes.u64(row.owed);
  }
  bytes.u32(tasks.length);
  for (const row of tasks) {
    bytes.raw(fromHex(row.task));
    bytes.u32(row.label, row.confidenceQ16, row.answers);
  }
  if (models.length) bytes.u32(models.length);
  for (const row of models) {
    bytes.text(row.model);
    bytes.u32(row.predictions, row.informative);
    bytes.u64(BigInt.asUintN(64, row.scoreQ16 ?? NO_SCORE));
    bytes.u32(row.goldPredictions, row.goldRight);
  }
  return bytes.hash();
}

/** Integers as section 9 lays them out, hashed as they come. */
class Bytes {
  private readonly hasher = keccak_256.create();
  private readonly word = new DataView(new ArrayBuffer(8));

  constructor(tag: string) {
    this.raw(utf8(tag));
  }

  raw(bytes: Uint8Array): void {
    this.hasher.update(bytes);
  }

  /** Unsigned, or signed in two's complement. */
  u32(...numbers: readonly number[]): void {
    const view = new DataView(new ArrayBuffer(4 * numbers.length));
    numbers.forEach((number, place) => view.setInt32(4 * place, number | 0));
    this.raw(new Uint8Array(view.buffer));
  }

  text(name: string): void {
    const text = utf8(name);
    this.u32(text.length);
    this.raw(text);
  }

  texts(names: readonly string[]): void {
    this.u32(names.length);
    for (const name of names) this.text(name);
  }

  u64(number: number | bigint): void {
    this.word.setBigUint64(0, BigInt(number));
    this.raw(new Uint8Array(this.word.buffer));
  }

  hash(): Hash {
    return toHex(this.hasher.digest()) as Hash;
  }
}
