// What a labeler does in each sample: fingers on the phone, keys on the laptop.

import type { Locator, Page } from "playwright-core";

export type Size = "phone" | "laptop";
type Act = (page: Page, size: Size, picture: () => Promise<void>) => Promise<void>;

export const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name }).first();

export async function press(page: Page, size: Size, where: Locator): Promise<void> {
  await where.scrollIntoViewIfNeeded();
  if (size === "phone") return await where.tap();
  await where.focus();
  await page.keyboard.press("Enter");
}

/** Sends the answer: the button by touch, the key on a keyboard. */
export async function send(page: Page, size: Size): Promise<void> {
  if (size === "phone") await page.locator(".editor_submit button").tap();
  else await page.keyboard.press("Control+Enter");
}

const BOARD = ".board_svg";

/** A place on the board, in shares of its sides. */
async function placeOn(page: Page, x: number, y: number, where: string): Promise<{ x: number; y: number }> {
  const box = (await page.locator(where).boundingBox())!;
  return { x: box.x + x * box.width, y: box.y + y * box.height };
}

export async function touch(page: Page, x: number, y: number): Promise<void> {
  const place = await placeOn(page, x, y, BOARD);
  await page.touchscreen.tap(place.x, place.y);
}

/** One finger from place to place, as Chromium reports it. */
export async function drag(
  page: Page,
  places: readonly (readonly [number, number])[],
  where = BOARD,
): Promise<void> {
  const client = await page.context().newCDPSession(page);
  const points = await Promise.all(places.map(([x, y]) => placeOn(page, x, y, where)));
  await stroke(client, points);
}

type Client = Awaited<ReturnType<ReturnType<Page["context"]>["newCDPSession"]>>;

async function stroke(client: Client, points: readonly { x: number; y: number }[]): Promise<void> {
  const send = (type: "touchStart" | "touchMove" | "touchEnd", touchPoints: { x: number; y: number }[]) =>
    client.send("Input.dispatchTouchEvent", { type, touchPoints });
  await send("touchStart", [points[0]!]);
  for (const [place, point] of points.slice(1).entries()) {
    const before = points[place]!;
    await send("touchMove", [{ x: (before.x + point.x) / 2, y: (before.y + point.y) / 2 }]);
    await send("touchMove", [point]);
  }
  // A finger that rests before it leaves: after a fling Chromium swallows the next tap.
  await new Promise((resolve) => setTimeout(resolve, 120));
  await send("touchMove", [points.at(-1)!]);
  await send("touchEnd", []);
}

export async function keys(page: Page, ...names: string[]): Promise<void> {
  for (const name of names) {
    const [, key, times] = /^(.+?)(?:\*(\d+))?$/.exec(name)!;
    for (let i = 0; i < Number(times ?? 1); i++) await page.keyboard.press(key!);
  }
}

/** Two corners by the cursor of the keyboard, which begins in the middle. */
const BY_KEYS = [
  "Shift+ArrowLeft*4",
  "Shift+ArrowUp",
  "Enter",
  "Shift+ArrowRight*3",
  "Shift+ArrowDown*3",
  "Enter",
];

function shape(kind: "drag" | "points"): Act {
  return async (page, size, picture) => {
    await page.locator(".board_svg").waitFor();
    if (size === "laptop") {
      await page.locator(".board_svg").focus();
      await keys(page, ...BY_KEYS);
      await keys(page, "ArrowRight", "Alt+Shift+ArrowDown", ".");
    } else if (kind === "drag")
      await drag(page, [
        [0.12, 0.7],
        [0.4, 0.93],
      ]);
    else
      for (const [x, y] of [
        [0.12, 0.7],
        [0.4, 0.75],
        [0.35, 0.93],
        [0.12, 0.7],
      ] as const)
        await touch(page, x, y);
    await picture();
    await send(page, size);
  };
}

async function words(page: Page, size: Size, count: number): Promise<void> {
  const text = page.locator(".stage_text.marked, .stage_text.hypertext").first();
  await text.waitFor();
  if (size === "laptop") {
    await text.focus();
    await keys(page, "ArrowRight", ...(count > 1 ? ["Shift+ArrowRight"] : []), "Enter");
  } else await text.tap({ position: { x: 40, y: 38 } });
}

