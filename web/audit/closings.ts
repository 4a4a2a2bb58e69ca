// When each task got no more answers: full, sure enough, or by the final settlement (section 6).

import type { Address, Hash } from "../model/hex.ts";
import { compare, entryOf } from "./answers.ts";
import type { Consensus } from "./crowd.ts";
import { normalise } from "./crowd.ts";
import { expect, Mismatch } from "./errors.ts";
import type { Manifest } from "./manifest.ts";
import type { AnswerRow, PredictionRow, Record } from "./record.ts";
import { clustersOf } from "./rings.ts";
import type { Inputs, Settled } from "./settle.ts";
import { ONE } from "./tables.ts";

const NEVER_EARLY_BPS = 10_000;
const SCORED_ANSWERS_TO_COUNT = 20;
const AUDITED_ONE_IN = 20n;
const MINT_ANSWERS = 5;
const MINT_DOUBT = 1000;

export interface Given {
  readonly labeler: Address;
  /** null while the answer is sealed. */
  readonly label: number | null;
}

export interface Predicted {
  readonly model: string;
  /** null while the prediction is sealed. */
  readonly label: number | null;
}

export class Closings {
  /** The first settlement that counts a task; none while it is open. */
  readonly due = new Map<Hash, number>();
  readonly answers = new Map<Hash, Given[]>();
  readonly predictions = new Map<Hash, Predicted[]>();
  /** The classes of open tasks that settlements made gold. */
  readonly minted = new Map<Hash, number>();
  /** Whether the final settlement closed tasks that would have stayed open. */
  endedEarly = false;
  private readonly recorded = new Map<Hash, number>();

  constructor(
    private readonly rule: Manifest["answers_per_task"],
    private readonly tasks: ReadonlyMap<Hash, unknown>,
  ) {}

  read(record: Record, where: string): void {
    for (const { task, settlement } of record.closings) {
      const at = `${where}, closing of task ${task}`;
      if (!this.tasks.has(task)) throw new Mismatch(at, "task", "one of the manifest's", task);
      if (this.recorded.has(task)) throw new Mismatch(at, "closing", "one a task", "a second one");
      this.recorded.set(task, settlement);
    }
  }

  accept(row: AnswerRow, label: number | null, at: string): void {
    const due = this.due.get(row.task);
    if (due !== undefined) throw new Mismatch(at, "task", "open", `closed before settlement ${due}`);
    const given = entryOf(this.answers, row.task, (): Given[] => []);
    given.push({ labeler: row.labeler, label });
    if (given.length < this.rule.maximum) return;
    const afterNext = row.settlement + 2; // where the next settlement was being computed already
    this.due.set(row.task, this.recorded.get(row.task) === afterNext ? afterNext : row.settlement + 1);
  }

  predict({ task, model }: PredictionRow, label: number | null, at: string): void {
    const due = this.due.get(task);
    if (due !== undefined) throw new Mismatch(at, "task", "open", `closed before settlement ${due}`);
    entryOf(this.predictions, task, (): Predicted[] => []).push({ model, label });
  }

  closeAll(number: number): void {
    for (const task of this.tasks.keys()) {
      if (this.due.has(task)) continue;
      this.due.set(task, number);
      this.endedEarly = true;
    }
  }

  /** Closes the open tasks that a settlement made sure enough, and makes very sure audited ones gold;
   * sealed ones cannot be judged yet. */
  closeConfident(number: number, inputs: Inputs, { found, heard, crowd }: Settled): void {
    if (this.rule.target_confidence_bps >= NEVER_EARLY_BPS) return;
    const index = new Map(inputs.labelers.map((labeler, place) => [labeler, place]));
    const scored = Array<number>(inputs.labelers.length).fill(0);
    for (const labeler of inputs.labeler) scored[labeler]!++;
    const predicted = Array<number>(inputs.models.length).fill(0);
    for (const model of inputs.predictedModel) predicted[model]!++;
    const models = new Map(
      inputs.models.flatMap((name, place): [string, number][] => {
        const number = heard.get(name);
        return number !== undefined && predicted[place]! >= SCORED_ANSWERS_TO_COUNT ? [[name, number]] : [];
      }),
    );
    let cluster: number[] | null = null;
    for (const [task, given] of this.answers) {
      if (this.due.has(task) || given.length < this.rule.minimum) continue;
      if (given.some(({ label }) => label === null)) continue;
      const counted = given
        .map(({ labeler, label }) => ({ labeler: index.get(labeler) ?? -1, label: label! }))
        .filter(({ labeler }) => (scored[labeler] ?? 0) >= SCORED_ANSWERS_TO_COUNT);
      if (isAudited(task)) {
        cluster ??= clustersOf(crowd);
        const voices = new Set(counted.map(({ labeler }) => cluster![labeler]));
        const agreed = new Set(given.map(({ label }) => label)).size === 1 && voices.size >= MINT_ANSWERS;
        // Models have no say: gold is what proves them.
        const mints = agreed && (ONE - confidenceOf(found, counted)) * MINT_DOUBT < ONE;
        if (mints && !this.minted.has(task)) this.minted.set(task, given[0]!.label!);
        continue;
      }
      const beside = this.predictions.get(task) ?? [];
      if (beside.some(({ label }) => label === null)) continue;
      const said = beside.flatMap(({ model, label }) =>
        models.has(model) ? [{ labeler: models.get(model)!, label: label! }] : [],
      );
      const sure = counted.length ? confidenceOf(found, [...counted, ...said]) : 0;
      if (sure * NEVER_EARLY_BPS >= this.rule.target_confidence_bps * ONE) this.due.set(task, number + 1);
    }
  }

  /** Takes the record's word for tasks that a settlement may have made sure enough: whether it did is unknown. */
  believeEarly(number: number): void {
    if (this.rule.target_confidence_bps >= NEVER_EARLY_BPS) return;
    for (const [task, settlement] of this.recorded) {
      const given = this.answers.get(task)?.length ?? 0;
      const may = given >= this.rule.minimum && !isAudited(task);
      if (settlement === number + 1 && may && !this.due.has(task)) this.due.set(task, settlement);
    }
  }

  /** Whether the record closes for `settlement` or before what closed, and nothing else. */
  check(settlement: number, where: string): void {
    for (const task of [...new Set([...this.due.keys(), ...this.recorded.keys()])].sort(compare)) {
      const [due, found] = [this.due.get(task), this.recorded.get(task)];
      if (due === found || ![due, found].some((place) => place !== undefined && place <= settlement)) continue;
      expect(`${where}, closing of task ${task}`, "settlement", due ?? "none: it is open", found ?? "none");
    }
  }
}

/** One task in twenty stays open whatever is said, so that what early closing costs stays known. */
function isAudited(task: Hash): boolean {
  return BigInt(task) % AUDITED_ONE_IN === 0n;
}

function confidenceOf(found: Consensus, counted: readonly { labeler: number; label: number }[]): number {
  const logs = found.logPrior.map(
    (log, truth) => log + counted.reduce((sum, { labeler, label }) => sum + found.evidence(labeler, label, truth), 0),
  );
  return Math.max(...normalise(logs));
}
