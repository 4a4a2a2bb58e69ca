// Taking money out: everything that is owed, less the relay fee.

import type { Address } from "./hex.ts";
import { addressOf, sign, type PrivateKey } from "./keys.ts";
import { hashWithdrawal } from "./messages.ts";
import { digest, type Domain } from "./typed_data.ts";
import type { Me, WithdrawalWire } from "./wire.ts";

export const DEADLINE_S = 3600;

export interface CashOut {
  readonly destination: Address;
  readonly amount: number;
  readonly max_relay_fee: number;
  readonly nonce: number;
}

/** What can be taken out: owed, credited or not, less what has left and is on its way. */
export function available(me: Me): number {
  return Math.max(0, me.owed - me.withdrawn);
}

export function onItsWay(withdrawal: WithdrawalWire): boolean {
  return withdrawal.state === "queued" || withdrawal.state === "sent";
}

/** Body of `POST /api/me/withdrawals`. */
export function withdrawalRequest(wallet: PrivateKey, domain: Domain, cashOut: CashOut, now_s: number) {
  const message = { labeler: addressOf(wallet), ...cashOut, deadline_s: now_s + DEADLINE_S };
  const signature = sign(digest(domain, hashWithdrawal(message)), wallet);
  const { labeler: _, ...body } = message;
  return { ...body, signature };
}
