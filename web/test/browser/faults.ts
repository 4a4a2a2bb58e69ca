// What the page does when the line, the server or the operator fails. Against the fake operator.

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import type { Browser } from "playwright-core";
import { addressOf, newPrivateKey } from "../../model/keys.ts";
import { toChecksum } from "../../model/checksum.ts";
import type { Operator } from "../fake/operator.ts";
import { MINIMUM } from "../fake/projects.ts";
import { serveFake, type Fake } from "../fake/server.ts";
import {
  answer,
  answersWaiting,
  createWallet,
  lookElsewhere,
  openBrowser,
  PHONE,
  PLAIN_HTTP_HOST,
  receiptsKept,
  startLabeling,
  taskShown,
  until,
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
  labeler = await visit(browser, fake.url, PHONE);
  await createWallet(labeler);
  await startLabeling(labeler, /digits/);
});

afterEach(async () => {
  assert.deepEqual(labeler.complaints, []);
  await labeler.page.context().close();
});

for (const [fault, sentence, before] of [
  ["wrong_signature", /not signed with its key/, 0],
  ["owed_falls", /owes you less than before/, MINIMUM],
  ["no_receipt", /without giving a receipt/, 0],
] as const) {
  test(`the page stops working for an operator whose receipts show ${fault}`, async () => {
    await answer(labeler, before, "tap", ANY_DIGIT);
    if (before) await untilPaid();
    await answer(labeler, 1, "tap", ANY_DIGIT);
    await untilReceipted(labeler.page, before + 1);
    operator.fault = fault;
    await taskShown(labeler.page);
    await labeler.page.locator(".choices.seen button").first().tap();
    await lookElsewhere(labeler.page);
    await labeler.page.getByText(sentence).waitFor();
    operator.fault = "";
    await labeler.page.reload();
    await labeler.page.getByText(sentence).waitFor();
    assert.equal(await labeler.page.locator(".choices").count(), 0);
  });
}

test("an operator that forgets receipted answers is not worked for", async () => {
  await answer(labeler, 2, "tap", ANY_DIGIT);
  await untilReceipted(labeler.page, 2);
  fake.afresh(56, operator.receiptKey);
  await labeler.page.reload();
  await labeler.page.getByText(/Stopped, to protect you/).waitFor();
});

test("a test chain started afresh is simply begun again", async () => {
  operator = fake.afresh(31337);
  await labeler.page.reload();
  await answer(labeler, 2, "tap", ANY_DIGIT);
  await untilReceipted(labeler.page, 2);
  operator = fake.afresh(31337, operator.receiptKey);
  await answer(labeler, 1, "tap", ANY_DIGIT);
  await lookElsewhere(labeler.page);
  await labeler.page.getByText(/started afresh/).waitFor();
  await labeler.page.reload();
  await answer(labeler, 1, "tap", ANY_DIGIT);
  await lookElsewhere(labeler.page);
  await until("the new answer is receipted", async () => (await receiptsKept(labeler.page)) >= 1);
});

test("a task with several questions is done at the desk, and the next one is there at once", async () => {
  const { page } = labeler;
  await page.goto(`${fake.url}/#/projects/4/label`);
  for (let task = 1; task <= 3; task++) {
    await page.getByRole("checkbox", { name: "A digit" }).tap();
    await page.getByRole("button", { name: "Done" }).tap();
    await page.getByText("Still to answer").waitFor();
    // A reload loses nothing that was said.
    if (task === 2) await page.reload();
    await page.locator("[aria-checked=true]").waitFor();
    await page.getByRole("radio", { name: /4. stars/ }).tap();
    const source = await page.locator(".board img").getAttribute("src");
    await page.getByRole("button", { name: "Done" }).tap();
    await page.locator(`.board img:not([src="${source}"])`).waitFor();
    assert.equal(await page.locator("[aria-checked=true]").count(), 0);
    await untilReceipted(page, task);
  }
  assert.deepEqual(operator.lastAnswer, [
    { from_name: "what", to_name: "image", type: "choices", value: { choices: ["A digit"] } },
    { from_name: "sure", to_name: "image", type: "rating", value: { rating: 4 } },
  ]);
  await page.getByRole("button", { name: "Skip" }).tap();
  await page.getByRole("button", { name: "I cannot tell" }).tap();
});

