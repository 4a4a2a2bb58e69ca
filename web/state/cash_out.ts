// Cashing out: one signature by the wallet, then watching until it is paid.

import { signal } from "@preact/signals";
import { sleep } from "../client/clock.ts";
import { Refused, Unreachable } from "../client/http.ts";
import { available, DEADLINE_S, onItsWay } from "../model/cash_out.ts";
import type { Address } from "../model/hex.ts";
import { Malformed } from "../model/shape.ts";
import * as wire from "../model/wire.ts";
import { say } from "../text/say.ts";
import { noteFailure } from "./line.ts";
import { me, refreshMe } from "./me.ts";
import { domain, loadPool } from "./pool.ts";
import { call } from "./session.ts";
import { requireWallet, signWithdrawal } from "./wallet.ts";

/** The withdrawal begun on this visit, as last heard of. */
export const current = signal<wire.WithdrawalWire | null>(null);
export const problem = signal<string | null>(null);
export const signing = signal(false);

const POLL_S = 1;

/** Takes everything to `destination`, agreeing to at most the fee that was shown. */
export async function cashOut(destination: Address, feeShown: number): Promise<void> {
  signing.value = true;
  problem.value = null;
  try {
    current.value = await request(destination, feeShown);
    void watch();
  } catch (error) {
    problem.value = problemOf(error);
  } finally {
    signing.value = false;
  }
}

function problemOf(error: unknown): string {
  if (error instanceof Refused) return say.refusal(error.code, error.message);
  if (error instanceof Unreachable || error instanceof Malformed) {
    noteFailure(error);
    return say("cash_out.not_sent");
  }
  return say("cash_out.not_signed");
}

/** Takes up a withdrawal that was on its way when the page was opened. */
export function resume(): void {
  const open = me.value?.withdrawals.find(onItsWay);
  if (!open || current.value) return;
  current.value = open;
  void watch();
}

async function request(destination: Address, max_relay_fee: number): Promise<wire.WithdrawalWire> {
  const { chain_time_s, now_s } = await loadPool();
  const stated = await call({ method: "GET", path: "/api/me" }, wire.me);
  const deadline_s = Math.max(chain_time_s, now_s) + DEADLINE_S;
  const wanted = { destination, amount: available(stated), max_relay_fee, nonce: stated.nonce, deadline_s };
  const signature = await signWithdrawal(domain(), { labeler: requireWallet().address, ...wanted });
  const body = { ...wanted, signature };
  return await call({ method: "POST", path: "/api/me/withdrawals", body }, wire.withdrawal);
}

async function watch(): Promise<void> {
  while (current.value && onItsWay(current.value)) {
    await sleep(POLL_S);
    try {
      current.value = await call(
        { method: "GET", path: `/api/me/withdrawals/${current.value.id}` },
        wire.withdrawal,
      );
    } catch (error) {
      if (!noteFailure(error)) break;
    }
  }
  await refreshMe();
}
