// A server that says of a project that it waits for appeals.

import type { Page } from "playwright-core";

/** From now on the server says of a project that it waits for appeals; returns how to stop. */
export async function tellOfAppeals(page: Page, base: string, project: number): Promise<() => Promise<void>> {
  const response = await page.request.get(`${base}/api/projects/${project}/progress`);
  const now = { ...((await response.json()) as object), state: "open" };
  const url = new RegExp(`/api/projects/${project}/(events|progress)$`);
  await page.route(url, async (route) => {
    const appeals = { until_s: Math.floor(Date.now() / 1000) + 2400, asked: 2 };
    const json = JSON.stringify({ ...now, appeals });
    if (route.request().url().endsWith("progress")) await route.fulfill({ contentType: "application/json", body: json });
    else await route.fulfill({ contentType: "text/event-stream", body: `event: progress\ndata: ${json}\n\n` });
  });
  return () => page.unroute(url);
}