test("answers that the server could not take outlive a reload", async () => {
  const { page } = labeler;
  operator.fault = "chain_down";
  await answer(labeler, 3, "tap", ANY_DIGIT);
  await page.getByText(/has lost the chain/).waitFor();
  await page.reload();
  assert.equal(await answersWaiting(page), 3);
  operator.fault = "";
  await page.reload();
  await untilReceipted(page, 3);
});

test("receipts lost on the way are fetched by sending the same again", async () => {
  const { page } = labeler;
  await page.route(
    "**/answers",
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    { times: 1 },
  );
  await answer(labeler, 1, "tap", ANY_DIGIT);
  await untilReceipted(page, 1);
  assert.equal(operator.standing(accountOf(operator), 1).sequence, 1);
});

test("a token that the server forgot is replaced without a word", async () => {
  operator.sessions.clear();
  await answer(labeler, 2, "tap", ANY_DIGIT);
  await untilReceipted(labeler.page, 2);
});

test("answers given on another device are followed, not fought", async () => {
  const standing = operator.standing(accountOf(operator), 1);
  await answer(labeler, 1, "tap", ANY_DIGIT);
  await untilReceipted(labeler.page, 1);
  standing.sequence = 5;
  standing.head = `0x${"77".repeat(32)}` as typeof standing.head;
  await answer(labeler, 2, "tap", ANY_DIGIT);
  await lookElsewhere(labeler.page);
  await until("both follow the other device's", async () => standing.sequence === 7);
  await untilReceipted(labeler.page, 3);
});

