// A requester's way through a running server: template, preview, tasks, price, deposit, board,
// answers, export, close, verify. Run by tests/web.
// Arguments: address, size, folder for pictures (none if empty), CSV of tasks, command that labels a project, number of a
// project of ratings that is labeled already.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { addressOf, newPrivateKey } from "../../model/keys.ts";
import { LANGUAGES } from "../../text/languages.ts";
import { tellOfAppeals } from "./appeals.ts";
import { addAuthenticator } from "./authenticator.ts";
import { LIES } from "./lies.ts";
import { installWallet, NAME } from "./wallet.ts";
import { LAPTOP, openBrowser, PHONE, until, violationsOn, visit } from "./visit.ts";

const [address, size, pictures, tasks, labelers, rated] = process.argv.slice(2) as [
  string,
  "phone" | "laptop",
  string,
  string,
  string,
  string,
];
/** Passkeys need a name, not an address of numbers. */
const base = size === "phone" ? address.replace("127.0.0.1", "localhost") : address;
/** On the phone the wallet is a passkey, on the laptop one that is announced. */
let announced: Awaited<ReturnType<typeof installWallet>> | null = null;
const violations: Record<string, readonly string[]> = {};

const CONFIG = `<View>
  <Header value="Must the last sentence be true?"/>
  <Text name="text" value="$text"/>
  <Choices name="follows" toName="text" choice="single">
    <Choice value="It follows"/>
    <Choice value="It does not follow"/>
  </Choices>
</View>`;

/** In instructions, and by the tasks in texts and keys: it must do nothing. */
const HOSTILE = `<img src="x" onerror="window.stolen = true"><script>window.stolen = true</script>`;

/** Screens with the most words in a row. */
const NARROW = ["question-form", "board", "finish"];

/** What says that a screen is whole. */
const SHOWN: Record<string, string> = {
  projects: ".own_projects li",
  templates: ".templates li",
  board: ".board_figures",
  disagreements: ".task_list li",
  people: "tbody tr",
  finish: ".finish section",
  verify: ".verdict h2",
};

const browser = await openBrowser();
try {
  console.log(JSON.stringify(await walk()));
} finally {
  await browser.close();
}

async function walk() {
  const { page, complaints, sent } = await visit(
    browser,
    base,
    size === "phone" ? PHONE : LAPTOP,
    "/requester/",
    async (opened) => {
      if (size === "phone") await addAuthenticator(opened, true);
      else announced = await installWallet(opened, base);
    },
  );
  const began = Date.now();
  await page.getByRole("heading", { name: "Labels you can check" }).waitFor();
  await look(page, "welcome");
  await page.getByRole("link", { name: "Make a project" }).click();
  await page.locator(".templates button").first().waitFor();
  await look(page, "templates");
  await page.locator(".templates button", { hasText: "Is the review positive?" }).click();
  await askSomething(page);
  const previewed_s = (Date.now() - began) / 1000;
  await page.getByRole("link", { name: "Next" }).click();
  await chooseTasks(page);
  await page.getByRole("link", { name: "Next" }).click();
  await sayPrice(page);
  await page.getByRole("link", { name: "Next" }).click();
  await lockDeposit(page);
  const transactions = size === "phone" ? sent.filter((one) => one.includes("eth_sendRawTransaction")) : announced!.asked;
  const count = transactions.filter((one) => /eth_send(Raw)?Transaction/.test(one)).length;
  assert.equal(count, 1, "one transaction pays and opens");
  const funded_s = (Date.now() - began) / 1000;
  const project = Number(/projects\/(\d+)/.exec(page.url())![1]);
  await addToDeposit(page, project);
  await watchLabelers(page, project);
  await lookAround(page, project);
  await waitForAppeals(page, project);
  const exported = await exportDataset(page);
  const verdict = await verifyHere(page, project);
  const lies = await verifyLies(page, project);
  const rating = await verifyRatings(page);
  const closing = await closeProject(page, project);
  const wide = size === "phone" ? await lookInOtherLanguages(page, project) : [];
  const kept = await page.evaluate(() => localStorage.getItem("labelfield/requester/own"));
  assert.equal(kept === null, size === "laptop", "a wallet is made here where there is none");
  if (kept) assert.deepEqual(Object.entries(JSON.parse(kept) as object).filter(([name]) => /wrapped|open/.test(name)), [["wrapped", null], ["open", null]]);
  if (size === "laptop") await bringEarlierKey();
  return { project, previewed_s, funded_s, exported, verdict, lies, rated: rating, closing, wide, violations, complaints };
}

