// What a labeler does in each kind of task that is paid: fingers on the phone, keys on the laptop.
// Each turn it is something else, so that answers to different tasks differ.

import type { Page } from "playwright-core";
import { samples, type Sample } from "../../samples/samples.ts";
import { button, drag, keys, press, send, touch, type Size } from "./acts.ts";

type Act = (page: Page, size: Size, turn: number) => Promise<void>;

export interface Paid {
  readonly config: string;
  readonly data: Sample["data"];
  readonly act: Act;
}

/** As on the trial page, or with another config: not everything that can be tried is paid. */
function paid(name: string, act: Act, config?: string): Paid {
  const sample = samples.find((one) => one.name === name)!;
  return { config: config ?? sample.config, data: sample.data, act };
}

const THINGS = ["A car", "A bicycle", "A bus", "A tree", "A dog"];

/** Two corners, further to the right each turn. */
const corners: Act = async (page, size, turn) => {
  const board = page.locator(".board_svg");
  await board.waitFor();
  if (size === "phone") {
    const x = 0.1 + 0.14 * turn;
    await drag(page, [
      [x, 0.3],
      [x + 0.25, 0.7],
    ]);
  } else {
    await board.focus();
    await keys(page, `Shift+ArrowLeft*${5 - turn}`, "Enter", "Shift+ArrowRight*3", "Shift+ArrowDown*3", "Enter");
  }
  await sendMarked(page, size);
};

/** Sends once the region is there that was just marked. */
async function sendMarked(page: Page, size: Size): Promise<void> {
  await page.locator(".region_pick").first().waitFor();
  await send(page, size);
}

const stars = (page: Page, count: number) => page.getByRole("radio", { name: new RegExp(`^\\D?${count}\\D`) });

async function twoWords(page: Page, size: Size, turn: number): Promise<void> {
  const text = page.locator(".stage_text.marked, .stage_text.hypertext").first();
  await text.waitFor();
  if (size === "phone") return await text.tap({ position: { x: 40 + 80 * turn, y: 38 } });
  await text.focus();
  await keys(page, `ArrowRight*${1 + 2 * turn}`, "Shift+ArrowRight", "Enter");
}

export const kinds: Readonly<Record<string, Paid>> = {
  choices: paid("choices", async (page, size, turn) => {
    for (const place of [turn % 5, (turn + 2) % 5])
      if (size === "laptop") await keys(page, `${place + 1}`);
      else await page.getByRole("checkbox", { name: THINGS[place]! }).tap();
    await send(page, size);
  }),
  taxonomy: paid("taxonomy", async (page, size, turn) => {
    for (const name of [/Open .*Outdoors/, /Open .*City/]) await press(page, size, button(page, name));
    await press(page, size, page.getByRole("checkbox", { name: turn % 2 ? "Park" : "Street" }));
    await send(page, size);
  }),
  boxes: paid("boxes", corners),
  ellipses: paid("ellipses", corners),
  polygons: paid("polygons", async (page, size, turn) => {
    const board = page.locator(".board_svg");
    await board.waitFor();
    const x = 0.1 + 0.14 * turn;
    if (size === "phone")
      for (const [by, y] of [
        [0, 0.3],
        [0.28, 0.35],
        [0.2, 0.75],
        [0, 0.3],
      ] as const)
        await touch(page, x + by, y);
    else {
      await board.focus();
      await keys(page, `Shift+ArrowLeft*${4 - turn}`, "Enter", "Shift+ArrowRight*3", "Enter");
      await keys(page, "Shift+ArrowDown*3", "Enter", "Enter");
    }
    await sendMarked(page, size);
  }),
  keypoints: paid("keypoints", async (page, size, turn) => {
    const board = page.locator(".board_svg");
    await board.waitFor();
    if (size === "phone") await touch(page, 0.2 + 0.15 * turn, 0.4);
    else {
      await board.focus();
      await keys(page, "2", `Shift+ArrowRight*${turn}`, "Enter");
    }
    await sendMarked(page, size);
  }),
  spans: paid(
    "spans",
    async (page, size, turn) => {
      await twoWords(page, size, turn);
      await sendMarked(page, size);
    },
    `<View><Text name="text" value="$text"/><Labels name="marks" toName="text"><Label value="Person"/><Label value="Year"/></Labels></View>`,
  ),
  hypertext: paid("hypertext", async (page, size, turn) => {
    const frame = page.frameLocator(".hypertext iframe");
    await frame.locator("p").first().waitFor();
    if (size === "laptop") await twoWords(page, size, turn);
    else await frame.locator("p").first().tap({ position: { x: 20 + 75 * turn, y: 10 } });
    await sendMarked(page, size);
  }),
  dialogue: paid("dialogue", async (page, size, turn) => {
    await twoWords(page, size, turn % 3);
    await press(page, size, stars(page, turn + 2));
    await sendMarked(page, size);
  }),
  pair: paid("pair", async (page, size, turn) => {
    const side = turn % 2;
    if (size === "laptop") await keys(page, `${side + 1}`);
    else await page.getByRole("radio", { name: `The ${side ? "second" : "first"} is better` }).tap();
  }),
  ranking: paid("ranking", async (page, size, turn) => {
    await press(page, size, page.getByRole("button", { name: /Move up/ }).nth(1 + (turn % 2)));
    await send(page, size);
  }),
  chat: paid("chat", async (page, size, turn) => {
    await press(page, size, stars(page, turn + 1));
    await press(page, size, page.getByRole("radio", { name: turn % 2 ? "No" : "Yes" }));
    if (turn % 2) await page.getByLabel("What is unsafe?").last().fill(`It names the number ${turn}`);
    await send(page, size);
  }),
  form: paid("form", async (page, size, turn) => {
    await page.getByRole("textbox").fill(`A bus passes ${["one person", "two people", "a dog", "nobody"][turn]} here`);
    await page.getByRole("spinbutton").fill(String(3 * turn));
    await send(page, size);
  }),
  sound: paid("sound", async (page, size, turn) => {
    const wave = page.locator(".wave");
    await wave.waitFor();
    if (size === "laptop") {
      await wave.focus();
      await keys(page, `Shift+ArrowRight*${turn}`, "Enter", "Shift+ArrowRight*2", "Enter");
    } else {
      const x = 0.1 + 0.15 * turn;
      await drag(page, [
        [x, 0.5],
        [x + 0.25, 0.5],
      ], ".wave");
    }
    await sendMarked(page, size);
  }),
  transcript: paid(
    "transcript",
    async (page, size, turn) => {
      await page.getByRole("textbox").fill(["six bells", "a bell rings low", "nothing", "bells and voices"][turn]!);
      await send(page, size);
    },
    `<View><Audio name="audio" value="$audio"/><Header value="What is heard?"/><TextArea name="all" toName="audio" rows="2"/></View>`,
  ),
  video: paid(
    "video",
    async (page, size, turn) => {
      await press(page, size, stars(page, turn + 1));
      await press(page, size, page.getByRole("checkbox", { name: turn % 2 ? "A box" : "A ball" }));
      await send(page, size);
    },
    `<View><Video name="video" value="$video"/><Header value="How clear is it?"/><Rating name="clear" toName="video"/><Header value="What moves?"/><Choices name="moves" toName="video" choice="multiple"><Choice value="A ball"/><Choice value="A box"/></Choices></View>`,
  ),
};