test("the page works over plain http, where the browser keeps its own cryptography to itself", async () => {
  const onNetwork = await visit(browser, fake.url.replace("127.0.0.1", PLAIN_HTTP_HOST), PHONE);
  const { page, complaints } = onNetwork;
  assert.deepEqual(await page.evaluate(() => [isSecureContext, "subtle" in crypto]), [false, false]);
  await createWallet(onNetwork);
  await startLabeling(onNetwork, /digits/);
  await answer(onNetwork, 2, "tap", ANY_DIGIT);
  await untilReceipted(page, 2);
  await page.goto(`${fake.url.replace("127.0.0.1", PLAIN_HTTP_HOST)}/#/wallet`);
  await page.getByRole("button", { name: /^Copy/ }).first().click();
  await page.locator(".copyable .icon.check").waitFor();
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test("what a server sends instead of an answer is said, not shown", async () => {
  const { page } = labeler;
  await page.route("**/api/projects", (route) =>
    route.fulfill({ json: { projects: [{ title: "nonsense" }] } }),
  );
  await page.goto(`${fake.url}/#/`);
  await page.getByText(/does not understand/).waitFor();
  assert.equal(await page.getByText("nonsense").count(), 0);
});

test("money goes to a pasted address, and not to one with a typing error", async () => {
  const { page } = labeler;
  await answer(labeler, MINIMUM, "tap", ANY_DIGIT);
  await untilPaid();
  await page.locator(".to_earnings").click();
  await page.getByRole("button", { name: "Cash out" }).click();
  await page.getByText("Another address").click();
  const destination = toChecksum(addressOf(newPrivateKey()));
  const field = page.getByLabel("Address", { exact: true });
  await field.fill(destination.slice(0, -1) + (destination.endsWith("0") ? "1" : "0"));
  await page.getByText(/typing error/).waitFor();
  assert.ok(await page.getByRole("button", { name: /^Send/ }).isDisabled());
  await field.fill(destination);
  await page.getByRole("button", { name: /^Send/ }).click();
  await page.getByText(/is yours/).waitFor();
  const [withdrawal] = operator.me(accountOf(operator)).withdrawals;
  assert.equal(withdrawal!.destination, destination.toLowerCase());
});

test("a wallet is backed up after a confirmation, and works again elsewhere", async () => {
  const { page } = labeler;
  await page.goto(`${fake.url}/#/wallet`);
  await page.getByRole("button", { name: "Save a backup" }).click();
  assert.equal(await page.locator(".sheet .hex").count(), 0);
  await page.getByRole("button", { name: /show the key/ }).click();
  const key = await page.locator(".sheet .hex").innerText();
  const elsewhere = await visit(browser, fake.url, PHONE);
  await elsewhere.page.getByRole("button", { name: "Other ways in" }).click();
  await elsewhere.page.getByRole("button", { name: "I have a key or a backup file" }).click();
  await elsewhere.page.getByLabel("Private key").fill("not a key");
  await elsewhere.page.getByRole("button", { name: "Use this key" }).click();
  await elsewhere.page.getByText(/not a private key/).waitFor();
  await elsewhere.page.getByLabel("Private key").fill(key);
  await elsewhere.page.getByRole("button", { name: "Use this key" }).click();
  await elsewhere.page.locator(".projects").waitFor();
  await elsewhere.page.goto(`${fake.url}/#/wallet`);
  const shown = await elsewhere.page.locator(".wallet .hex").first().innerText();
  assert.equal(shown.toLowerCase(), accountOf(operator));
  assert.deepEqual(elsewhere.complaints, []);
  await elsewhere.page.context().close();
});

test("an answer can be taken back while the next one is looked at", async () => {
  const { page } = labeler;
  const first = await taskShown(page);
  await answer(labeler, 1, "tap", ANY_DIGIT);
  await page.getByRole("button", { name: "Take the last answer back" }).tap();
  assert.equal(await taskShown(page), first);
  assert.equal(await answersWaiting(page), 0);
  await answer(labeler, 1, "tap", () => "7");
  await until("only the new answer is receipted", async () => (await receiptsKept(page)) === 1);
  assert.deepEqual((operator.lastAnswer as [{ value: unknown }])[0].value, { choices: ["7"] });
});

test("no work is done for an operator that is behind, until it has paid", async () => {
  const { page } = labeler;
  await answer(labeler, MINIMUM, "tap", ANY_DIGIT);
  await untilPaid();
  await taskShown(page);
  operator.fault = "late";
  await page.locator(".choices.seen button").first().tap();
  await lookElsewhere(page);
  await page.getByText("This operator is behind").waitFor();
  assert.equal(await page.locator(".choices").count(), 0);
  operator.fault = "";
  await page.goto(`${fake.url}/#/`);
  await until("the operator has paid all that is due", async () => {
    operator.account(accountOf(operator)).withdrawn = operator.me(accountOf(operator)).owed;
    return (await page.getByText("This operator is behind").count()) === 0;
  });
});

test("an operator that was halted is shown as such, and what is owed stays", async () => {
  const { page } = labeler;
  operator.halted = true;
  await page.reload();
  await page.getByText("This operator was stopped").waitFor();
  await page.getByRole("button", { name: "Download receipts" }).waitFor();
  assert.equal(await page.locator(".choices").count(), 0);
});

test("a key that follows at once the closing of a sheet opens the next one, which stays", async () => {
  const { page } = labeler;
  await page.getByRole("button", { name: "Instructions" }).tap();
  await page.locator(".sheet .project_instructions").waitFor();
  // In one turn of the page: the browser tells of the closing only after the key.
  await page.evaluate(() => {
    document.querySelector<HTMLElement>(".sheet_close")!.click();
    window.dispatchEvent(new KeyboardEvent("keydown", { key: "?" }));
  });
  await page.locator(".key_list").waitFor();
  await page.keyboard.press("Escape");
  await page.locator(".sheet").waitFor({ state: "detached" });
});

test("two quick taps answer one task", async () => {
  const { page } = labeler;
  await taskShown(page);
  const button = page.locator(".choices button").first();
  await button.evaluate((element: HTMLElement) => {
    element.click();
    element.click();
  });
  await untilReceipted(page, 1);
  await page.waitForTimeout(300);
  assert.equal(await receiptsKept(page), 1);
});

/** Answers that could still be taken back are sent, and the operator pays for them. */
async function untilPaid(): Promise<void> {
  await lookElsewhere(labeler.page);
  await until("the first pay is there", async () => operator.me(accountOf(operator)).owed > 0);
}

function accountOf(operator: Operator) {
  return [...operator.accounts.keys()][0] as Parameters<Operator["me"]>[0];
}
