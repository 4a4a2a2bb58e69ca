// A picture that shapes are drawn on: by pointer, touch or keyboard; zoom and pan.

import { useSignal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { between, type Point, type Shape, type Size } from "../model/geometry.ts";
import { actOf, isForTask } from "../state/keys.ts";
import { say } from "../text/say.ts";
import { Active, AtRest } from "./shapes.tsx";
import { IconButton } from "../parts/icon_button.tsx";
import { boardKeys } from "./board_keys.ts";
import { createGestures } from "./gestures.ts";
import { createView } from "./view.ts";

export interface Drawn {
  readonly id: string;
  readonly shape: Shape;
  readonly color: string;
}

export interface BoardProps {
  readonly size: Size;
  readonly drawn: ReadonlySignal<readonly Drawn[]>;
  readonly selected: ReadonlySignal<string | null>;
  /** Whether what is selected was only just drawn. */
  readonly fresh: ReadonlySignal<boolean>;
  /** What a gesture on a free place draws; null where nothing can be drawn. */
  readonly kind: ReadonlySignal<Shape["kind"] | "brush" | null>;
  readonly color: ReadonlySignal<string>;
  readonly onDraw: (shape: Shape) => void;
  readonly onReshape: (id: string, shape: Shape) => void;
  readonly onSelect: (id: string | null) => void;
  /** Whether shapes can be turned: what is paid is compared upright. */
  readonly turns: boolean;
  /** Strokes of a brush: where they go, and their end. */
  readonly onStroke?: (from: Point, to: Point) => void;
  readonly onStrokeEnd?: () => void;
  readonly children: ComponentChildren;
}

/** A board while it is worked on. */
export interface Board extends BoardProps {
  /** The selected shape while it is being changed, or a new one while it is being drawn. */
  readonly draft: Signal<Shape | null>;
  /** The first corner, or the points so far. */
  readonly begun: Signal<readonly Point[]>;
  readonly cursor: Signal<Point | null>;
  readonly penDown: Signal<boolean>;
  readonly hand: Signal<boolean>;
  readonly corner: Signal<number | null>;
  /** Pixels of the picture to one of the screen. */
  readonly unit: Signal<number>;
}

export function BoardView(props: BoardProps) {
  const board = useBoard(props);
  const frame = useRef<HTMLDivElement>(null);
  const view = useMemo(() => createView(board), [board]);
  const svg = useRef<SVGSVGElement>(null);
  useEffect(() => view.attach(frame.current!, svg.current!), [view]);
  useEffect(() => createGestures(board, view, svg.current!), [board, view]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isForTask(event)) return;
      const act = actOf(event);
      if (act === "zoom_in") view.zoomBy(1.25);
      else if (act === "zoom_out") view.zoomBy(0.8);
      else if (act === "zoom_fit") view.fit();
      else if (act === "hand") board.hand.value = !board.hand.value;
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [board, view]);
  const { width, height } = props.size;
  return (
    <div class="board" style={{ "--ratio": String(width / height) }}>
      <div class={`board_frame ${board.hand.value ? "hand" : ""}`} ref={frame}>
        <div class="board_inner">
          {props.children}
          <svg
            ref={svg}
            class="board_svg"
            viewBox={`0 0 ${width} ${height}`}
            role="application"
            aria-label={say("tool.board")}
            tabIndex={0}
            onKeyDown={(event) => boardKeys(board, event)}
            onBlur={() => (board.cursor.value = null)}
          >
            <AtRest board={board} />
            <Active board={board} />
          </svg>
        </div>
      </div>
      <div class="board_tools" role="toolbar" aria-label={say("tool.view")}>
        <IconButton name={say("tool.act_zoom_out")} icon="zoom_out" onPress={() => view.zoomBy(0.8)} />
        <IconButton name={say("tool.act_zoom_in")} icon="zoom_in" onPress={() => view.zoomBy(1.25)} />
        <IconButton name={say("tool.act_zoom_fit")} icon="fit" onPress={() => view.fit()} />
        <IconButton
          name={say("tool.act_hand")}
          icon="hand"
          pressed={board.hand.value}
          onPress={() => (board.hand.value = !board.hand.value)}
        />
        <Finish board={board} />
      </div>
    </div>
  );
}

function useBoard(props: BoardProps): Board {
  const draft = useSignal<Shape | null>(null);
  const begun = useSignal<readonly Point[]>([]);
  const cursor = useSignal<Point | null>(null);
  const penDown = useSignal(false);
  const hand = useSignal(false);
  const corner = useSignal<number | null>(null);
  const unit = useSignal(1);
  return useMemo(
    () => ({ ...props, draft, begun, cursor, penDown, hand, corner, unit }),
    [props.size, props.drawn],
  );
}

/** Ends what was begun without aiming at a point, or gives it up. */
function Finish({ board }: { board: Board }) {
  const { value: points } = board.begun;
  if (!points.length) return null;
  return (
    <>
      {board.kind.value === "polygon" && points.length >= 3 && (
        <button type="button" class="button plain" onClick={() => finishPolygon(board)}>
          {say("tool.finish_polygon")}
        </button>
      )}
      <button type="button" class="button quiet" onClick={() => giveUp(board)}>
        {say("tool.give_up")}
      </button>
    </>
  );
}

export function finishPolygon(board: Board): void {
  const points = board.begun.value;
  board.begun.value = [];
  board.draft.value = null;
  if (points.length >= 3) board.onDraw({ kind: "polygon", points });
}

/** A tap, or Enter at the cursor: a corner, a point, or the end of what was begun. */
export function tap(board: Board, point: Point): void {
  const kind = board.kind.value;
  const [first] = board.begun.value;
  if (kind === "keypoint") board.onDraw({ kind, ...point });
  else if (kind === "polygon") tapPolygon(board, point);
  else if (kind === "rectangle" || kind === "ellipse") {
    if (!first) {
      board.begun.value = [point];
      return;
    }
    const shape = between(kind, first, point);
    board.begun.value = [];
    board.draft.value = null;
    if (shape) board.onDraw(shape);
  }
}

const NEAR = 14;

function tapPolygon(board: Board, point: Point): void {
  const points = board.begun.value;
  const reach = NEAR * board.unit.value;
  const near = (other: Point | undefined) =>
    other && Math.hypot(other.x - point.x, other.y - point.y) <= reach;
  if (points.length >= 3 && (near(points[0]) || near(points.at(-1)))) finishPolygon(board);
  else if (!near(points.at(-1))) board.begun.value = [...points, point];
}

/** What is being drawn, up to where the pointer is. */
export function preview(board: Board, point: Point): void {
  const kind = board.kind.value;
  const [first] = board.begun.value;
  if (!first) return;
  if (kind === "polygon") board.draft.value = { kind, points: [...board.begun.value, point] };
  else if (kind === "rectangle" || kind === "ellipse") board.draft.value = between(kind, first, point);
}

/** Gives up what was begun; says whether there was anything. */
export function giveUp(board: Board): boolean {
  const had = board.begun.value.length > 0 || board.penDown.value;
  if (board.penDown.value) board.onStrokeEnd?.();
  board.begun.value = [];
  board.draft.value = null;
  board.penDown.value = false;
  return had;
}
