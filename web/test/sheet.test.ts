import assert from "node:assert/strict";
import { test } from "node:test";
import type { Control, Face } from "../model/face.ts";
import {
  addRegion,
  EMPTY,
  firstGap,
  give,
  relate,
  removeRegion,
  resultOf,
  type Sheet,
} from "../model/sheet.ts";
import { sheetOf } from "../model/prediction.ts";
import { decodeMask, encodeMask } from "../model/rle.ts";
import { boxAt, frameAt, timeOf, withKeyframe, type Keyframe } from "../model/track.ts";
import { piecesOf, stretchBy, trimmed, wordAt, wordsOf } from "../model/words.ts";
import { randomFrom } from "./support.ts";

const ASKED = { to_name: "i", required: true, per_region: false, conditions: [], title: null };
const option = (value: string) => ({ value, title: value, hotkey: null, color: null });
const seen: Control = {
  ...ASKED,
  name: "seen",
  type: "choices",
  choices: [option("yes"), option("no")],
  multiple: false,
};
const why: Control = {
  ...ASKED,
  name: "why",
  type: "textarea",
  most: 1,
  rows: 1,
  placeholder: null,
  conditions: [{ when: "choice-selected", tag: "seen", values: ["yes"] }],
};
const boxes: Control = {
  ...ASKED,
  name: "b",
  required: false,
  type: "rectanglelabels",
  shape: "rectangle",
  labels: [option("Car"), option("Bus")],
  labels_key: "rectanglelabels",
  labels_name: null,
  multiple: false,
};
const note: Control = {
  ...ASKED,
  name: "note",
  type: "rating",
  most: 3,
  per_region: true,
  conditions: [{ when: "region-selected", tag: "b", values: ["Car"] }],
};

function face(...controls: Control[]): Face {
  const image = {
    name: "i",
    kind: "image",
    field: "image",
    title: null,
    name_key: "",
    text_key: "",
    frame_rate: 25,
  } as const;
  return { headers: [], objects: [image], controls, relations: [] };
}

const region = (id: string, label: string) => ({ id, control: "b", labels: [label], value: { x: 1 } });

test("what depends on a choice is asked, and sent, only while it is chosen", () => {
  const asked = face(seen, why);
  assert.equal(firstGap(asked, EMPTY)?.control.name, "seen");
  const yes = give(EMPTY, "seen", null, ["yes"]);
  assert.equal(firstGap(asked, yes)?.control.name, "why");
  const told = give(yes, "why", null, ["because"]);
  assert.equal(firstGap(asked, told), null);
  assert.equal(resultOf(asked, told, {}).length, 2);
  const no = give(told, "seen", null, ["no"]);
  assert.equal(firstGap(asked, no), null);
  assert.deepEqual(resultOf(asked, no, {}), [
    { from_name: "seen", to_name: "i", type: "choices", value: { choices: ["no"] } },
  ]);
});

test("what is asked of regions is asked of those that it is for, and bears their id", () => {
  const asked = face(boxes, note);
  let sheet: Sheet = addRegion(addRegion(EMPTY, region("r1", "Bus")), region("r2", "Car"));
  assert.equal(firstGap(asked, sheet)?.about, "r2");
  sheet = relate(give(sheet, "note", "r2", 3), "r1", "r2");
  assert.equal(firstGap(asked, sheet), null);
  const result = resultOf(asked, sheet, { i: { original_width: 4 } }) as Record<string, unknown>[];
  assert.deepEqual(
    result.map(({ type, id }) => [type, id]),
    [
      ["rectanglelabels", "r1"],
      ["rectanglelabels", "r2"],
      ["rating", "r2"],
      ["relation", undefined],
    ],
  );
  assert.deepEqual(result[0], {
    id: "r1",
    from_name: "b",
    to_name: "i",
    type: "rectanglelabels",
    original_width: 4,
    value: { x: 1, rectanglelabels: ["Bus"] },
  });
  const less = removeRegion(sheet, "r2");
  assert.deepEqual([less.relations, [...less.given]], [[], []]);
});

test("the only question must be answered, whatever it says", () => {
  assert.equal(firstGap(face({ ...seen, required: false }), EMPTY)?.control.name, "seen");
  assert.equal(firstGap(face(boxes), EMPTY), null);
});

