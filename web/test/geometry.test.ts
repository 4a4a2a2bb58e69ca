import assert from "node:assert/strict";
import { test } from "node:test";
import {
  between,
  fromValue,
  growBy,
  handlesOf,
  moveBy,
  moveHandle,
  toValue,
  turnTo,
  withTurn,
  type Shape,
} from "../model/geometry.ts";
import { randomFrom } from "./support.ts";

const SIZE = { width: 640, height: 360 };

function randomShape(random: () => number): Shape {
  const point = () => ({ x: random() * SIZE.width, y: random() * SIZE.height });
  const kind = (["rectangle", "ellipse", "polygon", "keypoint"] as const)[Math.floor(random() * 4)]!;
  if (kind === "polygon")
    return { kind, points: Array.from({ length: 3 + Math.floor(random() * 5) }, point) };
  if (kind === "keypoint") return { kind, ...point() };
  return between(kind, point(), point()) ?? { kind: "keypoint", ...point() };
}

function assertInside(shape: Shape): void {
  for (const [key, value] of Object.entries(toValue(shape, SIZE)))
    for (const one of Array.isArray(value) ? value.flat() : [value])
      if (key !== "closed")
        assert.ok(Number.isFinite(one) && (one as number) >= 0 && (one as number) <= 360, key);
  if (shape.kind !== "rectangle" || shape.turn) return;
  const { x, y, width, height } = toValue(shape, SIZE) as Record<string, number>;
  assert.ok(x! + width! <= 100 + 1e-6 && y! + height! <= 100 + 1e-6, JSON.stringify(shape));
}

test("whatever is done to a shape, it stays in the picture and becomes a value in percent", () => {
  const random = randomFrom(7);
  const far = () => (random() - 0.5) * 1500;
  for (let i = 0; i < 3000; i++) {
    let shape = randomShape(random);
    for (let step = 0; step < 4; step++) {
      const place = { x: far(), y: far() };
      const act = Math.floor(random() * 5);
      if (act === 0) shape = moveBy(shape, place, SIZE);
      else if (act === 1) shape = growBy(shape, place, SIZE);
      else if (act === 2) shape = withTurn(shape, far(), SIZE);
      else if (act === 3) shape = turnTo(shape, place, SIZE);
      else
        shape = moveHandle(shape, Math.floor(random() * Math.max(1, handlesOf(shape).length)), place, SIZE);
      assertInside(shape);
    }
  }
});

test("a shape written as a value and read is the same to a hundredth of a pixel", () => {
  const random = randomFrom(11);
  for (let i = 0; i < 1000; i++) {
    const shape = randomShape(random);
    const again = fromValue(shape.kind, toValue(shape, SIZE), SIZE);
    const numbers = (one: Shape) =>
      JSON.stringify(one)
        .match(/-?\d+(\.\d+)?(e-?\d+)?/g)!
        .map(Number);
    numbers(shape).forEach((value, place) => assert.ok(Math.abs(value - numbers(again)[place]!) < 0.01));
  }
});

test("a corner that is moved leaves the one opposite where it was", () => {
  const shape = withTurn(between("rectangle", { x: 100, y: 100 }, { x: 200, y: 160 })!, 30, SIZE);
  const before = handlesOf(shape)[0]!;
  const after = handlesOf(moveHandle(shape, 2, { x: 260, y: 230 }, SIZE))[0]!;
  assert.ok(Math.hypot(before.x - after.x, before.y - after.y) < 1e-6);
});

test("what is too small to be meant is no shape", () => {
  assert.equal(between("rectangle", { x: 5, y: 5 }, { x: 6, y: 90 }), null);
});
