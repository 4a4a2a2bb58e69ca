// Shapes on a picture, in its own pixels; Label Studio's percent at the edge.

import type { Value } from "./sheet.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A rectangle turns about its first corner, an ellipse about its centre; degrees, clockwise. */
export type Shape =
  | {
      readonly kind: "rectangle";
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly turn: number;
    }
  | {
      readonly kind: "ellipse";
      readonly x: number;
      readonly y: number;
      readonly rx: number;
      readonly ry: number;
      readonly turn: number;
    }
  | { readonly kind: "polygon"; readonly points: readonly Point[] }
  | { readonly kind: "keypoint"; readonly x: number; readonly y: number };

export type Rectangle = Extract<Shape, { kind: "rectangle" }>;

const KEYPOINT_WIDTH = 0.5;
const LEAST = 2;

export function turned({ x, y }: Point, degrees: number): Point {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return { x: x * cos - y * sin, y: x * sin + y * cos };
}

const plus = (a: Point, b: Point): Point => ({ x: a.x + b.x, y: a.y + b.y });
const minus = (a: Point, b: Point): Point => ({ x: a.x - b.x, y: a.y - b.y });
const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));

export function within({ x, y }: Point, { width, height }: Size): Point {
  return { x: clamp(x, 0, width), y: clamp(y, 0, height) };
}

/** The shape between two corners; null where it is too small to be meant. */
export function between(kind: "rectangle" | "ellipse", a: Point, b: Point): Shape | null {
  const [width, height] = [Math.abs(a.x - b.x), Math.abs(a.y - b.y)];
  if (width < LEAST || height < LEAST) return null;
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  if (kind === "rectangle") return { kind, x, y, width, height, turn: 0 };
  return { kind, x: x + width / 2, y: y + height / 2, rx: width / 2, ry: height / 2, turn: 0 };
}

/** Where a shape can be taken hold of, in order; the corners or the points. */
export function handlesOf(shape: Shape): Point[] {
  if (shape.kind === "polygon") return [...shape.points];
  if (shape.kind === "keypoint") return [];
  const [centre, half] = [centreOf(shape), halfOf(shape)];
  return [
    { x: -half.x, y: -half.y },
    { x: half.x, y: -half.y },
    { x: half.x, y: half.y },
    { x: -half.x, y: half.y },
  ].map((corner) => plus(centre, turned(corner, shape.turn)));
}

/** The point that turns a shape, `away` outside the middle of its upper side. */
export function turnHandleOf(shape: Shape, away: number): Point | null {
  if (shape.kind !== "rectangle" && shape.kind !== "ellipse") return null;
  return plus(centreOf(shape), turned({ x: 0, y: -halfOf(shape).y - away }, shape.turn));
}

export function centreOf(shape: Shape): Point {
  if (shape.kind === "rectangle")
    return plus(shape, turned({ x: shape.width / 2, y: shape.height / 2 }, shape.turn));
  if (shape.kind !== "polygon") return { x: shape.x, y: shape.y };
  const sum = shape.points.reduce(plus, { x: 0, y: 0 });
  return { x: sum.x / shape.points.length, y: sum.y / shape.points.length };
}

function halfOf(shape: Extract<Shape, { turn: number }>): Point {
  return shape.kind === "rectangle"
    ? { x: shape.width / 2, y: shape.height / 2 }
    : { x: shape.rx, y: shape.ry };
}

/** Moves a handle to a point; the corner opposite stays where it is. */
export function moveHandle(shape: Shape, handle: number, to: Point, size: Size): Shape {
  const point = within(to, size);
  if (shape.kind === "polygon")
    return { ...shape, points: shape.points.map((one, place) => (place === handle ? point : one)) };
  if (shape.kind === "keypoint") return shape;
  const opposite = handlesOf(shape)[(handle + 2) % 4]!;
  const reach = turned(minus(point, opposite), -shape.turn);
  const [width, height] = [Math.max(LEAST, Math.abs(reach.x)), Math.max(LEAST, Math.abs(reach.y))];
  const first = { x: reach.x < 0 ? -width : 0, y: reach.y < 0 ? -height : 0 };
  if (shape.kind === "rectangle")
    return contain({ ...shape, ...plus(opposite, turned(first, shape.turn)), width, height }, size);
  const middle = plus(opposite, turned({ x: first.x + width / 2, y: first.y + height / 2 }, shape.turn));
  return { ...shape, ...middle, rx: width / 2, ry: height / 2 };
}

