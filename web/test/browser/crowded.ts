// A thousand boxes on one picture: how long until they are painted, and what moving one costs.
// Arguments: how many, and by how much the processor is slowed. Run by bench/web.py.

import { createServer } from "node:http";
import { readdirSync, readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { CDPSession, Page } from "playwright-core";
import { LAPTOP, openBrowser, pagesTook_ms, visit } from "./visit.ts";

const [count, slowed] = process.argv.slice(2) as [string, string];

const PAGE = `<!doctype html><html lang="en"><link rel="stylesheet" href="crowded_page.css">
<link rel="icon" href="data:,"><div id="page"></div><script type="module" src="crowded_page.js"></script></html>`;
const TYPES: Record<string, string> = { js: "text/javascript", css: "text/css", png: "image/png" };

const server = createServer((request, response) => {
  const name = request.url!.slice(1);
  response.setHeader("Content-Type", TYPES[name.split(".").at(-1)!] ?? "text/html");
  if (name.endsWith(".png")) response.end(readFileSync(join("samples/media", picture())));
  else response.end(name ? readFileSync(join(".cache/crowded", name)) : PAGE);
});
await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
const browser = await openBrowser();
try {
  const { page } = await visit(browser, `http://127.0.0.1:${(server.address() as AddressInfo).port}`, LAPTOP);
  await page.waitForFunction(() => "show" in window);
  const client = await page.context().newCDPSession(page);
  await client.send("Emulation.setCPUThrottlingRate", { rate: Number(slowed) });
  const before_ms = await pagesTook_ms(browser);
  const ready_ms = await page.evaluate(
    (boxes) => (window as unknown as { show: (count: number) => Promise<number> }).show(boxes),
    Number(count),
  );
  const worked_ms = (await pagesTook_ms(browser)) - before_ms;
  const move_ms = await drag(page, client);
  console.log(
    JSON.stringify({ boxes: await page.locator(".at_rest").getAttribute("data-shapes"), ready_ms, worked_ms, move_ms }),
  );
} finally {
  await browser.close();
  server.close();
}

function picture(): string {
  return readdirSync("samples/media").find((name) => name.endsWith(".png"))!;
}

/** The median script time of a pointer move while a box is dragged. */
async function drag(page: Page, client: CDPSession): Promise<number> {
  const box = (await page.locator(".board_svg").boundingBox())!;
  await client.send("Performance.enable");
  const scripts = async () => {
    const { metrics } = await client.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "ScriptDuration")!.value * 1000;
  };
  const [x, y] = [box.x + box.width * 0.02, box.y + box.height * 0.02];
  await page.mouse.click(x, y);
  await page.locator(".active [data-id]").waitFor();
  await page.mouse.move(x, y);
  await page.mouse.down();
  const times: number[] = [];
  for (let step = 1; step <= 60; step++) {
    const before = await scripts();
    await page.mouse.move(x + step * 4, y + step * 3);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
    times.push((await scripts()) - before);
  }
  await page.mouse.up();
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)]!;
}