/** A key that an earlier page kept as it was is wrapped, and can still be saved. */
async function bringEarlierKey(): Promise<void> {
  const key = newPrivateKey();
  const earlier = { address: addressOf(key), private_key: key, created_s: 1, backed_up: false };
  const { page, sent } = await visit(browser, base, LAPTOP, "/requester/", (opened) =>
    opened.addInitScript((value) => {
      if (!localStorage.getItem("labelfield/requester/own")) localStorage.setItem("labelfield/requester/wallet", value);
    }, JSON.stringify(earlier)),
  );
  await page.getByRole("button", { name: "Use the wallet of this browser" }).click();
  await page.getByRole("link", { name: "Account" }).click();
  await look(page, "account");
  const kept = JSON.stringify(await page.evaluate(() => ({ ...localStorage })));
  assert.ok(!kept.includes(key.slice(2)), "the key lies open");
  await page.getByRole("button", { name: "Save a backup" }).click();
  await page.getByRole("button", { name: "I am alone, show the key" }).click();
  await page.getByText(key).waitFor();
  violations["backup"] = await violationsOn(page);
  await page.evaluate(() => localStorage.setItem("labelfield/language", "ar"));
  await page.reload();
  for (const [name, button] of Object.entries({ backup: ".main, .plain", import: ".quiet" })) {
    await page.locator(".drop_ways .button").and(page.locator(button)).click();
    await page.locator("[dir=rtl] .sheet").waitFor();
    // While it comes, its colours are thinner.
    await page.evaluate(async () => void (await Promise.all(document.getAnimations().map((one) => one.finished))));
    violations[`${name}-ar`] = await violationsOn(page);
    await page.locator(".sheet_close").click();
  }
  assert.ok(!sent.some((request) => request.includes(key.slice(2))), "a private key was sent");
}

async function askSomething(page: Page): Promise<void> {
  await page.getByLabel("Title").fill("Does the last sentence follow?");
  await page.getByLabel("Instructions").fill(`Say whether it must be true.\n${HOSTILE}`);
  await page.getByLabel("Question above the task").fill("How is it meant?");
  await page.getByLabel("Answers to choose from").fill("Kindly\nBadly");
  const config = page.getByLabel("Config (Label Studio XML)");
  if (size === "phone") await page.locator(".config_whole summary").click();
  const written = await config.inputValue();
  for (const words of ["How is it meant?", "Kindly", "Badly"]) assert.ok(written.includes(`value="${words}"`), written);
  await config.fill(CONFIG.replace("<Text ", '<Script src="https://evil.example/x.js"/><Text '));
  await page.locator(".config_numbers .wrong").waitFor();
  assert.match(await page.locator(".field_problem:visible").first().innerText(), /line 3/);
  await look(page, "question-wrong");
  await config.fill(CONFIG);
  if (size === "phone") {
    await page.locator(".field_problem:visible").waitFor({ state: "detached" });
    await look(page, "question-form");
    await page.getByRole("button", { name: "What labelers see" }).click();
  }
  await page.locator(".preview_frame .choices.seen").waitFor();
  await page.waitForTimeout(200);
  await look(page, "question");
  await page.locator(".preview_frame .choices button").first().click();
  await page.getByText("The answer is valid.").waitFor();
}

async function chooseTasks(page: Page): Promise<void> {
  const way = size === "laptop" ? `Use ${NAME}` : "Make a wallet with fingerprint or face";
  await page.getByRole("button", { name: new RegExp(way.replace(NAME, `.*${NAME}`)) }).click();
  await page.locator(".drop").waitFor();
  await page.locator(".drop input").first().setInputFiles(tasks);
  await page.getByText("looks like the right answer").waitFor();
  await look(page, "tasks-refused");
  await page.locator(".orders button", { hasText: "label" }).click();
  await page.locator(".few li").first().waitFor();
  await look(page, "tasks");
}

async function sayPrice(page: Page): Promise<void> {
  await page.getByLabel(/Price of a right answer/).fill("0.02");
  await page.getByLabel("Answers a task, at least").fill("3");
  await page.getByLabel("Answers a task, at most").fill("3");
  // Of 24 tasks two can be appealed against, each by three answers more.
  await until("the quote is there", async () =>
    (await page.locator(".figure_main [data-units]").getAttribute("data-units")) === String((24 + 2) * 3 * 20_400),
  );
  await look(page, "price");
}

