import assert from "node:assert/strict";
import { test } from "node:test";
import type { Hash } from "../model/hex.ts";
import { CannotShow, choose, hotkeys, layoutOf, nextControl, resultOf, shownIn } from "../model/tasks.ts";
import type { Control, Project } from "../model/wire.ts";

const NAME = `${"ab".repeat(32)}.png`;

function control(...values: string[]): Control {
  return {
    name: "label",
    to_name: "image",
    kind: "choices",
    choices: values.map((value) => ({ value, title: value, hotkey: null })),
  };
}

function shown(kind: "image" | "text" | "header", value: unknown) {
  const project = { project: 7, objects: [{ name: "it", kind, field: "it" }] } as unknown as Project;
  return shownIn(project, { task: "0x" as Hash, data: { it: value as string }, expires_s: 0 });
}

test("a picture that is not one of the project's own files is not shown", () => {
  for (const bad of [
    "https://elsewhere.example/a.png",
    "//elsewhere.example/a.png",
    "javascript:alert(1)",
    "data:image/svg+xml,x",
    `media/../${NAME}`,
    `media/${NAME}?x`,
    `Media/${NAME}`,
    "media/a.png",
    "",
    7,
    null,
    undefined,
    {},
  ])
    assert.throws(() => shown("image", bad), CannotShow, String(bad));
});

test("a text that is not there is not shown", () => {
  for (const bad of [7, null, undefined, {}, []]) assert.throws(() => shown("text", bad), CannotShow);
});

test("pictures come from the project's media, texts and headers as they are", () => {
  assert.deepEqual(shown("image", `media/${NAME}`), [
    { kind: "image", source: `/api/projects/7/media/${NAME}` },
  ]);
  assert.deepEqual(shown("text", "<b>bold</b>"), [{ kind: "text", text: "<b>bold</b>" }]);
  assert.deepEqual(shown("header", undefined), [{ kind: "header", text: "it" }]);
});

test("an answer is whole when every control has its choice, and becomes a Label Studio result", () => {
  const controls = [control("yes", "no"), { ...control("a", "b"), name: "other" }];
  const half = choose(new Map(), controls[0]!, "yes");
  assert.equal(nextControl(controls, half), controls[1]);
  const whole = choose(half, controls[1]!, "b");
  assert.equal(nextControl(controls, whole), null);
  assert.deepEqual(resultOf(controls, whole), [
    { from_name: "label", to_name: "image", type: "choices", value: { choices: ["yes"] } },
    { from_name: "other", to_name: "image", type: "choices", value: { choices: ["b"] } },
  ]);
});

test("keys are the given ones, else the choice's own character, else its place", () => {
  assert.deepEqual(hotkeys(control("0", "1", "2")), ["0", "1", "2"]);
  assert.deepEqual(hotkeys(control("cat", "dog")), ["1", "2"]);
  assert.deepEqual(hotkeys(control(..."abcdefghijk".split("").map((letter) => letter + letter))).slice(8), [
    "9",
    "0",
    null,
  ]);
  const given = {
    ...control("cat", "dog", "bird"),
    choices: [
      { value: "cat", title: "cat", hotkey: null },
      { value: "dog", title: "dog", hotkey: "1" },
      { value: "bird", title: "bird", hotkey: "B" },
    ],
  };
  assert.deepEqual(hotkeys(given), [null, "1", "b"]);
});

test("no key means two choices", () => {
  for (const values of [
    ["A", "a"],
    ["0", "1", "1x"],
    ["1", "2", "3"],
  ]) {
    const keys = hotkeys(control(...values)).filter((key) => key !== null);
    assert.equal(new Set(keys).size, keys.length, values.join());
  }
});

test("short choices stand in a grid, long ones in a list", () => {
  assert.equal(layoutOf(control(..."0123456789")), "grid");
  assert.equal(layoutOf(control("yes", "no")), "pair");
  assert.equal(layoutOf(control("yes", "a sentence that needs a line of its own")), "list");
});
