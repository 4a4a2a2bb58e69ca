// The replay of a project whose answers this browser does not score: all that holds whatever they are worth.
//
// Rates and earnings stay unknown, so a receipt's increment is any step of a rate, an early closing is
// believed where the manifest allows one, and credits are bound by the price of the answers accepted.

import type { Address, Hash } from "../model/hex.ts";
import { entryOf, type Project } from "./answers.ts";
import { appealPlace } from "./appeals.ts";
import { Closings } from "./closings.ts";
import { expect, Mismatch } from "./errors.ts";
import { revealedIn } from "./gold.ts";
import { earnedDown, FULL_RATE } from "./rate.ts";
import { checkFee, checkReceipt, MOST_CREDIT, type Promised } from "./receipts.ts";
import type { AnswerRow, AppealRow, Record, SettlementRow } from "./record.ts";

interface Account extends Promised {
  accepted: number;
  credited: number;
  /** What an answer added since the last settlement, the same for all that added anything. */
  step: number;
}

export class UnscoredMoney {
  readonly closings: Closings;
  settlements = 0;
  credited = 0;
  fees = 0;
  final = false;
  readonly last = null;
  private readonly gold = new Set<Hash>();
  private readonly opened = new Set<Hash>();
  private readonly accounts = new Map<Address, Account>();
  private readonly steps: ReadonlySet<number>;

  constructor(private readonly project: Project) {
    this.closings = new Closings(project.manifest.answers_per_task, project.tasks);
    const rates = Array.from({ length: FULL_RATE + 1 }, (_, rate32) => rate32);
    this.steps = new Set(rates.map((rate32) => earnedDown(project.manifest.price, 1, rate32)));
  }

  readGold(record: Record, where: string): void {
    for (const { task } of revealedIn(record, this.project.manifest, this.opened, where)) this.gold.add(task);
  }

  replay(record: Record, where: string, settled: (number: number) => void): void {
    this.closings.read(record, where);
    const waiting = new Map<number, (AnswerRow | AppealRow)[]>();
    for (const row of [...record.appeals, ...record.answers])
      entryOf(waiting, row.settlement, (): (AnswerRow | AppealRow)[] => []).push(row);
    const accept = () => {
      for (const row of waiting.get(this.settlements) ?? [])
        if ("signature" in row) this.appeal(row, where);
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
    const { price, fee_bps } = this.project.manifest;
    for (const { labeler, amount } of record.credits) {
      const account = this.accountOf(labeler);
      const most = Math.min(price * account.accepted - account.credited, MOST_CREDIT);
      if (amount < 1 || amount > most)
        throw new Mismatch(`${where}, labeler ${labeler}`, "credit", `at most ${most}`, amount);
      account.credited += amount;
      this.credited += amount;
    }
    this.fees += checkFee(this.credited, this.fees, fee_bps, record.header.fee, where);
  }

  /** Once it is settled for good, all gold is revealed, and what receipts promised is paid. */
  checkComplete(where: string): void {
    if (!this.final) return;
    expect(where, "gold revealed", this.project.manifest.gold.count, this.gold.size);
    for (const [labeler, { owed, credited }] of this.accounts)
      if (credited < owed)
        throw new Mismatch(`${where}, labeler ${labeler}`, "credited", `at least ${owed}`, credited);
  }

  private accept(row: AnswerRow, where: string): void {
    const at = `${where}, labeler ${row.labeler}, answer ${row.sequence}`;
    if (this.final) throw new Mismatch(at, "settlement", "one before the final", row.settlement);
    const account = this.accountOf(row.labeler);
    expect(at, "place in the order of acceptance", account.accepted + 1, row.sequence);
    this.checkIncrement(account, row.increment, at);
    account.accepted++;
    account.owed += row.increment;
    checkReceipt(account, row, at);
    this.closings.accept(row, null, at);
  }

  /** How many of the labeler's answers were counted is not known here. */
  private appeal(row: AppealRow, where: string): void {
    const at = appealPlace(row, where);
    if (this.final) throw new Mismatch(at, "settlement", "one before the final", row.settlement);
    const due = this.closings.due.get(row.task);
    if (due === undefined || due > this.settlements)
      throw new Mismatch(at, "task", "one that a settlement counted", "another");
    this.closings.appeals.hear(row, this.closings.answers.get(row.task)?.length ?? 0, null, at);
  }

  private checkIncrement(account: Account, increment: number, at: string): void {
    if (!this.steps.has(increment)) throw new Mismatch(at, "increment", "the price at a rate in 32nds", increment);
    if (!increment) return;
    if (account.step) expect(at, "increment", account.step, increment);
    account.step = increment;
  }

  private settle(row: SettlementRow, where: string): void {
    const at = `${where}, settlement ${row.number}`;
    expect(at, "number", this.settlements + 1, row.number);
    if (this.final) throw new Mismatch(at, "settlements", "none after the final", row.number);
    if (row.final) this.closings.closeAll(row.number);
    this.closings.check(row.number, where);
    this.settlements = row.number;
    this.final = row.final;
    for (const account of this.accounts.values()) account.step = 0;
    if (!row.final) this.closings.believeEarly(row.number);
  }

  private accountOf(labeler: Address): Account {
    return entryOf(this.accounts, labeler, () => ({
      accepted: 0,
      owed: 0,
      credited: 0,
      receipt_number: 0,
      elsewhere: 0,
      step: 0,
    }));
  }
}
