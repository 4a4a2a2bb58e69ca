// An operator in memory, honest unless told otherwise. Enough of docs/api.md to work on the page.

import type { Json } from "../../model/canonical.ts";
import { headOf, type Link } from "../../model/chain.ts";
import { ZERO_HASH, type Address, type Hash, type Signature } from "../../model/hex.ts";
import { addressOf, newPrivateKey, sign, signerOf, type PrivateKey } from "../../model/keys.ts";
import { hashAppeal, hashLogin, hashReceipt, hashSession, hashWithdrawal } from "../../model/messages.ts";
import { digest, keccak, utf8, type Domain } from "../../model/typed_data.ts";
import type { OwnAppeal } from "../../model/market_wire.ts";
import type { ReceiptWire, WithdrawalWire } from "../../model/wire.ts";
import { closed, digits, MINIMUM, questions, texts } from "./projects.ts";

export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export type Fault = "" | "late" | "owed_falls" | "wrong_signature" | "no_receipt" | "chain_down";

interface Standing {
  sequence: number;
  head: Hash;
  owed: number;
  rate_32nds: number | null;
  readonly done: Set<string>;
  readonly receipts: ReceiptWire[];
}

interface Account {
  number: number;
  withdrawn: number;
  readonly standings: Map<number, Standing>;
  readonly withdrawals: WithdrawalWire[];
}

interface Session {
  readonly labeler: Address;
  readonly key: Address;
}

interface Asked {
  readonly sequence: number;
  readonly time_s: number;
  readonly signature: Signature;
}

const RATE_32NDS = 29;

export class Operator {
  fault: Fault = "";
  readonly domain: Domain;
  /** What was said last, whoever said it. */
  lastAnswer: Json = null;
  lease_s = 600;
  halted = false;
  /** Tasks that have gone to somebody else. */
  readonly expired = new Set<string>();
  readonly projects = [digits(), texts(), closed(), questions()];
  /** Appeals, by project and sequence. */
  readonly appeals = new Map<string, OwnAppeal>();
  appealsUntil_s: number | null = null;
  readonly sessions = new Map<string, Session>();
  readonly accounts = new Map<string, Account>();

  constructor(
    chainId: number,
    readonly receiptKey: PrivateKey = newPrivateKey(),
  ) {
    this.domain = { chainId, pool: `0x${"5f".repeat(20)}` as Address };
  }

  pool() {
    const now_s = Math.floor(Date.now() / 1000);
    const { chainId, pool } = this.domain;
    const facts = {
      token: pool,
      token_symbol: "USDX",
      token_decimals: 18,
      unit_decimals: 6,
      operator: pool,
      relay_fee: 1000,
      settle_within_s: 3600,
      halted: this.halted,
    };
    return {
      chain_id: chainId,
      pool,
      ...facts,
      receipt_key: addressOf(this.receiptKey),
      chain_time_s: now_s,
      now_s,
    };
  }

  project(number: number) {
    const found = this.projects.find(({ details }) => details.project === number);
    if (!found) throw new Refusal(404, "unknown_project", "There is no such project.");
    return found;
  }

  logIn(body: {
    labeler: Address;
    key: Address;
    valid_until_s: number;
    signature: Signature;
    nonce: Hash;
    login_signature: Signature;
  }) {
    if (signerOf(digest(this.domain, hashSession(body)), body.signature) !== body.labeler)
      throw new Refusal(400, "bad_signature", "Session.");
    if (signerOf(digest(this.domain, hashLogin(body)), body.login_signature) !== body.key)
      throw new Refusal(400, "bad_signature", "Login.");
    const token = newPrivateKey();
    this.sessions.set(token, body);
    return { token, labeler: body.labeler, valid_until_s: body.valid_until_s };
  }

  account(labeler: Address): Account {
    const account = this.accounts.get(labeler) ?? {
      number: 0,
      withdrawn: 0,
      standings: new Map(),
      withdrawals: [],
    };
    this.accounts.set(labeler, account);
    return account;
  }

