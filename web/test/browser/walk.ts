// A labeler's way through a running server: wallet, answers, balance, cash out. Run by tests/web.
// Arguments: address, size, JSON file of right answers by file name or text, folder for pictures (none if empty).

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import {
  answer,
  createWallet,
  kept,
  keysIn,
  LAPTOP,
  openBrowser,
  PHONE,
  receiptsKept,
  startLabeling,
  taskShown,
  until,
  visit,
  type Visit,
} from "./visit.ts";

const [base, size, answersFile, pictures] = process.argv.slice(2) as [
  string,
  "phone" | "laptop",
  string,
  string,
];
const right = JSON.parse(readFileSync(answersFile, "utf8")) as Record<string, string>;
const how = size === "phone" ? "tap" : "key";
const ANSWERS_FIRST = 12;
const ANSWERS_THEN = 8;
const TEXTS = 3;

const browser = await openBrowser();
try {
  console.log(JSON.stringify(await walk()));
} finally {
  await browser.close();
}

async function walk() {
  const begun = Date.now();
  const labeler = await visit(browser, base, size === "phone" ? PHONE : LAPTOP);
  const { page, complaints, sent } = labeler;
  await page.getByText("open now").waitFor();
  await picture(page, "welcome");
  await createWallet(labeler);
  await picture(page, "projects");
  await startLabeling(labeler, /digits/i);
  await answer(labeler, ANSWERS_FIRST, how, (file) => right[file]!);
  await page.getByText("Your rate").waitFor();
  await until("the first answers are paid", async () => (await balanceOf(page)) > 0);
  const first = await balanceOf(page);
  const first_paid_s = (Date.now() - begun) / 1000;
  await answer(labeler, ANSWERS_THEN, how, (file) => right[file]!);
  await until("the balance grew with the answers", async () => (await balanceOf(page)) > first);
  await until(
    "every answer has its receipt",
    async () => (await receiptsKept(page)) === ANSWERS_FIRST + ANSWERS_THEN,
  );
  await pictureOfDesk(page);
  await labelTexts(labeler);
  await page.locator(".to_earnings").click();
  await until("the earnings are there", async () => (await earned(page)) > 0);
  await picture(page, "earnings");
  const paid = await cashOut(page);
  assert.deepEqual(await keysIn(page), [], "a private key lies open on the device");
  const key = await backedUpKey(page);
  assert.ok(!sent.some((request) => request.toLowerCase().includes(key)), "the private key was sent");
  assert.deepEqual(complaints, []);
  return { first, first_paid_s, ...paid, receipts: await receiptsKept(page), address: await addressOf(page) };
}

async function labelTexts(labeler: Visit): Promise<void> {
  const { page } = labeler;
  await page.goto(`${base}/#/`);
  await startLabeling(labeler, /statement/i);
  await picture(page, "text");
  await answer(labeler, TEXTS, how, (text) => right[text]!);
  await until(
    "texts have receipts too",
    async () => (await receiptsKept(page)) === ANSWERS_FIRST + ANSWERS_THEN + TEXTS,
  );
}

/** Takes everything out to the wallet's own address, and waits until it is paid. */
async function cashOut(page: Page) {
  const before = await earned(page);
  await page.getByRole("button", { name: "Cash out" }).click();
  await page.getByRole("button", { name: /^Send/ }).click();
  await page.getByText(/is yours/).waitFor();
  await page.waitForTimeout(300);
  await picture(page, "paid");
  const transaction = await page.locator(".cash_out_under .hex").innerText();
  assert.match(transaction, /^0x[0-9a-f]{64}$/);
  await page.getByRole("button", { name: "Done" }).click();
  await until("the balance is zero", async () => (await earned(page)) === 0);
  await page.locator(".history .paid").waitFor();
  return { earned: before, transaction };
}

async function pictureOfDesk(page: Page): Promise<void> {
  await taskShown(page);
  await picture(page, "label");
  await page.emulateMedia({ colorScheme: "dark" });
  await picture(page, "label-dark");
  await page.emulateMedia({ colorScheme: "light" });
}

async function picture(page: Page, name: string): Promise<void> {
  if (!pictures) return;
  await page.waitForTimeout(350);
  await page.screenshot({ path: join(pictures, `${size}-${name}.png`) });
}

async function balanceOf(page: Page): Promise<number> {
  const text = await page.locator(".balance .amount").innerText();
  return Math.round(Number(text.replace(/[^0-9.]/g, "")) * 1e6);
}

async function earned(page: Page): Promise<number> {
  return Number(await page.locator(".earnings_balance").getAttribute("data-balance"));
}

/** The digits of the key, as a backup shows them. */
async function backedUpKey(page: Page): Promise<string> {
  await page.goto(`${base}/#/wallet`);
  await page.getByRole("button", { name: "Save a backup" }).click();
  await page.getByRole("button", { name: /show the key/ }).click();
  const key = await page.locator(".sheet .hex").innerText();
  return key.slice(2);
}

async function addressOf(page: Page): Promise<string> {
  return ((await kept(page)).kept["wallet"] as { address: string }).address;
}
