// Coming in: what is kept, who the operator is, and what still waits to be sent.

import { signal } from "@preact/signals";
import { sleep } from "../client/clock.ts";
import { claimTab } from "../client/one_tab.ts";
import * as store from "../client/store.ts";
import { noteFailure } from "./line.ts";
import { refreshMe } from "./me.ts";
import { loadOutbox } from "./outbox.ts";
import { loadPool } from "./pool.ts";
import { loadProjects } from "./projects.ts";
import { checkReceiptKey } from "./promises.ts";
import { loadReceipts } from "./receipts.ts";
import { sendWaiting } from "./sending.ts";
import { tabLost } from "./tab.ts";
import { loadTrust } from "./trust.ts";
import { wallet } from "./wallet.ts";

export type Readiness = "loading" | "ready" | "no_storage";

export const readiness = signal<Readiness>("loading");

const RETRY_S = 2;

export async function start(): Promise<void> {
  if (!store.works()) {
    readiness.value = "no_storage";
    return;
  }
  claimTab(() => (tabLost.value = true));
  await reachPool();
  loadTrust();
  checkReceiptKey();
  if (wallet.value) await enter();
  readiness.value = "ready";
  void loadProjects();
}

/** What follows once there is a wallet. */
export async function enter(): Promise<void> {
  loadReceipts();
  loadOutbox();
  await refreshMe();
  void sendWaiting();
}

async function reachPool(): Promise<void> {
  for (;;) {
    try {
      await loadPool();
      return;
    } catch (error) {
      noteFailure(error);
      await sleep(RETRY_S);
    }
  }
}
