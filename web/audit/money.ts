// The replay: settlements, receipts' increments, closings, credits and fees (sections 6 to 8).

import { keccak_256 } from "@noble/hashes/sha3.js";
import { toHex, type Address, type Hash } from "../model/hex.ts";
import { utf8 } from "../model/typed_data.ts";
import { compare, entryOf, type AnswerCheck, type Project } from "./answers.ts";
import { appealPlace } from "./appeals.ts";
import { Closings } from "./closings.ts";
import { expect, Mismatch } from "./errors.ts";
import { revealedIn } from "./gold.ts";
import { classOf, type Choice } from "./manifest.ts";
import type { PredictionCheck } from "./predictions.ts";
import { checkFee, checkReceipt, MOST_CREDIT, type Promised } from "./receipts.ts";
import type { AnswerRow, AppealRow, PredictionRow, Record, SettlementRow } from "./record.ts";
import { FULL_RATE } from "./rate.ts";
import { inputsHash, settle, settleFinal, settlementHash, type Inputs, type Settlement } from "./settle.ts";

interface Account extends Promised {
  accepted: number;
  credited: number;
  earned: number;
  rate32: number | null;
  /** Answers that the last settlement counted. */
  closed: number;
}

export class MoneyCheck {
  readonly closings: Closings;
  readonly gold = new Map<Hash, number>();
  settlements = 0;
  credited = 0;
  fees = 0;
  last: Settlement | null = null;
  final = false;
  /** Whether the answers contradict the gold: then it counts no more, and the end is next. */
  private contested = false;
  private readonly accounts = new Map<Address, Account>();
  private readonly opened = new Set<Hash>();

  constructor(
    private readonly project: Project,
    private readonly choice: Choice,
    private readonly answers: AnswerCheck,
    private readonly predictions: PredictionCheck,
  ) {
    this.closings = new Closings(project.manifest.answers_per_task, project.tasks);
  }

  readGold(record: Record, where: string): void {
    for (const { task, answer, at } of revealedIn(record, this.project.manifest, this.opened, where))
      this.gold.set(task, classOf(answer, this.choice, at));
  }

  /** Answers on the base of a settlement come before the settlement after it. */
  replay(record: Record, where: string, settled: (number: number) => void): void {
    this.closings.read(record, where);
    const waiting = new Map<number, (AnswerRow | AppealRow | PredictionRow)[]>();
    for (const row of [...record.appeals, ...record.predictions, ...record.answers])
      entryOf(waiting, row.settlement, (): (AnswerRow | AppealRow | PredictionRow)[] => []).push(row);
    const accept = () => {
      for (const row of waiting.get(this.settlements) ?? [])
        if ("model" in row) this.predict(row, where);
        else if ("signature" in row) this.appeal(row, where);
        else this.accept(row, where);
      waiting.delete(this.settlements);
    };
    for (const row of record.settlements) {
      accept();
      this.settle(row, where);
      settled(row.number);
    }
    accept();
    for (const [number] of waiting) throw new Mismatch(where, "settlement of an answer", this.settlements, number);
    this.closings.check(Number.MAX_SAFE_INTEGER, where);
  }

  readCredits(record: Record, where: string): void {
    for (const { labeler, amount } of record.credits) {
      const account = this.accountOf(labeler);
      const pending = account.owed - account.credited;
      if (amount < 1 || amount > Math.min(pending, MOST_CREDIT))
        throw new Mismatch(`${where}, labeler ${labeler}`, "credit", `at most ${pending}`, amount);
      account.credited += amount;
      this.credited += amount;
    }
    this.fees += checkFee(this.credited, this.fees, this.project.manifest.fee_bps, record.header.fee, where);
  }

  /** Once it is settled for good, all gold is revealed and everybody is paid. */
  checkComplete(where: string): void {
    if (!this.final) return;
    expect(where, "gold revealed", this.project.manifest.gold.count, this.gold.size);
    for (const [labeler, { owed, credited }] of this.accounts)
      expect(`${where}, labeler ${labeler}`, "credited", owed, credited);
  }

  private predict(row: PredictionRow, where: string): void {
    const at = `${where}, prediction of ${row.model} for task ${row.task}`;
    this.checkTime(row, at);
    this.closings.predict(row, this.predictions.labels.get(row.task)?.get(row.model) ?? null, at);
  }

  private appeal(row: AppealRow, where: string): void {
    const at = appealPlace(row, where);
    this.checkTime(row, at);
    const due = this.closings.due.get(row.task);
    if (due === undefined || due > this.settlements)
      throw new Mismatch(at, "task", "one that a settlement counted", "another");
    const answers = this.closings.answers.get(row.task)?.length ?? 0;
    this.closings.appeals.hear(row, answers, this.accountOf(row.labeler).closed, at);
  }

  private checkTime(row: { readonly settlement: number }, at: string): void {
    if (this.final || this.contested)
      throw new Mismatch(at, "settlement", "one before the final, or before gold was contested", row.settlement);
  }

