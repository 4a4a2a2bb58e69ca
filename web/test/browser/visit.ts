// A visit to the page in Chromium, watched: what it asks for, whom, and what goes wrong.

import axe from "axe-core";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";

export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
};
export const LAPTOP: BrowserContextOptions = { viewport: { width: 1366, height: 768 } };

/** A name that stands for this machine, but that Chromium does not trust like localhost. */
export const PLAIN_HTTP_HOST = "labelfield.test";

/** A machine that does much else at the same time may need long; only what never comes takes all of it. */
const PATIENCE_MS = 300_000;

const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  `--host-resolver-rules=MAP ${PLAIN_HTTP_HOST} 127.0.0.1`,
];

export interface Visit {
  readonly page: Page;
  /** Errors of the page, refusals of the content security policy, and requests to other origins. */
  readonly complaints: string[];
  /** Everything that was sent: addresses, headers and bodies. */
  readonly sent: string[];
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env["LABELFIELD_CHROMIUM"] ?? "/usr/bin/chromium",
    args: QUIET,
  });
}

/** Opens the page in a browser of its own; requests that a test answers itself need `serviceWorkers: "block"`. */
export async function visit(
  browser: Browser,
  base: string,
  size: BrowserContextOptions,
  path = "",
  prepare: (page: Page) => Promise<unknown> = async () => undefined,
): Promise<Visit> {
  const context = await browser.newContext({
    colorScheme: "light",
    locale: "en-US",
    serviceWorkers: "block",
    ...size,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  const sent: string[] = [];
  page.setDefaultTimeout(PATIENCE_MS);
  page.on("pageerror", (error) => complaints.push(String(error.stack)));
  page.on("console", (message) => {
    const expected = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !expected) complaints.push(message.text());
  });
  page.on("request", (request) => {
    sent.push(
      [request.method(), request.url(), JSON.stringify(request.headers()), request.postData() ?? ""].join(
        " ",
      ),
    );
    if (!request.url().startsWith(base) && !/^(data|blob):/.test(request.url()))
      complaints.push(`another origin: ${request.url()}`);
  });
  await prepare(page);
  await page.goto(base + path);
  return { page, complaints, sent };
}

/** Private keys that the browser keeps: none may ever be sent. */
export async function keysIn(page: Page): Promise<string[]> {
  const all = JSON.stringify([await page.evaluate(() => ({ ...localStorage })), (await kept(page)).kept]);
  return [...all.matchAll(/private_key[\\"]+:[\\"]+0x([0-9a-f]{64})/g)].map(([, key]) => key!);
}

export async function createWallet({ page }: Visit): Promise<void> {
  await page.getByRole("button", { name: "Create my account" }).click();
  await page.locator(".projects a").first().waitFor();
}

/** Opens the first project whose title matches and sits down at its desk. */
export async function startLabeling({ page }: Visit, title: RegExp): Promise<void> {
  await page.locator(".projects a", { hasText: title }).first().click();
  await page.getByRole("link", { name: /labeling$/ }).click();
  await taskShown(page);
}

/** Waits until a task can be answered, and returns its id. */
export async function taskShown(page: Page): Promise<string> {
  await page.locator(".choices.seen").waitFor();
  // The page itself ignores taps on what has only just appeared.
  await page.waitForTimeout(170);
  return (await page.locator(".stage").getAttribute("data-task"))!;
}

/** What a task shows: the picture's file name, or the text. */
async function seen(page: Page): Promise<string> {
  const picture = page.locator(".stage img");
  if (!(await picture.count())) return await page.locator(".stage_text").innerText();
  return (await picture.getAttribute("src"))!.split("/").at(-1)!;
}

/** Answers `count` tasks with what `choose` says of what is seen. */
export async function answer(
  { page }: Visit,
  count: number,
  how: "tap" | "key",
  choose: (seen: string) => string,
): Promise<void> {
  for (let done = 0; done < count; done++) {
    const task = await taskShown(page);
    const button = page.locator(".choices button", {
      hasText: new RegExp(`^\\d?${choose(await seen(page))}$`),
    });
    if (how === "tap") await button.tap();
    else await page.keyboard.press((await button.getAttribute("aria-keyshortcuts"))!);
    await page.locator(`.stage:not([data-task="${task}"]), .desk_end`).first().waitFor();
  }
}

export async function receiptsKept(page: Page): Promise<number> {
  return (await kept(page)).receipts.length;
}

/** Answers that could still be taken back leave at once, as when one looks elsewhere. */
export async function lookElsewhere(page: Page): Promise<void> {
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));
}

/** Waits for so many receipts, and for none that could be had now. */
export async function untilReceipted(page: Page, count: number): Promise<void> {
  await lookElsewhere(page);
  await until(`${count} answers are receipted`, async () => (await receiptsKept(page)) === count);
}

export async function answersWaiting(page: Page): Promise<number> {
  return Object.entries((await kept(page)).kept)
    .filter(([name]) => name.includes("/outbox/"))
    .reduce((sum, [, box]) => sum + (box as { links: unknown[] }).links.length, 0);
}

/** What lies in the vault: everything but receipts by name, and the names of receipts. */
export async function kept(page: Page): Promise<{ kept: Record<string, unknown>; receipts: string[] }> {
  return await page.evaluate(async () => {
    const asked = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error!);
      });
    const database = await asked(indexedDB.open("labelfield", 1));
    const work = database.transaction(["kept", "receipts"]);
    const [names, values, receipts] = await Promise.all([
      asked(work.objectStore("kept").getAllKeys()),
      asked(work.objectStore("kept").getAll()),
      asked(work.objectStore("receipts").getAllKeys()),
    ]);
    database.close();
    return {
      kept: Object.fromEntries(names.map((name, place) => [String(name), values[place] as unknown])),
      receipts: receipts.map(String),
    };
  });
}

/** Looks again until `ready` holds. */
export async function until(what: string, ready: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end;) {
    if (await ready()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`not within ${PATIENCE_MS / 1000} s: ${what}`);
}

/** Processor time of all pages so far: unlike the clock it says the same on a busy machine. */
export async function pagesTook_ms(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const pages = processInfo.filter(({ type }) => type === "renderer");
  return pages.reduce((sum, { cpuTime }) => sum + cpuTime, 0) * 1000;
}

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** All that can differ where only the colours do. */
export const COLOURS = ["color-contrast", "link-in-text-block"];

/** What axe finds wrong with the page once nothing fades in any more: rule and place. */
export async function violationsOn(page: Page, rules: readonly string[] = RULES): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  return await page.evaluate(async (asked) => {
    const ending = document.getAnimations().filter(({ effect }) => Number.isFinite(Number(effect?.getComputedTiming().endTime)));
    await Promise.allSettled(ending.map(({ finished }) => finished));
    const found = await (window as unknown as { axe: typeof axe }).axe.run({ runOnly: [...asked], resultTypes: ["violations"] });
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target }) => `${id}: ${target.join(" ")}`),
    );
  }, rules);
}