test("a mask written and read is the same", () => {
  const random = randomFrom(3);
  for (const length of [1, 7, 40, 20_000]) {
    let on = false;
    const mask = Uint8Array.from({ length }, () => ((on = random() < 0.05 ? !on : on) ? 255 : 0));
    assert.deepEqual(decodeMask(encodeMask(mask)), mask);
  }
  assert.deepEqual(encodeMask(new Uint8Array(8).fill(255)), [0, 0, 0, 32, 57, 27, 254, 31, 255]);
});

test("between keyframes a box is where it must have been; where it is gone there is none", () => {
  const at = (frame: number, x: number, enabled = true): Keyframe => ({
    frame,
    enabled,
    x,
    y: 0,
    width: 5,
    height: 5,
    rotation: 0,
  });
  const track = withKeyframe(withKeyframe(withKeyframe([], at(11, 20)), at(1, 10)), at(21, 20, false));
  assert.equal(boxAt(track, 6)?.x, 15);
  assert.equal(boxAt(track, 1)?.x, 10);
  assert.equal(boxAt(track, 21), null);
  assert.equal(boxAt(track, 99), null);
  assert.equal(boxAt([at(5, 1)], 4), null);
});

test("frames and times agree", () => {
  const film = { frames: 100, duration_s: 4 };
  for (let frame = 1; frame <= 100; frame++) assert.equal(frameAt(timeOf(frame, film), film), frame);
  assert.equal(frameAt(9, film), 100);
});

test("words are found in any script, by UTF-16 units", () => {
  const text = "Hi 😀, 東京 is “big”.";
  assert.deepEqual(
    wordsOf(text).map(({ start, end }) => text.slice(start, end)),
    ["Hi", "😀", "東京", "is", "big"],
  );
  assert.equal(wordAt(wordsOf(text), 0), 0);
  assert.equal(wordAt(wordsOf(text), text.indexOf("“")), 4);
  assert.deepEqual(trimmed("  ab ", { start: 0, end: 5 }), { start: 2, end: 4 });
  assert.equal(trimmed("   ", { start: 0, end: 3 }), null);
  assert.deepEqual(stretchBy(wordsOf("a bb c"), { start: 0, end: 1 }, "end", 1), { start: 0, end: 4 });
  assert.deepEqual(stretchBy(wordsOf("a bb c"), { start: 0, end: 1 }, "end", -1), { start: 0, end: 1 });
});

test("a text is cut wherever a stretch begins or ends", () => {
  assert.deepEqual(
    piecesOf(6, [
      { start: 1, end: 4 },
      { start: 3, end: 6 },
    ]),
    [
      { start: 0, end: 1, covers: [] },
      { start: 1, end: 3, covers: [0] },
      { start: 3, end: 4, covers: [0, 1] },
      { start: 4, end: 6, covers: [1] },
    ],
  );
});

const BOX = { x: 1, y: 2, width: 3, height: 4, rotation: 0 };

test("a prediction becomes the sheet that gives it again; what fits nothing is left out", () => {
  const all = face(seen, why, boxes, note);
  let sheet: Sheet = EMPTY;
  for (const id of ["r1", "r2"])
    sheet = addRegion(sheet, { id, control: "b", labels: ["Car"], value: BOX });
  sheet = relate(give(give(give(sheet, "seen", null, ["yes"]), "why", null, ["so"]), "note", "r1", 2), "r1", "r2");
  const result = resultOf(all, sheet, {});
  assert.deepEqual(resultOf(all, sheetOf(all, result), {}), result);
  const strange = [
    7,
    null,
    { type: "relation", from_id: "r1", to_id: "r9" },
    { from_name: "x", type: "choices", value: {} },
    { from_name: "seen", type: "choices", value: { choices: "yes" } },
    { id: "r3", from_name: "b", type: "rectanglelabels", value: { ...BOX, x: "1" } },
    { id: "r4", from_name: "b", type: "rectanglelabels", value: { ...BOX, rectanglelabels: [{}] } },
  ];
  assert.deepEqual(sheetOf(all, [...strange, ...result]), sheetOf(all, result));
  for (const nothing of [undefined, null, "x", {}]) assert.deepEqual(sheetOf(all, nothing), EMPTY);
});