export const acts: Record<string, Act> = {
  async choice(page, size, picture) {
    await picture();
    if (size === "laptop") await keys(page, "1");
    else await page.getByRole("radio", { name: "A street" }).tap();
  },
  async choices(page, size, picture) {
    if (size === "laptop") await keys(page, "1", "3");
    else for (const name of ["A car", "A bus"]) await page.getByRole("checkbox", { name }).tap();
    await picture();
    await send(page, size);
  },
  async taxonomy(page, size, picture) {
    for (const name of [/Open .*Outdoors/, /Open .*City/]) await press(page, size, button(page, name));
    await press(page, size, page.getByRole("checkbox", { name: "Street" }));
    await picture();
    await send(page, size);
  },
  boxes: shape("drag"),
  ellipses: shape("drag"),
  async polygons(page, size, picture) {
    if (size === "phone") return await shape("points")(page, size, picture);
    await page.locator(".board_svg").waitFor();
    await page.locator(".board_svg").focus();
    await keys(
      page,
      "Shift+ArrowLeft*4",
      "Enter",
      "Shift+ArrowRight*3",
      "Enter",
      "Shift+ArrowDown*3",
      "Enter",
      "Enter",
    );
    await keys(page, "v", "ArrowUp*5");
    await picture();
    await send(page, size);
  },
  async keypoints(page, size, picture) {
    await page.locator(".board_svg").waitFor();
    if (size === "phone") await touch(page, 0.48, 0.58);
    else {
      await page.locator(".board_svg").focus();
      await keys(page, "2", "ArrowDown*3", "Enter");
    }
    await picture();
    await send(page, size);
  },
  async brush(page, size, picture) {
    await page.locator(".board_svg").waitFor();
    if (size === "phone")
      await drag(page, [
        [0.1, 0.1],
        [0.5, 0.12],
        [0.9, 0.1],
      ]);
    else {
      await page.locator(".board_svg").focus();
      await keys(page, "Enter", "Shift+ArrowRight*3", "Shift+ArrowUp*2", "Enter");
    }
    await picture();
    await send(page, size);
  },
  async spans(page, size, picture) {
    await words(page, size, 2);
    const text = page.locator(".stage_text.marked");
    if (size === "laptop") {
      await keys(page, "Escape", "2", "ArrowRight*2", "Shift+ArrowRight", "Enter", "r");
      await press(page, size, page.locator(".region_pick").first());
    } else {
      await button(page, "End a word later").tap();
      await page.locator(".labels button").nth(1).tap();
      await page.locator(".labels button").nth(0).tap();
      await text.tap({ position: { x: 300, y: 150 } });
      await text.tap({ position: { x: 300, y: 150 } });
      await button(page, "Relate to another mark").tap();
      await page.locator(".region_pick").first().tap();
    }
    await page.getByLabel("Kind of relation").selectOption("works for");
    await picture();
    await send(page, size);
  },
  async hypertext(page, size, picture) {
    await page.locator(".hypertext iframe").waitFor();
    await page.waitForTimeout(300);
    if (size === "laptop") await words(page, size, 2);
    else
      await page
        .frameLocator(".hypertext iframe")
        .locator("h2")
        .tap({ position: { x: 30, y: 14 } });
    await page.locator(".region_pick").first().waitFor();
    await picture();
    await send(page, size);
  },
  async dialogue(page, size, picture) {
    await words(page, size, 2);
    await press(page, size, page.getByRole("radio", { name: /4. stars/ }));
    await picture();
    await send(page, size);
  },
  async pair(page, size, picture) {
    await picture();
    if (size === "laptop") await keys(page, "1");
    else await page.getByRole("radio", { name: "The first is better" }).tap();
  },
  async ranking(page, size, picture) {
    await press(
      page,
      size,
      button(page, /Move up/)
        .locator("xpath=../..")
        .locator("li")
        .nth(2)
        .getByRole("button", { name: /Move up/ }),
    );
    await picture();
    await send(page, size);
  },
  async buckets(page, size, picture) {
    await press(page, size, page.getByRole("radio", { name: "Helps", exact: true }).first());
    await press(page, size, page.getByRole("radio", { name: "Does not help" }).nth(1));
    await picture();
    await send(page, size);
  },
  async chat(page, size, picture) {
    await press(page, size, page.getByRole("radio", { name: /5. stars/ }));
    await press(page, size, page.getByRole("radio", { name: "No" }));
    await page.getByLabel("What is unsafe?").last().fill("Nothing really");
    await picture();
    await send(page, size);
  },
  async form(page, size, picture) {
    await page.getByRole("textbox").fill("A car and a bus pass two people on a street.");
    await page.getByRole("spinbutton").fill("2");
    await picture();
    await send(page, size);
  },
  async regions(page, size, picture) {
    await page.locator(".board_svg").waitFor();
    if (size === "laptop") {
      await page.locator(".board_svg").focus();
      await keys(page, ...BY_KEYS);
    } else
      await drag(page, [
        [0.12, 0.7],
        [0.4, 0.93],
      ]);
    // Left out first: the editor says what is missing.
    if (size === "phone") await page.locator(".editor_submit button").tap();
    else await page.keyboard.press("Control+Enter");
    await page.getByRole("alert").waitFor();
    await press(page, size, page.getByRole("radio", { name: "Right" }));
    await picture();
    await send(page, size);
  },
  async sound(page, size, picture) {
    await stretch(page, size);
    await picture();
    await send(page, size);
  },
  async transcript(page, size, picture) {
    await stretch(page, size);
    await page.getByLabel("What is heard here?").last().fill("ding");
    await page.getByLabel("And in all?").last().fill("six bells");
    await picture();
    await send(page, size);
  },
  async video(page, size, picture) {
    await page.locator(".board_svg").waitFor();
    await page.waitForTimeout(500);
    if (size === "laptop") {
      await page.locator(".board_svg").focus();
      await keys(page, ...BY_KEYS);
    } else
      await drag(page, [
        [0.05, 0.5],
        [0.2, 0.8],
      ]);
    for (let i = 0; i < 3; i++) await press(page, size, button(page, "One frame on"));
    if (size === "laptop") {
      await page.locator(".board_svg").focus();
      await keys(page, "Shift+ArrowRight");
    } else
      await drag(page, [
        [0.12, 0.65],
        [0.3, 0.6],
      ]);
    await press(page, size, button(page, "One frame on"));
    await press(page, size, button(page, "It is gone from here"));
    await picture();
    await send(page, size);
  },
};

async function stretch(page: Page, size: Size): Promise<void> {
  const wave = page.locator(".wave");
  await wave.waitFor();
  if (size === "laptop") {
    await wave.focus();
    await keys(page, "Enter", "Shift+ArrowRight*2", "Enter", "Alt+ArrowRight*3");
    return;
  }
  await drag(
    page,
    [0.1, 0.2, 0.34].map((x) => [x, 0.5] as const),
    ".wave",
  );
}
