// What appeals do: which tasks get answers after their closing, how many, until when (section 6).

import type { Address, Hash } from "../model/hex.ts";
import { compare } from "./answers.ts";
import { expect, Mismatch } from "./errors.ts";
import type { AnswerRow, AppealRow, Record } from "./record.ts";

export const ANSWERS_AN_APPEAL = 3;
const ANSWERS_TO_APPEAL = 10;
const MOST_OF_A_LABELER = 3;
const TASKS_AN_APPEAL = 20;

interface Round {
  /** Answers that the task had. */
  readonly before: number;
  given: number;
  /** The first settlement that counts the others; null while more are awaited. */
  due: number | null;
}

/** Hears of appeals, and of closings of and answers to tasks that had closed, in their order. */
export class Appeals {
  private readonly rounds = new Map<Hash, Round>();
  private readonly stated = new Set<Hash>();
  private readonly recorded = new Map<Hash, number>();
  private readonly ofLabeler = new Map<Address, number>();

  constructor(private readonly tasks: number) {}

  /** Notes a record's appeals: of tasks whose closing stands in a record before. */
  read(record: Record, closed: ReadonlyMap<Hash, number>, where: string): void {
    for (const row of record.appeals) {
      const at = appealPlace(row, where);
      if (!closed.has(row.task)) throw new Mismatch(at, "closing", "one in an earlier record", "none");
      if (this.stated.has(row.task)) throw new Mismatch(at, "appeal", "one a task", "a second");
      this.stated.add(row.task);
    }
  }

  readClosing(task: Hash, settlement: number, at: string): void {
    if (!this.stated.has(task) || this.recorded.has(task))
      throw new Mismatch(at, "closing", "one, and one more after an appeal", "another");
    this.recorded.set(task, settlement);
  }

  /** Lets a task be asked again; `closedAnswers` is how many of the labeler's were counted, if that is known. */
  hear(row: AppealRow, answers: number, closedAnswers: number | null, at: string): void {
    const before = this.ofLabeler.get(row.labeler) ?? 0;
    const earned = closedAnswers === null ? MOST_OF_A_LABELER : Math.floor(closedAnswers / ANSWERS_TO_APPEAL);
    const most = Math.min(earned, MOST_OF_A_LABELER);
    if (before >= most) throw new Mismatch(at, "appeals of the labeler", `at most ${most}`, before + 1);
    const limit = Math.ceil(this.tasks / TASKS_AN_APPEAL);
    if (this.rounds.size >= limit) throw new Mismatch(at, "appeals of the project", `at most ${limit}`, limit + 1);
    this.ofLabeler.set(row.labeler, before + 1);
    this.rounds.set(row.task, { before: answers, given: 0, due: null });
  }

  /** Counts an answer to a task that had closed before settlement `closed`. */
  accept(row: AnswerRow, closed: number, at: string): void {
    const found = this.rounds.get(row.task);
    if (!found || found.due !== null)
      throw new Mismatch(at, "task", "open", `closed before settlement ${found?.due ?? closed}`);
    found.given++;
    if (found.given < ANSWERS_AN_APPEAL) return;
    const afterNext = row.settlement + 2; // where the next settlement was being computed already
    found.due = this.recorded.get(row.task) === afterNext ? afterNext : row.settlement + 1;
  }

  closeAll(number: number): void {
    for (const found of this.rounds.values()) found.due ??= number;
  }

  /** How many of a task's answers settlement `number` counts, of `all` that it has. */
  counted(task: Hash, number: number, all: number): number {
    const found = this.rounds.get(task);
    return !found || (found.due !== null && found.due <= number) ? all : found.before;
  }

  /** Whether the record closes for `settlement` or before what closed again, and nothing else. */
  check(settlement: number, where: string): void {
    for (const task of [...new Set([...this.rounds.keys(), ...this.recorded.keys()])].sort(compare)) {
      const [due, found] = [this.rounds.get(task)?.due ?? null, this.recorded.get(task) ?? null];
      if (due === found || ![due, found].some((place) => place !== null && place <= settlement)) continue;
      const at = `${where}, closing of task ${task} after an appeal`;
      expect(at, "settlement", due ?? "none: more is awaited", found ?? "none");
    }
  }
}

export function appealPlace({ labeler, task }: AppealRow, where: string): string {
  return `${where}, appeal of ${labeler} for task ${task}`;
}
