// Coming in: what is kept, who the operator is, and what still waits to be sent.

import { effect, signal } from "@preact/signals";
import { sleep } from "../client/clock.ts";
import { moveIn } from "../client/move_in.ts";
import { keepPageOffline } from "../client/offline.ts";
import { openVault } from "../client/vault.ts";
import { say } from "../text/say.ts";
import { noteFailure } from "./line.ts";
import { refreshMe, takeKeptMe } from "./me.ts";
import { tell } from "./notices.ts";
import { loadOutbox } from "./outbox.ts";
import { loadPool, takeKeptPool } from "./pool.ts";
import { loadProjects, takeKeptProjects } from "./projects.ts";
import { checkReceiptKey } from "./promises.ts";
import { loadReceipts } from "./receipts.ts";
import { sendWaiting } from "./sending.ts";
import { standstill } from "./standstill.ts";
import { tabLost } from "./tab.ts";
import { loadTrust } from "./trust.ts";
import { loadWallet, wallet } from "./wallet.ts";

export type Readiness = "loading" | "ready" | "no_storage";

export const readiness = signal<Readiness>("loading");

const RETRY_S = 2;
const POOL_EVERY_MS = 30_000;

/** What was kept is there at once, with or without a line; what the server says follows. */
export async function start(): Promise<void> {
  try {
    await openVault({
      onLost: () => (tabLost.value = true),
      onFull: () => tell(say("notice.device_full"), "bad"),
    });
    await moveIn();
  } catch {
    readiness.value = "no_storage";
    return;
  }
  await loadWallet();
  if (takeKeptPool()) {
    await takeKept();
    readiness.value = "ready";
    await reachPool();
    checkReceiptKey();
  } else {
    await reachPool();
    checkReceiptKey();
    await takeKept();
    readiness.value = "ready";
  }
  keepPageOffline();
  watchPool();
  void loadProjects();
  if (wallet.value) await work();
}

/** What follows once there is a wallet. */
export async function enter(): Promise<void> {
  await takeKept();
  await work();
}

async function takeKept(): Promise<void> {
  loadTrust();
  takeKeptProjects();
  if (!wallet.value) return;
  takeKeptMe();
  loadOutbox();
  await loadReceipts();
}

async function work(): Promise<void> {
  await refreshMe();
  void sendWaiting();
}

/** What the operator says of itself may change: above all, whether it was halted. */
function watchPool(): void {
  setInterval(() => {
    if (document.visibilityState === "visible") void loadPool().catch(noteFailure);
  }, POOL_EVERY_MS);
  effect(() => {
    if (!standstill.value) void sendWaiting();
  });
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
