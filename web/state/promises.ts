// What an operator signed, held against what its server says now.

import { read, write } from "../client/vault.ts";
import { address } from "../model/shape.ts";
import { say } from "../text/say.ts";
import { tell } from "./notices.ts";
import { emptyOutbox } from "./outbox.ts";
import { isPlayMoney, poolName, requirePool } from "./pool.ts";
import { forgetReceipts } from "./receipts.ts";
import { endSession } from "./session.ts";
import { stopTrusting, trustAgain, type Breach } from "./trust.ts";

/** The key that signs receipts must stay the one seen first. */
export function checkReceiptKey(): void {
  const found = requirePool().receipt_key;
  const pinned = read(poolName("receipt_key"), address);
  if (pinned === null || isPlayMoney.value) write(poolName("receipt_key"), found);
  else if (pinned !== found) stopTrusting("receipt_key_changed", { pinned, found });
}

/** The server knows less than it signed for: a breach, except where the whole chain was started afresh. */
export function serverForgot(fault: Breach, evidence: unknown): void {
  if (!isPlayMoney.value) return stopTrusting(fault, evidence);
  void startAfresh();
  tell(say("notice.afresh"));
}

/** Sets aside everything this operator promised, and begins again. */
export async function startAfresh(): Promise<void> {
  write(poolName("receipt_key"), requirePool().receipt_key);
  emptyOutbox();
  endSession();
  trustAgain();
  await forgetReceipts();
}
