// What fingers and mice do on a board: draw, move, take hold of a handle, pan, pinch.

import { batch } from "@preact/signals";
import { between, moveBy, moveHandle, turnTo, type Point, type Shape } from "../model/geometry.ts";
import { preview, tap, type Board } from "./board.tsx";
import { shapeAt } from "./shapes.tsx";
import type { View } from "./view.ts";

const SLACK_PX = 5;

interface Held {
  readonly move: (event: PointerEvent) => void;
  readonly end: (moved: boolean, event: PointerEvent) => void;
}

export function createGestures(board: Board, view: View, svg: SVGSVGElement): () => void {
  const fingers = new Map<number, PointerEvent>();
  let held: Held | null = null;
  let start: PointerEvent | null = null;
  let moved = false;

  const down = (event: PointerEvent) => {
    if (event.button > 1) return;
    svg.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, event);
    board.cursor.value = null;
    if (fingers.size > 1) {
      cancel(board, held);
      held = null;
      return;
    }
    [start, moved] = [event, false];
    held = board.hand.value || event.button === 1 ? panning(view, event) : begin(board, view, event);
  };
  const move = (event: PointerEvent) => {
    const before = fingers.get(event.pointerId);
    if (before && fingers.size === 2) pinch(view, fingers, event);
    if (before) fingers.set(event.pointerId, event);
    if (!before) preview(board, view.pointOf(event));
    if (!held || !start) return;
    moved ||= Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) > SLACK_PX;
    if (moved) held.move(event);
  };
  const up = (event: PointerEvent) => {
    fingers.delete(event.pointerId);
    const done = held;
    held = null;
    if (event.type === "pointercancel") cancel(board, done);
    else done?.end(moved, event);
  };
  const events = { pointerdown: down, pointermove: move, pointerup: up, pointercancel: up } as const;
  for (const [name, act] of Object.entries(events)) svg.addEventListener(name, act as EventListener);
  return () => {
    for (const [name, act] of Object.entries(events)) svg.removeEventListener(name, act as EventListener);
  };
}

function cancel(board: Board, held: Held | null): void {
  if (held && board.kind.value === "brush") board.onStrokeEnd?.();
  board.draft.value = null;
}

function begin(board: Board, view: View, event: PointerEvent): Held {
  const target = event.target as Element;
  const handle = target.closest<SVGElement>("[data-handle]")?.dataset["handle"];
  const held = target.closest<SVGElement>("[data-id]")?.dataset["id"];
  const id = held ?? shapeAt(board, view.pointOf(event));
  const selected = board.drawn.value.find((one) => one.id === board.selected.value);
  const drawing = board.begun.value.length > 0;
  if (!drawing && selected && handle)
    return reshaping(board, view, selected.id, holding(board, selected.shape, handle));
  if (!drawing && selected && id === selected.id && board.kind.value !== "brush") {
    const from = view.pointOf(event);
    return reshaping(board, view, selected.id, (to) =>
      moveBy(selected.shape, { x: to.x - from.x, y: to.y - from.y }, board.size),
    );
  }
  if (board.kind.value === "brush") return stroking(board, view, event);
  return drawingFrom(board, view, event, id);
}

function holding(board: Board, shape: Shape, handle: string): (to: Point) => Shape {
  if (handle === "turn") return (to) => turnTo(shape, to, board.size);
  return (to) => moveHandle(shape, Number(handle), to, board.size);
}

function reshaping(board: Board, view: View, id: string, shapeAt: (to: Point) => Shape): Held {
  return {
    move: (event) => (board.draft.value = shapeAt(view.pointOf(event))),
    end: () =>
      batch(() => {
        const shape = board.draft.value;
        board.draft.value = null;
        if (shape) board.onReshape(id, shape);
      }),
  };
}

/** A drag draws from corner to corner; a tap selects what is there, or sets a corner or point. */
function drawingFrom(board: Board, view: View, event: PointerEvent, id: string | null): Held {
  const from = view.pointOf(event);
  const kind = board.kind.value;
  const drags = kind === "rectangle" || kind === "ellipse";
  return {
    move(next) {
      const to = view.pointOf(next);
      if (!drags) return preview(board, to);
      board.begun.value = [from];
      board.draft.value = between(kind, from, to);
    },
    end(moved, last) {
      const to = view.pointOf(last);
      batch(() => {
        if (moved && drags) tap(board, to);
        else if (!board.begun.value.length && (id || (board.selected.value && !goesOn(board))))
          board.onSelect(id);
        else if (kind) tap(board, to);
      });
    },
  };
}

/** Point after point: a tap beside the one just made is the next one. */
function goesOn(board: Board): boolean {
  return board.fresh.value && (board.kind.value === "keypoint" || board.kind.value === "polygon");
}

function stroking(board: Board, view: View, event: PointerEvent): Held {
  let last = view.pointOf(event);
  board.onStroke?.(last, last);
  return {
    move(next) {
      for (const part of next.getCoalescedEvents?.() ?? [next]) {
        const to = view.pointOf(part);
        board.onStroke?.(last, to);
        last = to;
      }
    },
    end: () => board.onStrokeEnd?.(),
  };
}

function panning(view: View, event: PointerEvent): Held {
  let last = event;
  return {
    move(next) {
      view.panBy(next.clientX - last.clientX, next.clientY - last.clientY);
      last = next;
    },
    end: () => undefined,
  };
}

/** Two fingers: as they part the picture grows, as they go it goes. */
function pinch(view: View, fingers: ReadonlyMap<number, PointerEvent>, moving: PointerEvent): void {
  const before = fingers.get(moving.pointerId)!;
  const other = [...fingers.values()].find(({ pointerId }) => pointerId !== moving.pointerId)!;
  const apart = (one: PointerEvent) =>
    Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) || 1;
  view.panBy((moving.clientX - before.clientX) / 2, (moving.clientY - before.clientY) / 2);
  const middle = { x: (moving.clientX + other.clientX) / 2, y: (moving.clientY + other.clientY) / 2 };
  view.zoomBy(apart(moving) / apart(before), middle);
}
