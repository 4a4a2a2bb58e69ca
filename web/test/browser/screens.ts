// Every screen of the labeler's page in one language and size, light and dark: pictures, and what axe finds.
// Arguments: size, language, folder for pictures (none if empty). Run by tests/web, against the fake operator.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { Operator } from "../fake/operator.ts";
import { MINIMUM } from "../fake/projects.ts";
import { serveFake } from "../fake/server.ts";
import { COLOURS, LAPTOP, openBrowser, PHONE, taskShown, until, violationsOn, visit } from "./visit.ts";

const [size, language, folder] = process.argv.slice(2) as ["phone" | "laptop", string, string];
const device = size === "phone" ? { ...PHONE, deviceScaleFactor: 1 } : LAPTOP;
const SCHEMES = ["light", "dark"] as const;

if (folder) mkdirSync(folder, { recursive: true });
const violations: Record<string, string[]> = {};
const browser = await openBrowser();
const fake = await serveFake(0);
try {
  const operator = fake.afresh(56);
  const { page, complaints } = await visit(browser, fake.url, { ...device, locale: language });
  await page.emulateMedia({ reducedMotion: "reduce" });
  await arrive(page);
  await work(page);
  await cashOut(page, operator);
  await trouble(page, operator);
  const direction = await page.evaluate(() => document.documentElement.dir);
  console.log(JSON.stringify({ violations, complaints, direction }));
} finally {
  await browser.close();
  fake.close();
}

async function arrive(page: Page): Promise<void> {
  await page.locator(".open_now").waitFor();
  await look(page, "welcome");
  await page.locator(".welcome_bar .quiet").click();
  await page.locator(".sheet").waitFor();
  await look(page, "ways-in");
  await page.locator(".sheet_close").click();
  await page.locator(".welcome_bar .main").click();
  await page.locator(".projects a").first().waitFor();
  await look(page, "projects");
  await go(page, "#/projects/1", ".project_bar");
  await look(page, "project");
  await go(page, "#/try", ".samples");
  await look(page, "try");
}

async function work(page: Page): Promise<void> {
  await go(page, "#/projects/1/label", ".choices.seen");
  for (const [name, icon] of [
    ["skip", "skip"],
    ["instructions", "info"],
  ] as const) {
    await page.locator(`.tools .icon.${icon}`).click();
    await page.locator(".sheet").waitFor();
    await look(page, name);
    await page.locator(".sheet_close").click();
  }
  await page.keyboard.press("?");
  await page.locator(".key_list").waitFor();
  await look(page, "keys");
  await page.locator(".sheet_close").click();
  for (let given = 0; given < MINIMUM + 2; given++) {
    const task = await taskShown(page);
    await page.locator(".choices.seen button").nth(3).click();
    await page.locator(`.stage:not([data-task="${task}"])`).waitFor();
  }
  await until("it is paid", async () => /[1-9١-٩]/.test(await page.locator(".balance .amount").innerText()));
  await taskShown(page);
  await look(page, "label");
  await go(page, "#/projects/2/label", ".choices.seen");
  await look(page, "label-text");
  await go(page, "#/projects/4/label", ".editor_submit");
  await look(page, "label-questions");
}

async function cashOut(page: Page, operator: Operator): Promise<void> {
  operator.appealsUntil_s = Math.floor(Date.now() / 1000) + 2400;
  await go(page, "#/earnings", ".by_project li");
  await look(page, "earnings");
  await go(page, "#/earnings/1", ".appeal_time");
  // Nothing lies half under the bar at the lower edge there.
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await look(page, "appeal");
  await page.locator(".answer_list .button").first().click();
  await page.locator(".answer_list li:nth-child(2) > .appeal").waitFor();
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await look(page, "answers");
  await go(page, "#/earnings", ".by_project li");
  await page.locator(".earnings_bar .button").click();
  await page.locator(".cash_out_sum").waitFor();
  await look(page, "cash-out");
  await page.locator(".cash_out button[type=submit]").click();
  await page.locator(".cash_out_under.paid").waitFor();
  await look(page, "paid");
  await page.locator(".sheet_close").click();
  await go(page, "#/wallet", ".backup_state");
  await look(page, "account");
  await page.locator(".backup_state ~ *, .wallet .button.main").last().click();
  await page.locator(".sheet .warning").waitFor();
  await look(page, "backup");
  await page.locator(".sheet .button.wide").click();
  await page.locator(".sheet .hex").waitFor();
  await check(page, "backup-key", "light");
  await page.locator(".sheet_close").click();
  await page.locator(".wallet > div:last-of-type .button").click();
  await page.locator(".sheet textarea").fill("no key");
  await page.locator(".sheet .button.wide").click();
  await page.locator(".sheet [aria-invalid=true]").waitFor();
  await check(page, "import", "light");
  await page.locator(".sheet_close").click();
}

async function trouble(page: Page, operator: Operator): Promise<void> {
  operator.halted = true;
  await page.reload();
  await page.locator(".standstill").waitFor();
  await go(page, "#/", ".projects a");
  await look(page, "halted");
  operator.halted = false;
  await page.reload();
  await page.locator(".standstill").waitFor({ state: "detached" });
  operator.fault = "wrong_signature";
  await go(page, "#/projects/1/label", ".choices.seen");
  await taskShown(page);
  await page.locator(".choices.seen button").first().click();
  await page.locator(".screen [role=alert]").waitFor();
  await look(page, "stopped");
  const other = await page.context().newPage();
  await other.goto(fake.url);
  await page.locator(".tab_lost").waitFor();
  await look(page, "other-tab");
  await other.close();
}

async function go(page: Page, hash: string, there: string): Promise<void> {
  await page.evaluate((next) => (location.hash = next), hash);
  await page.locator(there).first().waitFor();
}

/** Notes what axe finds; in the dark, of colours alone: nothing else differs. */
async function check(page: Page, name: string, colorScheme: (typeof SCHEMES)[number]): Promise<void> {
  // What is wider than the screen makes phones show everything smaller.
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) violations[`${name}-width`] = [`${wide} px too wide`];
  const found = await violationsOn(page, colorScheme === "dark" ? COLOURS : undefined);
  if (found.length) violations[`${name}-${colorScheme}`] = found;
}

async function look(page: Page, name: string): Promise<void> {
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme });
    await check(page, name, colorScheme);
    if (!folder) continue;
    const scheme = colorScheme === "dark" ? "-dark" : "";
    writeFileSync(join(folder, `${size}-${name}-${language}${scheme}.webp`), await pictureOf(page));
  }
  await page.emulateMedia({ colorScheme: "light" });
}

/** WebP, a tenth of what PNG takes: there are many. */
async function pictureOf(page: Page): Promise<Buffer> {
  const client = await page.context().newCDPSession(page);
  const { data } = await client.send("Page.captureScreenshot", { format: "webp", quality: 60 });
  await client.detach();
  return Buffer.from(data, "base64");
}
