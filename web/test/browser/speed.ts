// How fast the page is on a cheap phone: processor four times slower, lines of three kinds, nothing cached.
// Against the fake operator, which sends gzip. Prints JSON; run by bench/web.py.

import type { Browser, CDPSession, Page } from "playwright-core";
import { serveFake } from "../fake/server.ts";
import { answer, createWallet, openBrowser, pagesTook_ms, PHONE, startLabeling, taskShown, visit } from "./visit.ts";

const SLOWED = 4;
const ANSWERS = 12;
/** Bits a second become bytes a second. */
const LINES = {
  "1.6 Mb/s, 300 ms": { latency: 300, downloadThroughput: 200_000, uploadThroughput: 94_000 },
  "400 kb/s, 300 ms": { latency: 300, downloadThroughput: 50_000, uploadThroughput: 50_000 },
};

const browser = await openBrowser();
const fake = await serveFake(0);
try {
  fake.afresh(56);
  const ready: Record<string, Record<string, number>> = {};
  for (const [name, line] of Object.entries(LINES)) ready[name] = await readyTimes(browser, line);
  console.log(JSON.stringify({ ready, ...(await answering(browser)) }));
} finally {
  await browser.close();
  fake.close();
}

type Line = (typeof LINES)[keyof typeof LINES];

/** Milliseconds from the address to what can be done: create an account, and label as someone who comes back. */
async function readyTimes(browser: Browser, line: Line): Promise<Record<string, number>> {
  const labeler = await visit(browser, fake.url, PHONE);
  const { page } = labeler;
  const first = await coldLoad(page, line, `${fake.url}/`, ".welcome_bar .main:not([disabled])");
  await createWallet(labeler);
  await startLabeling(labeler, /digits/);
  const label = await coldLoad(page, line, `${fake.url}/#/projects/1/label`, ".choices.seen");
  await page.context().close();
  return { first_visit_ms: first, label_ms: label };
}

async function coldLoad(page: Page, line: Line, address: string, ready: string): Promise<number> {
  const client = await page.context().newCDPSession(page);
  await page.goto("about:blank");
  await client.send("Network.enable");
  await client.send("Network.clearBrowserCache");
  await client.send("Network.emulateNetworkConditions", { offline: false, ...line });
  await slow(client, SLOWED);
  const begun = Date.now();
  await page.goto(address, { waitUntil: "commit" });
  await page.locator(ready).first().waitFor({ timeout: 60_000 });
  const took = Date.now() - begun;
  await slow(client, 1);
  await client.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: -1,
  });
  await client.detach();
  return took;
}

async function slow(client: CDPSession, rate: number): Promise<void> {
  await client.send("Emulation.setCPUThrottlingRate", { rate });
}

/** Medians of what a key press takes: until the answer lies on the device, and until the next task is shown. */
async function answering(browser: Browser): Promise<Record<string, number>> {
  const labeler = await visit(browser, fake.url, PHONE);
  const { page } = labeler;
  await createWallet(labeler);
  await startLabeling(labeler, /digits/);
  await answer(labeler, 2, "key", () => "3");
  await slow(await page.context().newCDPSession(page), SLOWED);
  await page.evaluate(watch);
  const [stored, next]: number[][] = [[], []];
  const before_ms = await pagesTook_ms(browser);
  for (let given = 0; given < ANSWERS; given++) {
    await taskShown(page);
    await page.keyboard.press("3");
    const took = await page.evaluate(() => (window as unknown as { took(): Promise<Took> }).took());
    stored!.push(took.stored);
    next!.push(took.next);
  }
  const worked_ms = ((await pagesTook_ms(browser)) - before_ms) / ANSWERS;
  return { stored_ms: median(stored!), next_ms: median(next!), worked_ms };
}

interface Took {
  readonly stored: number;
  readonly next: number;
}

/** In the page: notes when a key went down, when the vault had written, and when another task could be answered. */
function watch(): void {
  let pressed = 0;
  let stored = 0;
  let next = 0;
  let task: string | null = null;
  addEventListener(
    "keydown",
    () => {
      pressed = performance.now();
      stored = next = 0;
      task = document.querySelector(".stage")!.getAttribute("data-task");
      requestAnimationFrame(function look() {
        const shown = document.querySelector(".stage")?.getAttribute("data-task");
        const image = document.querySelector<HTMLImageElement>(".stage img");
        if (shown !== task && image?.complete && image.naturalWidth) next = performance.now();
        else requestAnimationFrame(look);
      });
    },
    true,
  );
  const transaction = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...asked) {
    const begun = transaction.apply(this, asked);
    if (asked[1] === "readwrite") begun.addEventListener("complete", () => (stored ||= performance.now()));
    return begun;
  };
  Object.assign(window, {
    async took() {
      while (!stored || !next) await new Promise((done) => setTimeout(done, 5));
      return { stored: stored - pressed, next: next - pressed };
    },
  });
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
}