  private accept(row: AnswerRow, where: string): void {
    const at = `${where}, labeler ${row.labeler}, answer ${row.sequence}`;
    this.checkTime(row, at);
    const account = this.accountOf(row.labeler);
    expect(at, "place in the order of acceptance", account.accepted + 1, row.sequence);
    expect(at, "increment", this.incrementOf(account), row.increment);
    account.accepted++;
    account.owed += row.increment;
    checkReceipt(account, row, at);
    this.closings.accept(row, this.answers.labels.get(row.task)?.get(row.labeler) ?? null, at);
  }

  private incrementOf({ owed, earned, rate32 }: Account): number {
    const { price, scoring } = this.project.manifest;
    if (rate32 === null) return 0;
    const step = Number((BigInt(price) * BigInt(rate32)) / BigInt(FULL_RATE));
    const line = BigInt(earned) * BigInt(100 + scoring.credit_line_percent);
    return BigInt(owed + step) * 100n <= line ? step : 0;
  }

  private settle(row: SettlementRow, where: string): void {
    const at = `${where}, settlement ${row.number}`;
    expect(at, "number", this.settlements + 1, row.number);
    if (this.final) throw new Mismatch(at, "settlements", "none after the final", row.number);
    if (this.contested && !row.final) throw new Mismatch(at, "final", "true, as gold is contested", "false");
    if (row.final) this.closings.closeAll(row.number);
    this.closings.check(row.number, where);
    const inputs = this.inputsAt(row.number);
    expect(at, "inputs_hash", inputsHash(inputs), row.inputs_hash);
    const settled = row.final ? settleFinal(inputs) : settle(inputs);
    const { settlement, isContested } = settled;
    expect(at, "settlement_hash", settlementHash(settlement), row.settlement_hash);
    for (const { labeler, owed, earned, rate32, closedAnswers: closed } of settlement.labelers)
      Object.assign(this.accountOf(labeler), { owed, earned, rate32, closed });
    this.settlements = row.number;
    this.last = settlement;
    this.final = row.final;
    if (row.final) return;
    this.contested = isContested;
    if (!isContested) this.closings.closeConfident(row.number, inputs, settled);
  }

  private inputsAt(number: number): Inputs {
    const { scoring, price } = this.project.manifest;
    const closed = [...this.closings.due].filter(([, due]) => due <= number).map(([task]) => task);
    const tasks = closed.filter((task) => this.closings.answers.has(task)).sort(compare);
    const counted = new Map(tasks.map((task) => [task, this.closings.countedAnswers(task, number)]));
    const heard = new Set([...counted.values()].flatMap((given) => given.map(({ labeler }) => labeler)));
    const labelers = [...heard].sort(compare);
    const index = new Map(labelers.map((labeler, place) => [labeler, place]));
    const columns = { task: [] as number[], labeler: [] as number[], label: [] as number[] };
    tasks.forEach((task, place) => {
      const rows = counted.get(task)!.filter(({ label }) => label !== null);
      rows.sort((a, b) => compare(a.labeler, b.labeler));
      for (const { labeler, label } of rows) {
        columns.task.push(place);
        columns.labeler.push(index.get(labeler)!);
        columns.label.push(label!);
      }
    });
    const { minted } = this.closings;
    const known = tasks.map((task) => this.gold.get(task) ?? minted.get(task) ?? -1);
    const made = tasks.flatMap((task, place) => (minted.has(task) && !this.gold.has(task) ? [place] : []));
    const accounts = labelers.map((labeler) => this.accounts.get(labeler)!);
    return {
      ...columns,
      ...this.predictedOf(tasks),
      scoring,
      price,
      tasks,
      labelers,
      gold: this.contested ? tasks.map(() => -1) : known,
      minted: this.contested ? [] : made,
      owed: accounts.map(({ owed }) => owed),
      accepted: accounts.map(({ accepted }) => accepted),
    };
  }

  private predictedOf(tasks: readonly Hash[]) {
    const rows = tasks.flatMap((task, place) =>
      (this.closings.predictions.get(task) ?? [])
        .flatMap(({ model, label }) => (label === null ? [] : [{ place, model, label }]))
        .sort((a, b) => compare(a.model, b.model)),
    );
    const models = [...new Set(rows.map(({ model }) => model))].sort(compare);
    return {
      models,
      predictedTask: rows.map(({ place }) => place),
      predictedModel: rows.map(({ model }) => models.indexOf(model)),
      predictedLabel: rows.map(({ label }) => label),
    };
  }

  private accountOf(labeler: Address): Account {
    return entryOf(this.accounts, labeler, () => ({
      accepted: 0,
      owed: 0,
      credited: 0,
      receipt_number: 0,
      elsewhere: 0,
      earned: 0,
      rate32: null,
      closed: 0,
    }));
  }
}

/** How a labeler is called in a dataset. */
export function pseudonym(manifest: Hash, labeler: Address): string {
  return `labeler-${toHex(keccak_256(utf8(`${manifest}/${labeler}`))).slice(2, 14)}`;
}
