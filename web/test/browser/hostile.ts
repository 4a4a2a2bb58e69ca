// Scripts in everything that strangers write do nothing: they are shown as text, or not at all.
// Against the fake operator, which lets everything through.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { ZERO_HASH, type Hash } from "../../model/hex.ts";
import { keccak, utf8 } from "../../model/typed_data.ts";
import { digits, faceOf } from "../fake/projects.ts";
import { serveFake, type Fake } from "../fake/server.ts";
import { createWallet, openBrowser, PHONE, taskShown, visit, type Visit } from "./visit.ts";

const SCRIPT = `<script>window.stolen = 1</script>`;
const IMAGE = `<img src="x" onerror="window.stolen = 1">`;
const LINK = `<a href="javascript:window.stolen=1">here</a>`;
const SVG = `<svg onload="window.stolen = 1"><script>window.stolen = 1</script></svg>`;
/** Names of files that are none of this server's media. */
const FILES = [
  `media/${"ab".repeat(32)}.svg`,
  `media/${"ab".repeat(32)}.png" onerror="window.stolen = 1`,
  `data:image/svg+xml,${encodeURIComponent(SVG)}`,
  "javascript:window.stolen=1",
  "https://elsewhere.test/picture.png",
  "//elsewhere.test/picture.png",
  "../../../pool",
];

let browser: Browser;
let fake: Fake;

before(async () => {
  browser = await openBrowser();
  fake = await serveFake(0);
});

after(async () => {
  await browser.close();
  fake.close();
});

test("scripts in title, instructions, labels and texts are read, not run", async () => {
  const { page, complaints } = await arrive("text", [{ text: `${SCRIPT}${IMAGE}${SVG}${LINK}` }]);
  await page.locator(".projects a", { hasText: IMAGE }).click();
  await page.getByText(LINK).first().waitFor();
  await page.getByRole("link", { name: /labeling$/ }).click();
  await taskShown(page);
  assert.equal(await page.locator(".stage_text").innerText(), `${SCRIPT}${IMAGE}${SVG}${LINK}`);
  assert.equal(await page.locator(".choices button").first().locator("[dir=auto]").innerText(), IMAGE);
  await page.locator(".tools .icon.info").click();
  await page.locator(".sheet .project_instructions").waitFor();
  await nothingHappened(page, complaints);
});

test("a file that is none of this server's media is never asked for", async () => {
  const { page, complaints, sent } = await arrive(
    "image",
    FILES.map((image) => ({ image })),
  );
  await page.goto(`${fake.url}/#/projects/9/label`);
  for (const file of FILES) {
    await page.locator(".stage_failed").waitFor();
    assert.equal(await page.locator(".stage img").count(), 0, file);
    const task = await page.locator(".stage").getAttribute("data-task");
    await page.getByRole("button", { name: "Skip" }).tap();
    await page.getByRole("button", { name: "It does not load or is damaged" }).tap();
    await page.locator(`.stage:not([data-task="${task}"]), .desk_end`).first().waitFor();
  }
  const asked = sent.map((request) => request.split(" ")[1]!);
  // An SVG is asked of this server only, which has none, and in an image its scripts would not run.
  assert.deepEqual(asked.filter((address) => /elsewhere|onerror|\.\./.test(address)), []);
  await nothingHappened(page, complaints);
});

/** A labeler at an operator whose only project is hostile. */
async function arrive(kind: "text" | "image", data: readonly Record<string, string>[]): Promise<Visit> {
  const operator = fake.afresh(56);
  const choices = [IMAGE, LINK].map((value) => ({ value, title: value, hotkey: null }));
  const { details } = digits();
  operator.projects.splice(0, Infinity, {
    tasks: data.map((one, place) => ({ task: keccak(utf8(`hostile ${place}`)) as Hash, data: one })),
    details: {
      ...details,
      project: 9,
      title: `${SCRIPT}${IMAGE}`,
      kind,
      manifest_hash: ZERO_HASH,
      instructions: `${SCRIPT}${IMAGE}${LINK}`,
      objects: [{ name: kind, kind, field: kind }],
      controls: [{ name: "c", to_name: kind, kind: "choices", choices }],
      face: faceOf(kind, "c", choices),
    },
  } as unknown as (typeof operator.projects)[number]);
  const labeler = await visit(browser, fake.url, PHONE);
  await createWallet(labeler);
  return labeler;
}

async function nothingHappened(page: Visit["page"], complaints: readonly string[]): Promise<void> {
  assert.equal(await page.evaluate(() => "stolen" in window), false);
  assert.deepEqual(complaints, []);
  await page.context().close();
}