  standing(labeler: Address, project: number): Standing {
    const { standings } = this.account(labeler);
    const standing = standings.get(project) ?? {
      sequence: 0,
      head: ZERO_HASH,
      owed: 0,
      rate_32nds: null,
      done: new Set(),
      receipts: [],
    };
    standings.set(project, standing);
    return standing;
  }

  leases(labeler: Address, project: number, count: number) {
    const { done } = this.standing(labeler, project);
    const expires_s = Math.floor(Date.now() / 1000) + this.lease_s;
    const free = this.project(project).tasks.filter(({ task }) => !done.has(task) && !this.expired.has(task));
    return free.slice(0, count).map((task) => ({ ...task, expires_s }));
  }

  accept(
    session: { labeler: Address; key: Address },
    project: number,
    links: readonly Link[],
    signature: Signature,
  ): ReceiptWire[] {
    if (this.fault === "chain_down")
      throw new Refusal(503, "chain_unreachable", "The chain does not answer.");
    const { labeler } = session;
    this.lastAnswer = links.at(-1)!.answer;
    const standing = this.standing(labeler, project);
    const first = links[0]!;
    const before = standing.receipts.slice(first.sequence - 1, first.sequence - 1 + links.length);
    if (
      before.length === links.length &&
      before.every(({ head }, place) => head === headOf(project, labeler, links[place]!))
    )
      return before;
    if (links.some(({ task }) => this.expired.has(task)))
      throw new Refusal(409, "no_lease", "The task is not held by this labeler now.");
    if (first.sequence !== standing.sequence + 1)
      throw new Refusal(409, "wrong_sequence", "Another answer was expected next.");
    if (first.previous !== standing.head) throw new Refusal(409, "wrong_previous", "It does not follow.");
    if (signerOf(digest(this.domain, headOf(project, labeler, links.at(-1)!)), signature) !== session.key)
      throw new Refusal(400, "bad_signature", "Batch.");
    const receipts = links.map((link) => this.take(labeler, project, link));
    return this.fault === "no_receipt" ? receipts.slice(1) : receipts;
  }

  appeal(session: Session, project: number, { sequence, time_s, signature }: Asked): OwnAppeal {
    const receipt = this.standing(session.labeler, project).receipts.find((one) => one.sequence === sequence);
    if (!receipt) throw new Refusal(404, "not_found", "No such answer.");
    const struct = hashAppeal({ project, labeler: session.labeler, task: receipt.task, time_s });
    if (signerOf(digest(this.domain, struct), signature) !== session.key)
      throw new Refusal(400, "bad_signature", "Appeal.");
    const made = { state: "asking", asked: 3, answered: 0, gained: 0 } as const;
    this.appeals.set(`${project}/${sequence}`, made);
    return made;
  }

  market() {
    const requester = { projects: 3, paid: 41_250_000, paid_share_percent: 82 };
    return this.projects.map(({ details: { project } }) => ({
      project,
      hourly_median: 5_400_000,
      seconds_per_answer: 3.1,
      first_pay_s: 95,
      full_pay_score_percent: 70,
      requester,
    }));
  }

  answers(labeler: Address, project: number) {
    const { receipts, rate_32nds, sequence } = this.standing(labeler, project);
    const pay = Math.floor((this.project(project).details.price * (rate_32nds ?? 0)) / 32);
    const answers = receipts.map((receipt) => {
      const waits = receipt.sequence === sequence;
      const appealed = this.appeals.get(`${project}/${receipt.sequence}`) ?? null;
      return {
        sequence: receipt.sequence,
        task: receipt.task,
        time_s: receipt.settle_by_s - 3600,
        state: waits ? "waiting" : "opened",
        increment: pay,
        label: "3",
        pay: waits ? null : pay,
        score_percent: waits ? null : 12,
        why: waits ? null : "The others say 8.",
        evidence: waits ? null : { said: "3", implied: "8", implied_percent: 97, known: false, doubted: false },
        wrong: !waits,
        appeal: appealed,
        appealable: !waits && !appealed,
      };
    });
    const sums = {
      answers: sequence,
      minimum_answers: MINIMUM,
      rate_32nds,
      score_percent: 94,
      deduction_percent: 12,
      left_percent: 82,
      full_pay_score_percent: 90,
      gold_answers: 2,
      gold_right: 2,
      alike: 1,
    };
    return { sums, appeals_until_s: this.appealsUntil_s, answers: answers.reverse() };
  }