async function lockDeposit(page: Page): Promise<void> {
  const lock = page.getByRole("button", { name: "Lock the deposit and start" });
  await lock.waitFor();
  assert.ok(await lock.isDisabled(), "nothing to lock yet");
  await page.locator(".pay_in summary").click();
  await page.locator(".qr").waitFor();
  await look(page, "fund");
  await page.getByRole("button", { name: "Get play money" }).click();
  await until("the wallet is filled", async () => await lock.isEnabled());
  await lock.click();
  await page.locator(".views").waitFor();
}

/** Lets labelers in while the board is watched. */
async function watchLabelers(page: Page, project: number): Promise<void> {
  const command = `${labelers} ${base} ${project} ${tasks}`;
  const child = spawn(command, { shell: true, stdio: ["ignore", "ignore", "inherit"] });
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  await until("answers come in", async () => Number(await figure(page, "Answers")) > 0);
  assert.equal(await ended, 0);
  await until("all tasks are done", async () => /24.? of .?24/.test(await page.locator(".board_progress small").innerText()));
  await page.locator(".chart canvas").first().waitFor();
  await until("something is spent", async () => Number(await page.locator("[data-spent]").getAttribute("data-spent")) > 0);
  await look(page, "board");
  await page.emulateMedia({ colorScheme: "dark" });
  await look(page, "board-dark");
  await page.emulateMedia({ colorScheme: "light" });
}

async function lookAround(page: Page, project: number): Promise<void> {
  await page.locator(".views a", { hasText: "Tasks" }).click();
  await page.locator(".task_list a").first().waitFor();
  await look(page, "disagreements");
  await page.locator(".task_list a").first().click();
  await page.locator(".votes li, .notice_line").first().waitFor();
  await page.locator(".votes li").first().waitFor();
  await look(page, "task");
  await page.goto(`${base}/requester/#/projects/${project}/people`);
  await page.locator("table tbody tr").first().waitFor();
  await look(page, "people");
}

/** A project that waits for appeals says so, and how long. */
async function waitForAppeals(page: Page, project: number): Promise<void> {
  await page.goto("about:blank");
  const stop = await tellOfAppeals(page, base, project);
  await page.goto(`${base}/requester/#/projects/${project}`);
  await page.getByText(/Others are being asked about .2. tasks again. Time left: .(39|40) minutes/).waitFor();
  await look(page, "appeals");
  await stop();
}

/** More money for the running project: no more than the wallet holds, by one more transaction. */
async function addToDeposit(page: Page, project: number): Promise<void> {
  const deposit = async () => {
    const response = await page.request.get(`${base}/api/projects/${project}`);
    return ((await response.json()) as { deposit: number }).deposit;
  };
  const before = await deposit();
  await page.locator(".views a", { hasText: "Finish" }).click();
  const [amount, add] = [page.getByLabel(/^Amount, in/), page.getByRole("button", { name: "Add it" })];
  await amount.fill("123456789");
  await page.locator(".finish_side bdi.money").first().waitFor();
  assert.ok(await add.isDisabled(), "more than there is");
  await amount.fill("1.25");
  await add.click();
  await until("the deposit has grown", async () => (await deposit()) === before + 1_250_000);
  await until("the form is empty again", async () => (await amount.inputValue()) === "");
  violations["top-up"] = await violationsOn(page);
  await page.goto(`${base}/requester/#/projects/${project}`);
}

/** Every file that the page offers, by its name. */
async function exportDataset(page: Page): Promise<Record<string, string>> {
  await page.locator(".views a", { hasText: "Finish" }).click();
  const links = page.locator(".exports a");
  await links.first().waitFor();
  await look(page, "finish");
  const files: Record<string, string> = {};
  for (const link of await links.all()) {
    const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
    files[download.suggestedFilename()] = readFileSync(await download.path(), "utf8");
  }
  return files;
}

