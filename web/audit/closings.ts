// When each task got no more answers: full, sure enough, or by the final settlement (section 6).

import type { Address, Hash } from "../model/hex.ts";
import { compare, entryOf } from "./answers.ts";
import { Appeals } from "./appeals.ts";
import { expect, Mismatch } from "./errors.ts";
import type { Manifest } from "./manifest.ts";
import type { AnswerRow, PredictionRow, Record } from "./record.ts";
import type { Inputs, Settled } from "./settle.ts";
import { NEVER_EARLY_BPS, Sureness } from "./sureness.ts";

const AUDITED_ONE_IN = 20n;

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
  /** What became of tasks after they had closed. */
  readonly appeals: Appeals;
  private readonly recorded = new Map<Hash, number>();

  constructor(
    private readonly rule: Manifest["answers_per_task"],
    private readonly tasks: ReadonlyMap<Hash, unknown>,
  ) {
    this.appeals = new Appeals(tasks.size);
  }

  read(record: Record, where: string): void {
    this.appeals.read(record, this.recorded, where);
    for (const { task, settlement } of record.closings) {
      const at = `${where}, closing of task ${task}`;
      if (!this.tasks.has(task)) throw new Mismatch(at, "task", "one of the manifest's", task);
      if (this.recorded.has(task)) this.appeals.readClosing(task, settlement, at);
      else this.recorded.set(task, settlement);
    }
  }

  accept(row: AnswerRow, label: number | null, at: string): void {
    const due = this.due.get(row.task);
    const given = entryOf(this.answers, row.task, (): Given[] => []);
    given.push({ labeler: row.labeler, label });
    if (due !== undefined) {
      this.appeals.accept(row, due, at);
      return;
    }
    if (given.length < this.rule.maximum) return;
    const afterNext = row.settlement + 2; // where the next settlement was being computed already
    this.due.set(row.task, this.recorded.get(row.task) === afterNext ? afterNext : row.settlement + 1);
  }

  predict({ task, model }: PredictionRow, label: number | null, at: string): void {
    const due = this.due.get(task);
    if (due !== undefined) throw new Mismatch(at, "task", "open", `closed before settlement ${due}`);
    entryOf(this.predictions, task, (): Predicted[] => []).push({ model, label });
  }

  /** The answers to a task that settlement `number` counts. */
  countedAnswers(task: Hash, number: number): readonly Given[] {
    const given = this.answers.get(task) ?? [];
    return given.slice(0, this.appeals.counted(task, number, given.length));
  }

  closeAll(number: number): void {
    this.appeals.closeAll(number);
    for (const task of this.tasks.keys()) {
      if (this.due.has(task)) continue;
      this.due.set(task, number);
      this.endedEarly = true;
    }
  }

  /** Closes the open tasks that a settlement made sure enough, and makes very sure audited ones gold;
   * sealed ones cannot be judged yet. */
  closeConfident(number: number, inputs: Inputs, settled: Settled): void {
    if (this.rule.target_confidence_bps >= NEVER_EARLY_BPS) return;
    const sureness = new Sureness(this.rule, inputs, settled);
    for (const [task, given] of this.answers) {
      if (this.due.has(task) || given.length < this.rule.minimum) continue;
      const said = given.flatMap(({ labeler, label }) => (label === null ? [] : [{ labeler, label }]));
      if (said.length < given.length) continue;
      if (isAudited(task)) {
        const minted = sureness.mints(said);
        if (minted !== null && !this.minted.has(task)) this.minted.set(task, minted);
        continue;
      }
      const predicted = this.predictions.get(task) ?? [];
      const beside = predicted.flatMap(({ model, label }) => (label === null ? [] : [{ model, label }]));
      if (beside.length === predicted.length && sureness.closes(said, beside)) this.due.set(task, number + 1);
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
    this.appeals.check(settlement, where);
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
