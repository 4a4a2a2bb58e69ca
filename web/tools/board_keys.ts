// A board by keyboard: arrows move a cursor or the selected shape, Enter does what a tap does.

import {
  growBy,
  handlesOf,
  moveBy,
  moveHandle,
  within,
  withTurn,
  type Point,
  type Shape,
} from "../model/geometry.ts";
import { actOf } from "../state/keys.ts";
import { giveUp, preview, tap, type Board, type Drawn } from "./board.tsx";

const STEP_PX = 4;
const LONG_STEP_PX = 32;
const TURN = 5;

const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

export function boardKeys(board: Board, event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey) return;
  const arrow = ARROWS[event.key];
  const selected = board.drawn.value.find(({ id }) => id === board.selected.value) ?? null;
  const drawing = board.begun.value.length > 0 || board.penDown.value;
  const step = (event.shiftKey ? LONG_STEP_PX : STEP_PX) * board.unit.value;
  const by = arrow && { x: arrow.x * step, y: arrow.y * step };
  if (by && selected && !drawing && board.kind.value !== "brush") change(board, selected, by, event.altKey);
  else if (by) moveCursor(board, by);
  else if (event.key === "Enter") enter(board);
  else if (event.key === "Escape" && !escape(board)) return;
  else if (event.key !== "Escape" && !act(board, selected, event)) return;
  event.preventDefault();
  event.stopPropagation();
}

function change(board: Board, { id, shape }: Drawn, by: Point, grows: boolean): void {
  const corner = board.corner.value;
  const handle = corner === null ? undefined : handlesOf(shape)[corner];
  let next: Shape;
  if (handle) next = moveHandle(shape, corner!, { x: handle.x + by.x, y: handle.y + by.y }, board.size);
  else next = grows ? growBy(shape, by, board.size) : moveBy(shape, by, board.size);
  board.onReshape(id, next);
}

function moveCursor(board: Board, by: Point): void {
  const from = board.cursor.value ?? { x: board.size.width / 2, y: board.size.height / 2 };
  const to = within({ x: from.x + by.x, y: from.y + by.y }, board.size);
  board.cursor.value = to;
  if (board.penDown.value) board.onStroke?.(from, to);
  else preview(board, to);
}

/** For a brush Enter sets the pen down, and lifts it. */
function enter(board: Board): void {
  const at = board.cursor.value ?? { x: board.size.width / 2, y: board.size.height / 2 };
  board.cursor.value = at;
  if (board.kind.value !== "brush") {
    if (board.selected.value && !board.begun.value.length) board.onSelect(null);
    return tap(board, at);
  }
  board.penDown.value = !board.penDown.value;
  if (board.penDown.value) board.onStroke?.(at, at);
  else board.onStrokeEnd?.();
}

function escape(board: Board): boolean {
  if (giveUp(board)) return true;
  if (board.corner.value !== null) board.corner.value = null;
  else if (board.selected.value) board.onSelect(null);
  else return false;
  return true;
}

function act(board: Board, selected: Drawn | null, event: KeyboardEvent): boolean {
  const found = actOf(event);
  if (!selected) return false;
  const { id, shape } = selected;
  if (found === "corner") {
    const next = (board.corner.value ?? -1) + 1;
    board.corner.value = next < handlesOf(shape).length ? next : null;
  } else if ((found === "turn_left" || found === "turn_right") && "turn" in shape && board.turns)
    board.onReshape(id, withTurn(shape, shape.turn + (found === "turn_left" ? -TURN : TURN), board.size));
  else return false;
  return true;
}