async function verifyHere(page: Page, project: number): Promise<Record<string, string>> {
  await page.goto(`${base}/verify/#${project}`);
  await page.locator(".verdict").waitFor();
  await page.locator(".verdict").scrollIntoViewIfNeeded();
  await look(page, "verify");
  await page.emulateMedia({ colorScheme: "dark" });
  await look(page, "verify-dark");
  await page.emulateMedia({ colorScheme: "light" });
  const names = ["answers", "labels", "settlements"];
  const counts = await Promise.all(
    names.map(async (name) => [name, await page.locator(`[data-count=${name}]`).innerText()]),
  );
  const verdict = await page.locator(".verdict h2").innerText();
  const reached = String(await page.locator(".verify_steps .done").count());
  return { verdict, reached, ...(Object.fromEntries(counts) as Record<string, string>) };
}

/** What the verifier says when a server lies: of objects, and of the chain. */
async function verifyLies(page: Page, project: number): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of Object.keys(LIES)) found[name] = await verdictOnLie(page, project, name);
  return found;
}

async function verdictOnLie(page: Page, project: number, name: string): Promise<string> {
  const { url, lie } = LIES[name]!;
  await page.route(url, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: lie(await response.body(), route.request().postData() ?? "") });
  });
  const found = await verdictOn(page, project);
  await page.unroute(url);
  return found;
}

async function verdictOn(page: Page, project: number): Promise<string> {
  await page.goto("about:blank");
  await page.goto(`${base}/verify/#${project}`);
  await page.locator(".verdict").waitFor();
  return (await page.locator(".verdict").innerText()).replace(/\s+/g, " ");
}

/** A project of another type than one choice: checked as far as that goes, and not a step further. */
async function verifyRatings(page: Page): Promise<Record<string, string>> {
  const project = Number(rated);
  let verdict = "";
  await until("its dataset is there", async () => {
    verdict = await verdictOn(page, project);
    const labels = page.locator("[data-count=labels]");
    return (await labels.count()) > 0 && (await labels.innerText()) !== "0";
  });
  await page.locator(".verdict").scrollIntoViewIfNeeded();
  await look(page, "verify-partly");
  const count = (name: string) => page.locator(`[data-count=${name}]`).innerText();
  const [answers, labels] = [await count("answers"), await count("labels")];
  return { verdict, answers, labels, lie: await verdictOnLie(page, project, "a changed credit") };
}

async function closeProject(page: Page, project: number): Promise<string> {
  await page.goto(`${base}/requester/#/projects/${project}/finish`);
  await page.getByRole("button", { name: "Close the project" }).click();
  await page.getByRole("dialog").waitFor();
  violations["close"] = await violationsOn(page);
  await page.getByRole("dialog").getByRole("button", { name: "Close the project" }).click();
  const notice = page.getByText(/^Closing\./);
  await notice.waitFor();
  return await notice.innerText();
}

/** From right to left each screen is looked at; in any language, whether it is wider than the phone. */
async function lookInOtherLanguages(page: Page, project: number): Promise<string[]> {
  const mine = `/requester/#/projects/${project}`;
  const screens = {
    projects: "/requester/#/",
    templates: "/requester/#/new",
    "question-form": "/requester/#/new/question",
    account: "/requester/#/account",
    board: mine,
    disagreements: `${mine}/tasks`,
    people: `${mine}/people`,
    finish: `${mine}/finish`,
    verify: `/verify/#${project}`,
  };
  const wide: string[] = [];
  await tellOfAppeals(page, base, project);
  for (const language of Object.keys(LANGUAGES).filter((one) => one !== "en")) {
    await page.evaluate((one) => localStorage.setItem("labelfield/language", one), language);
    for (const [name, path] of Object.entries(screens)) {
      if (language !== "ar" && !NARROW.includes(name)) continue;
      await page.goto("about:blank");
      await page.goto(base + path);
      await page.locator(SHOWN[name] ?? "h1").first().waitFor();
      if (language === "ar") await look(page, `${name}-ar`);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (over > 0) wide.push(`${name} in ${language}: ${over} pixels`);
    }
  }
  return wide;
}

async function figure(page: Page, name: string): Promise<string> {
  const text = await page.locator(".figures > div", { hasText: name }).first().locator("dd").first().innerText();
  return text.replace(/[^0-9.]/g, "");
}

/** A picture of the screen, and what axe says of it. */
async function look(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(250);
  violations[name] = await violationsOn(page);
  assert.ok(!(await page.evaluate(() => "stolen" in window)), `${name}: hostile content did something`);
  if (!pictures) return;
  await page.screenshot({ path: join(pictures, `${size}-requester-${name}.png`), fullPage: size === "laptop" && name.startsWith("board") });
}