  me(labeler: Address) {
    const account = this.account(labeler);
    const projects = [...account.standings].map(([project, { sequence, head, owed, rate_32nds }]) => {
      const { title } = this.project(project).details;
      const score_percent = rate_32nds === null ? null : 94;
      return {
        project,
        title,
        answers: sequence,
        closed_answers: sequence,
        rate_32nds,
        score_percent,
        earned: owed,
        owed,
        credited: 0,
        sequence,
        head,
      };
    });
    const { withdrawn, withdrawals, number } = account;
    const owed = this.owed(labeler);
    return {
      labeler,
      owed,
      credited: withdrawn,
      withdrawn,
      nonce: withdrawals.length,
      receipt_number: number,
      projects,
      withdrawals,
    };
  }

  withdraw(
    labeler: Address,
    body: {
      destination: Address;
      amount: number;
      max_relay_fee: number;
      nonce: number;
      deadline_s: number;
      signature: Signature;
    },
  ) {
    const account = this.account(labeler);
    if (body.amount > this.owed(labeler) - account.withdrawn)
      throw new Refusal(409, "insufficient_credit", "Too much.");
    if (signerOf(digest(this.domain, hashWithdrawal({ labeler, ...body })), body.signature) !== labeler)
      throw new Refusal(400, "bad_signature", "Withdrawal.");
    account.withdrawn += body.amount;
    const id = `${account.withdrawals.length + 1}`;
    const { destination, amount } = body;
    account.withdrawals.unshift({
      id,
      destination,
      amount,
      relay_fee: 1000,
      state: "queued",
      transaction: null,
      reason: null,
    });
    const step = (state: "sent" | "paid") => {
      const place = account.withdrawals.findIndex((withdrawal) => withdrawal.id === id);
      account.withdrawals[place] = {
        ...account.withdrawals[place]!,
        state,
        transaction: keccak(utf8(`tx ${labeler} ${id}`)),
      };
    };
    setTimeout(() => step("sent"), 900);
    setTimeout(() => step("paid"), 2200);
    return account.withdrawals[0]!;
  }

  private take(labeler: Address, project: number, link: Link): ReceiptWire {
    const account = this.account(labeler);
    const standing = this.standing(labeler, project);
    const { price } = this.project(project).details;
    standing.sequence = link.sequence;
    standing.head = headOf(project, labeler, link);
    standing.done.add(link.task);
    if (standing.rate_32nds !== null) standing.owed += Math.floor((price * standing.rate_32nds) / 32);
    if (standing.sequence === MINIMUM) setTimeout(() => settle(standing, price), 700);
    const owed = this.fault === "owed_falls" ? 0 : this.owed(labeler);
    const settle_by_s = Math.floor(Date.now() / 1000) + (this.fault === "late" ? -600 : 3600);
    const fields = {
      labeler,
      number: ++account.number,
      owed,
      project,
      sequence: link.sequence,
      head: standing.head,
      task: link.task,
      position: 1,
      settle_by_s,
    };
    const key = this.fault === "wrong_signature" ? newPrivateKey() : this.receiptKey;
    const receipt = { ...fields, signature: sign(digest(this.domain, hashReceipt(fields)), key) };
    standing.receipts.push(receipt);
    return receipt;
  }

  private owed(labeler: Address): number {
    return [...this.account(labeler).standings.values()].reduce((sum, { owed }) => sum + owed, 0);
  }
}

function settle(standing: Standing, price: number): void {
  standing.rate_32nds = RATE_32NDS;
  standing.owed = Math.floor((price * standing.sequence * RATE_32NDS) / 32);
}