export function turnTo(shape: Shape, to: Point, size: Size): Shape {
  const reach = minus(to, centreOf(shape));
  return withTurn(shape, (Math.atan2(reach.y, reach.x) * 180) / Math.PI + 90, size);
}

/** Turns about the centre. */
export function withTurn(shape: Shape, degrees: number, size: Size): Shape {
  const turn = (Math.round((((degrees % 360) + 360) % 360) * 10) / 10) % 360;
  if (shape.kind === "ellipse") return { ...shape, turn };
  if (shape.kind !== "rectangle") return shape;
  const half = { x: -shape.width / 2, y: -shape.height / 2 };
  return contain({ ...shape, ...plus(centreOf(shape), turned(half, turn)), turn }, size);
}

export function moveBy(shape: Shape, by: Point, size: Size): Shape {
  if (shape.kind !== "polygon") {
    const moved = { ...shape, x: shape.x + by.x, y: shape.y + by.y };
    return moved.kind === "rectangle" ? contain(moved, size) : { ...moved, ...within(moved, size) };
  }
  const [xs, ys] = [shape.points.map(({ x }) => x), shape.points.map(({ y }) => y)];
  const x = clamp(by.x, -Math.min(...xs), size.width - Math.max(...xs));
  const y = clamp(by.y, -Math.min(...ys), size.height - Math.max(...ys));
  return { ...shape, points: shape.points.map((point) => plus(point, { x, y })) };
}

/** Makes the far corner go further or less far: how a keyboard resizes. */
export function growBy(shape: Shape, by: Point, size: Size): Shape {
  const far = handlesOf(shape)[2];
  if (!far || shape.kind === "polygon" || shape.kind === "keypoint") return shape;
  return moveHandle(shape, 2, plus(far, turned(by, shape.turn)), size);
}

/** An upright rectangle stays whole within the picture, a turned one with its first corner. */
function contain(shape: Rectangle, size: Size): Rectangle {
  const [width, height] = [Math.min(shape.width, size.width), Math.min(shape.height, size.height)];
  const room = shape.turn ? { x: 0, y: 0 } : { x: width, y: height };
  const x = clamp(shape.x, 0, size.width - room.x);
  const y = clamp(shape.y, 0, size.height - room.y);
  return { ...shape, x, y, width, height };
}

const round = (value: number) => Math.round(value * 1e4) / 1e4;

export function toValue(shape: Shape, { width, height }: Size): Value {
  const across = (value: number) => round(clamp((value / width) * 100, 0, 100));
  const down = (value: number) => round(clamp((value / height) * 100, 0, 100));
  switch (shape.kind) {
    case "polygon":
      return { points: shape.points.map(({ x, y }) => [across(x), down(y)]), closed: true };
    case "keypoint":
      return { x: across(shape.x), y: down(shape.y), width: KEYPOINT_WIDTH };
    case "ellipse":
      return {
        x: across(shape.x),
        y: down(shape.y),
        radiusX: Math.min(50, Math.max(1e-4, across(shape.rx))),
        radiusY: Math.min(50, Math.max(1e-4, down(shape.ry))),
        rotation: shape.turn,
      };
    case "rectangle": {
      const [x, y] = [across(shape.x), down(shape.y)];
      const [most, tallest] = shape.turn ? [100, 100] : [round(100 - x), round(100 - y)];
      return {
        x,
        y,
        width: Math.min(most, Math.max(1e-4, across(shape.width))),
        height: Math.min(tallest, Math.max(1e-4, down(shape.height))),
        rotation: shape.turn,
      };
    }
  }
}

export function fromValue(kind: string, value: Value, { width, height }: Size): Shape {
  const at = (key: string) => Number(value[key] ?? 0);
  const across = (key: string) => (at(key) * width) / 100;
  const down = (key: string) => (at(key) * height) / 100;
  switch (kind) {
    case "polygon":
      return {
        kind,
        points: (value["points"] as [number, number][]).map(([x, y]) => ({
          x: (x * width) / 100,
          y: (y * height) / 100,
        })),
      };
    case "keypoint":
      return { kind, x: across("x"), y: down("y") };
    case "ellipse":
      return {
        kind,
        x: across("x"),
        y: down("y"),
        rx: across("radiusX"),
        ry: down("radiusY"),
        turn: at("rotation"),
      };
    default:
      return {
        kind: "rectangle",
        x: across("x"),
        y: down("y"),
        width: across("width"),
        height: down("height"),
        turn: at("rotation"),
      };
  }
}
