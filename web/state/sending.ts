// Sends what waits in the outbox, one batch at a time, until every answer has its receipt.

import { sleep } from "../client/clock.ts";
import { stored } from "../client/vault.ts";
import { Refused } from "../client/http.ts";
import { alreadyHeld, headOf, type ChainEnd, type Link } from "../model/chain.ts";
import { BadReceipt, type Expected } from "../model/receipts.ts";
import { backoff_s, verdictOn } from "../model/refusals.ts";
import * as wire from "../model/wire.ts";
import { say } from "../text/say.ts";
import { noteFailure, pause } from "./line.ts";
import { tell } from "./notices.ts";
import * as outbox from "./outbox.ts";
import { acceptReceipt, lastOf, signersOf } from "./receipts.ts";
import { loadPool } from "./pool.ts";
import { call, renew } from "./session.ts";
import { serverForgot } from "./promises.ts";
import { standstill } from "./standstill.ts";
import { tabLost } from "./tab.ts";
import { distrust, stopTrusting } from "./trust.ts";
import { requireWallet, wallet } from "./wallet.ts";

let running = false;
let wake = () => {};

window.addEventListener("online", () => wake());

/** Starts sending unless it runs already. */
export async function sendWaiting(): Promise<void> {
  if (running) return;
  running = true;
  let attempt = 0;
  try {
    for (let project = next(); project !== null; project = next()) {
      attempt = (await sendBatch(project)) ? 0 : attempt + 1;
      if (attempt)
        await Promise.race([
          sleep(backoff_s(attempt, Math.random())),
          new Promise<void>((go) => (wake = go)),
        ]);
    }
  } finally {
    running = false;
  }
}

function next(): number | null {
  if (distrust.value || standstill.value || tabLost.value || !wallet.value) return null;
  return outbox.projectsToSend()[0] ?? null;
}

/** Returns whether something moved; if not, it is tried again later. */
async function sendBatch(project: number): Promise<boolean> {
  const batch = await sealed(project);
  if (!batch) return false;
  const { links, signature } = batch;
  try {
    const { receipts } = await call(
      { method: "POST", path: `/api/projects/${project}/answers`, body: { answers: links, signature } },
      wire.receipts,
    );
    pause.value = null;
    await believe(project, links, receipts);
    oneByOne.delete(project);
    return true;
  } catch (error) {
    return await recover(project, links, error);
  }
}

/** The next batch, signed and lying on the device: what leaves can always be sent again, the same. */
async function sealed(project: number) {
  try {
    const batch = await outbox.seal(project, oneByOne.has(project) ? 1 : undefined);
    await stored();
    return batch;
  } catch {
    // The device or the wallet did not do its part; both say so.
    return null;
  }
}

const oneByOne = new Set<number>();

async function believe(
  project: number,
  links: readonly Link[],
  receipts: readonly wire.ReceiptWire[],
): Promise<void> {
  const labeler = requireWallet().address;
  const signers = await signersOf(receipts);
  for (const [place, { task, sequence, ...rest }] of links.entries()) {
    const head = headOf(project, labeler, { task, sequence, ...rest });
    const expected: Expected = { labeler, project, sequence, head, task };
    const receipt = receipts[place];
    if (!receipt) throw new BadReceipt("missing_receipt", null, expected);
    acceptReceipt(receipt, signers[place] ?? null, expected);
  }
  outbox.takeOff(project, links.at(-1)!.sequence);
}

async function recover(project: number, links: readonly Link[], error: unknown): Promise<boolean> {
  if (error instanceof BadReceipt) {
    stopTrusting(error.fault, { receipt: error.receipt, expected: error.expected });
    return true;
  }
  if (error instanceof Refused) return await obey(project, links, error);
  return !noteFailure(error);
}

async function obey(project: number, links: readonly Link[], refused: Refused): Promise<boolean> {
  const before = { sequence: links[0]!.sequence - 1, head: links[0]!.previous };
  switch (verdictOn(refused.status, refused.code, links.length)) {
    case "rejoin":
      return await rejoin(project);
    case "reseal":
      await renew().catch(noteFailure);
      outbox.unseal(project);
      return false;
    case "one_by_one":
      oneByOne.add(project);
      outbox.unseal(project);
      return true;
    case "drop_first":
      outbox.rechain(project, before, 1);
      tell(say("refusal.dropped", { why: say.refusal(refused.code, refused.message) }), "bad");
      return true;
    case "drop_all":
      outbox.rechain(project, before, outbox.outboxOf(project).links.length);
      tell(say.refusal(refused.code, refused.message), "bad");
      return true;
    case "again":
      noteFailure(refused);
      if (refused.code === "operator_halted") await loadPool().catch(noteFailure);
      pause.value = refused.code === "chain_unreachable" ? "chain_down" : "busy";
      return false;
  }
}

/** Chains the waiting answers to where the server stands. Answers it signed for must still be there. */
async function rejoin(project: number): Promise<boolean> {
  try {
    const end = await joinProject(project);
    const held = alreadyHeld(project, requireWallet().address, end, outbox.outboxOf(project).links);
    outbox.rechain(project, end, held);
    return held > 0;
  } catch (error) {
    noteFailure(error);
    return false;
  }
}

export async function joinProject(project: number): Promise<ChainEnd> {
  const { sequence, head } = await call(
    { method: "POST", path: `/api/projects/${project}/join`, body: {} },
    wire.join,
  );
  const last = lastOf(project);
  if (last && (sequence < last.sequence || (sequence === last.sequence && head !== last.head)))
    serverForgot("answers_forgotten", { last, join: { sequence, head } });
  if (!outbox.outboxOf(project).links.length) outbox.setEnd(project, { sequence, head });
  return { sequence, head };
}
