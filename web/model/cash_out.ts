// Taking money out: everything that is owed, less the relay fee.

import type { Address } from "./hex.ts";
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
