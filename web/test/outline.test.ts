import assert from "node:assert/strict";
import { test } from "node:test";
import type { Shape } from "../model/geometry.ts";
import { isOn, pathOf } from "../model/outline.ts";

const box: Shape = { kind: "rectangle", x: 10, y: 20, width: 30, height: 40, turn: 0 };

test("a point beside a shape is not on it, one close by is", () => {
  assert.equal(isOn(box, { x: 46, y: 30 }, 1), false);
  assert.equal(isOn(box, { x: 43, y: 30 }, 1), true);
  assert.equal(isOn(box, { x: 25, y: 40 }, 1), true);
});

test("a turned rectangle is hit where it is seen", () => {
  const turned = { ...box, turn: 90 };
  assert.equal(isOn(turned, { x: 25, y: 40 }, 1), false);
  assert.equal(isOn(turned, { x: -20, y: 35 }, 1), true);
});

test("what a hollow outline leaves out is not on it", () => {
  const hollow: Shape = {
    kind: "polygon",
    points: [
      { x: 0, y: 0 },
      { x: 100, y: 0 },
      { x: 100, y: 100 },
      { x: 50, y: 20 },
      { x: 0, y: 100 },
    ],
  };
  assert.equal(isOn(hollow, { x: 50, y: 60 }, 1), false);
  assert.equal(isOn(hollow, { x: 10, y: 60 }, 1), true);
});

test("a turned ellipse is hit along its long side", () => {
  const ellipse: Shape = { kind: "ellipse", x: 50, y: 50, rx: 40, ry: 5, turn: 90 };
  assert.equal(isOn(ellipse, { x: 50, y: 85 }, 1), true);
  assert.equal(isOn(ellipse, { x: 85, y: 50 }, 1), false);
});

test("a point is as large on the screen at every zoom", () => {
  const point: Shape = { kind: "keypoint", x: 5, y: 5 };
  assert.equal(isOn(point, { x: 15, y: 5 }, 1), true);
  assert.equal(isOn(point, { x: 15, y: 5 }, 0.5), false);
});

test("outlines are closed, a point is a line without length", () => {
  assert.equal(pathOf(box), "M10 20L40 20L40 60L10 60z");
  assert.equal(pathOf({ kind: "keypoint", x: 1, y: 2 }), "M1 2h0.001");
  const ellipse = pathOf({ kind: "ellipse", x: 5, y: 5, rx: 2, ry: 1, turn: 0 });
  assert.equal(ellipse, "M3 5a2 1 0 0 0 4 0a2 1 0 0 0 -4 0z");
});
