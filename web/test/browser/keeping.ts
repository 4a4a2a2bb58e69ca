// Nothing that was labeled is lost: without a line, over reloads, between tabs, when leases end.
// Against the fake operator.

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import type { Browser } from "playwright-core";
import { addressOf, newPrivateKey } from "../../model/keys.ts";
import type { Operator } from "../fake/operator.ts";
import { serveFake, type Fake } from "../fake/server.ts";
import {
  answer,
  answersWaiting,
  createWallet,
  kept,
  openBrowser,
  PHONE,
  receiptsKept,
  startLabeling,
  taskShown,
  untilReceipted,
  visit,
  type Visit,
} from "./visit.ts";

let browser: Browser;
let fake: Fake;
let operator: Operator;
let labeler: Visit;

const ANY_DIGIT = () => "3";

before(async () => {
  browser = await openBrowser();
  fake = await serveFake(0);
});

after(async () => {
  await browser.close();
  fake.close();
});

beforeEach(async () => {
  operator = fake.afresh(56);
  labeler = await visit(browser, fake.url, { ...PHONE, serviceWorkers: "allow" });
});

afterEach(async () => {
  assert.deepEqual(labeler.complaints, []);
  await labeler.page.context().close();
});

test("without a line one labels, reloads, and labels on; all is sent when the line is back", async () => {
  const { page } = labeler;
  await createWallet(labeler);
  await startLabeling(labeler, /digits/);
  await answer(labeler, 1, "tap", ANY_DIGIT);
  await untilReceipted(page, 1);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  // The second visit is the first that the service worker sees whole.
  await page.reload();
  await taskShown(page);
  await page.context().setOffline(true);
  await answer(labeler, 2, "tap", ANY_DIGIT);
  assert.equal(await answersWaiting(page), 2);
  await page.reload();
  await answer(labeler, 2, "tap", ANY_DIGIT);
  await page.getByText(/You are offline/).waitFor();
  assert.equal(await answersWaiting(page), 4);
  await page.context().setOffline(false);
  await untilReceipted(page, 5);
  assert.equal(operator.standing(accountOf(operator), 1).sequence, 5);
});

test("a server that dies in mid-task gets every answer once it is back", async () => {
  const { page } = labeler;
  await createWallet(labeler);
  await startLabeling(labeler, /digits/);
  await taskShown(page);
  fake.close();
  await answer(labeler, 2, "tap", ANY_DIGIT);
  await page.getByText(/server cannot be reached/).waitFor();
  assert.equal(await answersWaiting(page), 2);
  fake = await serveFake(Number(new URL(fake.url).port));
  await untilReceipted(page, 2);
});

test("an answer lies on the device before anything is sent", async () => {
  const { page } = labeler;
  await createWallet(labeler);
  await startLabeling(labeler, /digits/);
  await taskShown(page);
  let waitingThen: number | null = null;
  const [request] = await Promise.all([
    page.waitForRequest("**/answers").then(async (sent) => {
      waitingThen = await answersWaiting(page);
      return sent;
    }),
    page.locator(".choices.seen button").first().tap(),
  ]);
  assert.ok(request);
  assert.ok(waitingThen === 1 || (await receiptsKept(page)) === 1);
});

test("a tab that another has taken over from shows so, and overwrites nothing", async () => {
  const { page } = labeler;
  await createWallet(labeler);
  await startLabeling(labeler, /digits/);
  await taskShown(page);
  const second = await page.context().newPage();
  await second.goto(fake.url);
  await page.getByText("Open in another tab").waitFor();
  await second.goto(`${fake.url}/#/projects/1/label`);
  await answer({ ...labeler, page: second }, 1, "tap", ANY_DIGIT);
  await untilReceipted(second, 1);
  await page.getByRole("button", { name: "Go on here" }).click();
  await second.getByText("Open in another tab").waitFor();
  await answer(labeler, 1, "tap", ANY_DIGIT);
  await untilReceipted(page, 2);
  assert.equal(operator.standing(accountOf(operator), 1).sequence, 2);
});

test("a task whose lease has ended leaves the desk, and an answer that came too late is named", async () => {
  const { page } = labeler;
  await createWallet(labeler);
  operator.lease_s = 14;
  await startLabeling(labeler, /digits/);
  const first = await page.locator(".stage").getAttribute("data-task");
  // Others have it now: the page is given other tasks.
  operator.expired.add(first!);
  operator.lease_s = 600;
  await page.locator(`.stage:not([data-task="${first}"])`).waitFor();
  operator.expired.add(await taskShown(page));
  await page.locator(".choices.seen button").first().tap();
  await page.getByText(/It came too late/).waitFor();
  await answer(labeler, 1, "tap", ANY_DIGIT);
  await untilReceipted(page, 1);
});

test("what an earlier page kept in localStorage moves into the vault", async () => {
  const { page } = labeler;
  const private_key = newPrivateKey();
  const wallet = { address: addressOf(private_key), private_key, created_s: 1, backed_up: true };
  await page.evaluate((text) => localStorage.setItem("labelfield/wallet", text), JSON.stringify(wallet));
  await page.reload();
  await startLabeling(labeler, /digits/);
  await answer(labeler, 1, "tap", ANY_DIGIT);
  await untilReceipted(page, 1);
  assert.equal(accountOf(operator), wallet.address);
  assert.equal(((await kept(page)).kept["wallet"] as { address: string }).address, wallet.address);
  assert.equal(await page.evaluate(() => localStorage.getItem("labelfield/wallet")), null);
});

function accountOf(operator: Operator) {
  return [...operator.accounts.keys()][0] as Parameters<Operator["me"]>[0];
}
