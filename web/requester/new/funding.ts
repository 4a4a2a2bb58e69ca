// From a draft to a project on chain: prepared by the server, paid by the wallet.

import { signal } from "@preact/signals";
import { sleep } from "../../client/clock.ts";
import { wordOf } from "../../model/abi.ts";
import * as calls from "../../model/pool_calls.ts";
import { currency, requirePool } from "../../state/pool.ts";
import { account, lookAtBalance, wallet } from "../account.ts";
import { ask, fetchFile, post, send } from "../api.ts";
import { pay } from "../paying.ts";
import * as shapes from "../shapes.ts";
import { answersPerTask, draft, unitsOf, type Draft } from "./draft.ts";
import { sampleFiles, sampleUrl } from "./templates.ts";
import { FEWEST_TASKS } from "./unpaid.tsx";

export type Stage = "idle" | "preparing" | "allowing" | "paying" | "waiting";

export const stage = signal<Stage>("idle");

const LEASE_S = 600;
const SERVED_WITHIN_S = 60;

export class NotOpened extends Error {}

/** Has the server check the project, publish its tasks and say what to open. */
export async function prepare(): Promise<shapes.Accepted> {
  const made = draft.value;
  if (made.accepted) return made.accepted;
  stage.value = "preparing";
  try {
    await uploadSamples(made);
    const accepted = await post("/api/drafts", bodyOf(made), shapes.accepted);
    if (draft.value === made)
      draft.value = { ...made, accepted, deposit: made.deposit ?? accepted.most_that_can_be_spent };
    return accepted;
  } finally {
    stage.value = "idle";
  }
}

/** Files of the template's own tasks are not on the server as this project's yet. */
async function uploadSamples({ tasks }: Draft): Promise<void> {
  const known = sampleFiles();
  const values = tasks.flatMap(({ data }) => Object.values(data));
  const names = values.map((value) => String(value).replace(/^media\//, "")).filter((name) => known.has(name));
  for (const name of new Set(names)) {
    const file = await fetchFile(sampleUrl(name));
    await send({ method: "PUT", path: `/api/media/${name}`, file }, shapes.stored);
  }
}

function bodyOf(made: Draft) {
  return {
    title: made.title,
    instructions: made.instructions,
    config: made.config,
    price: unitsOf(made.price, currency.value.unitDecimals),
    answers_per_task: answersPerTask(made),
    scoring: { minimum_answers: FEWEST_TASKS },
    lease_s: LEASE_S,
    requester: account.value!.address,
    tasks: made.tasks,
    gold: made.gold,
    reserved: null,
  };
}

/** Locks the deposit and opens the project; returns its number once the server serves it. */
export async function openProject(accepted: shapes.Accepted, deposit: number): Promise<number> {
  try {
    stage.value = "allowing";
    const { pool } = requirePool();
    const mined = await pay({
      units: deposit,
      direct: calls.openProject(pool, accepted, deposit),
      signed: (allowance) => calls.openProjectSigned(allowance, pool, accepted, deposit),
      onAllowed: () => (stage.value = "paying"),
    });
    const opened = mined.logs.find(({ topics }) => topics[0] === calls.PROJECT_OPENED);
    if (!opened || opened.topics[2] !== wordOf(wallet.value!.address)) throw new NotOpened(mined.hash);
    const number = Number(BigInt(opened.topics[1]!));
    stage.value = "waiting";
    await served(number);
    return number;
  } finally {
    stage.value = "idle";
    void lookAtBalance();
  }
}

async function served(number: number): Promise<void> {
  for (let waited_s = 0; waited_s < SERVED_WITHIN_S; waited_s += 0.5) {
    const { projects } = await ask("/api/projects", shapes.projectList);
    if (projects.some(({ project }) => project === number)) return;
    await sleep(0.5);
  }
}
