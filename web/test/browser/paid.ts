// Every kind of task that is paid, through a running server: labeled, receipted, paid, cashed out. Run by tests/web.
// Without arguments it prints what each kind asks and shows. Arguments: address, size, the command that lets
// others answer the same (what was said on its standard input), and JSON of project numbers by kind.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import type { Page, Request, Response } from "playwright-core";
import type { Size } from "./acts.ts";
import { kinds } from "./paid_acts.ts";
import { createWallet, kept, LAPTOP, openBrowser, PHONE, receiptsKept, until, visit } from "./visit.ts";

const [base, size, others, projectsText] = process.argv.slice(2) as [string, Size, string, string];
const TASKS = 4;

interface Said {
  readonly project: number;
  readonly task: string;
  readonly answer: unknown;
}

if (!base) console.log(JSON.stringify(Object.fromEntries(Object.entries(kinds).map(shownOf))));
else {
  const browser = await openBrowser();
  try {
    const projects = JSON.parse(projectsText) as Record<string, number>;
    const labeler = await visit(browser, base, size === "phone" ? PHONE : LAPTOP);
    const said: Said[] = [];
    labeler.page.on("request", (request) => said.push(...answersIn(request)));
    await createWallet(labeler);
    let given = 0;
    for (const [kind, project] of Object.entries(projects))
      given = await label(labeler.page, kind, project, given);
    await answerAlike(said);
    const owed = await untilPaid(labeler.page, Object.values(projects));
    const cashed = await cashOut(labeler.page);
    assert.deepEqual(labeler.complaints.filter(isUnexpected), []);
    console.log(JSON.stringify({ said, owed, cashed, address: await addressOf(labeler.page) }));
  } finally {
    await browser.close();
  }
}

function shownOf([name, { config, data }]: [string, (typeof kinds)[string]]) {
  return [name, { config, data }];
}

/** Chromium reports a handler that the page's policy stopped while the sanitiser still looked at it. */
function isUnexpected(complaint: string): boolean {
  return !complaint.startsWith("Executing inline event handler violates");
}

/** What a request says of tasks; one that is sent again says the same again. */
function answersIn(request: Request): Said[] {
  const [, project] = /\/api\/projects\/(\d+)\/answers$/.exec(request.url()) ?? [];
  if (!project) return [];
  const { answers } = request.postDataJSON() as { answers: { task: string; answer: unknown }[] };
  return answers.map(({ task, answer }) => ({ project: Number(project), task, answer }));
}

/** Does all tasks of a project; returns how many answers there are by now. */
async function label(page: Page, kind: string, project: number, before: number): Promise<number> {
  await page.goto(`${base}/#/projects/${project}/label`);
  for (let turn = 0; turn < TASKS; turn++) {
    try {
      const editor = page.locator(".editor");
      await editor.waitFor();
      const task = await editor.getAttribute("data-task");
      await kinds[kind]!.act(page, size, turn);
      await page.locator(`.editor:not([data-task="${task}"]), .desk_end`).first().waitFor();
    } catch (error) {
      throw new Error(`${kind} on ${size}, task ${turn + 1}: ${String(error)}\n${await page.locator("#page").innerText()}`);
    }
  }
  const now = before + TASKS;
  await until(`answers to ${kind} are receipted`, async () => (await receiptsKept(page)) === now);
  return now;
}

/** Lets others say the same of the same tasks. */
async function answerAlike(said: readonly Said[]): Promise<void> {
  const child = spawn(others, { shell: true, stdio: ["pipe", "ignore", "inherit"] });
  child.stdin.end(JSON.stringify(said));
  assert.equal(await new Promise((resolve) => child.on("close", resolve)), 0);
}

/** What is owed by project, once every one has paid; the page shows it too. */
async function untilPaid(page: Page, projects: readonly number[]): Promise<Record<number, number>> {
  const owed: Record<number, number> = {};
  page.on("response", async (response) => {
    if (!response.url().endsWith("/api/me") || !response.ok()) return;
    for (const one of await standingsIn(response)) owed[one.project] = one.owed;
  });
  await page.goto(`${base}/#/earnings`);
  await until("all are paid, and the page shows it", async () => {
    const sum = Object.values(owed).reduce((left, right) => left + right, 0);
    return projects.every((one) => owed[one]! > 0) && (await balanceShown(page)) === sum;
  });
  assert.equal(await page.locator(".by_project li").count(), projects.length);
  return owed;
}

/** None, if the browser closed before it was read. */
async function standingsIn(response: Response): Promise<{ project: number; owed: number }[]> {
  try {
    return ((await response.json()) as { projects: { project: number; owed: number }[] }).projects;
  } catch {
    return [];
  }
}

async function balanceShown(page: Page): Promise<number> {
  return Number(await page.locator(".earnings_balance").getAttribute("data-balance"));
}

async function cashOut(page: Page): Promise<number> {
  const balance = await balanceShown(page);
  await page.getByRole("button", { name: "Cash out" }).click();
  await page.getByRole("button", { name: /^Send/ }).click();
  await page.getByText(/is yours/).waitFor();
  return balance;
}

async function addressOf(page: Page): Promise<string> {
  return ((await kept(page)).kept["wallet"] as { address: string }).address;
}
