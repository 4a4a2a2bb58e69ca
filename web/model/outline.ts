// Shapes at rest: their outlines as SVG path data, and which of them a point is on.

import { handlesOf, turned, type Point, type Shape } from "./geometry.ts";

/** A point is as large as a fingertip needs, in pixels of the screen. */
const POINT_REACH = 12;
/** So far beside a shape still is on it, in pixels of the screen: thin ones could not be hit. */
const REACH = 4;

export function pathOf(shape: Shape): string {
  switch (shape.kind) {
    case "keypoint":
      // A line without length and with round ends stays the same size at any zoom.
      return `M${shape.x} ${shape.y}h0.001`;
    case "ellipse": {
      const { rx, ry, turn } = shape;
      const half = turned({ x: rx, y: 0 }, turn);
      const arc = `a${rx} ${ry} ${turn} 0 0`;
      const across = `${arc} ${2 * half.x} ${2 * half.y}${arc} ${-2 * half.x} ${-2 * half.y}z`;
      return `M${shape.x - half.x} ${shape.y - half.y}${across}`;
    }
    default:
      return `M${handlesOf(shape)
        .map(({ x, y }) => `${x} ${y}`)
        .join("L")}z`;
  }
}

/** Whether a point is on a shape or close beside it; `unit` is a screen's pixel in pixels of the picture. */
export function isOn(shape: Shape, point: Point, unit: number): boolean {
  const away = { x: point.x - ("x" in shape ? shape.x : 0), y: point.y - ("y" in shape ? shape.y : 0) };
  if (shape.kind === "keypoint") return Math.hypot(away.x, away.y) <= POINT_REACH * unit;
  if (shape.kind === "ellipse") {
    const { x, y } = turned(away, -shape.turn);
    return (x / (shape.rx + REACH * unit)) ** 2 + (y / (shape.ry + REACH * unit)) ** 2 <= 1;
  }
  return isWithin(handlesOf(shape), point, REACH * unit);
}

/** Whether a point lies within corners, or no further than `reach` from an edge. */
function isWithin(corners: readonly Point[], point: Point, reach: number): boolean {
  let inside = false;
  for (const [place, a] of corners.entries()) {
    const b = corners[(place + 1) % corners.length]!;
    if (distance(a, b, point) <= reach) return true;
    const crosses = a.y > point.y !== b.y > point.y;
    if (crosses && point.x < a.x + ((point.y - a.y) / (b.y - a.y)) * (b.x - a.x)) inside = !inside;
  }
  return inside;
}

/** From a point to the nearest one between `a` and `b`. */
function distance(a: Point, b: Point, { x, y }: Point): number {
  const [across, down] = [b.x - a.x, b.y - a.y];
  const along = ((x - a.x) * across + (y - a.y) * down) / (across ** 2 + down ** 2 || 1);
  const part = Math.min(1, Math.max(0, along));
  return Math.hypot(x - a.x - part * across, y - a.y - part * down);
}
