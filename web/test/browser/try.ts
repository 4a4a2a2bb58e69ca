// Every kind of task on the trial page, by touch or by keyboard; prints each answer, and what axe finds
// before and after. Run by tests/web.
// Arguments: address, size, folder for pictures (none if empty), and names of samples (all where none is given).

import { join } from "node:path";
import type { Page } from "playwright-core";
import { LAPTOP, openBrowser, PHONE, violationsOn, visit } from "./visit.ts";
import { acts } from "./acts.ts";

const [base, size, pictures, ...names] = process.argv.slice(2) as [
  string,
  "phone" | "laptop",
  string,
  ...string[],
];
const device = size === "phone" ? PHONE : LAPTOP;

const browser = await openBrowser();
try {
  const { page, complaints } = await visit(browser, base, device);
  const results: Record<string, unknown> = {};
  const violations: Record<string, unknown> = { list: await violationsOf(page, `${base}/#/try`) };
  for (const [name, act] of Object.entries(acts))
    if (!names.length || names.includes(name)) results[name] = await trial(page, name, act, violations);
  // Chromium reports a handler that the page's policy stopped while the sanitiser still looked at it.
  const unexpected = complaints.filter((one) => !one.startsWith("Executing inline event handler violates"));
  console.log(JSON.stringify({ results, complaints: unexpected, violations, title: await page.title() }));
} finally {
  await browser.close();
}

type Found = Record<string, unknown>;

async function trial(
  page: Page,
  name: string,
  act: (typeof acts)[string],
  violations: Found,
): Promise<unknown> {
  await page.goto(`${base}/#/try/${name}`);
  await page.locator(".editor").waitFor();
  await page.waitForTimeout(250);
  await picture(page, `${name}-0`);
  const sent = page.waitForRequest((request) => request.url().endsWith("/api/preview/answers"));
  sent.catch(() => undefined);
  try {
    await act(page, size, async () => {
      violations[name] = await violationsOn(page);
      await picture(page, name);
    });
    await page.locator(".outcome").waitFor();
  } catch (error) {
    await picture(page, `${name}-failed`);
    throw new Error(`${name} on ${size}: ${String(error)}`);
  }
  const { config, data, answer } = (await sent).postDataJSON() as Record<string, unknown>;
  violations[`${name} done`] = await violationsOn(page);
  const verdict = await page.locator(".outcome > p").innerText();
  await page.locator("header a").first().click();
  return { config, data, answer, verdict };
}

async function picture(page: Page, name: string): Promise<void> {
  if (!pictures) return;
  await page.screenshot({ path: join(pictures, `${size}-try-${name}.png`) });
}

async function violationsOf(page: Page, address: string): Promise<string[]> {
  await page.goto(address);
  await page.locator(".samples").waitFor();
  return await violationsOn(page);
}
