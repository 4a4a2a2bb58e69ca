// Shapes as SVG: at rest, and the one that is being worked on with its handles.

import type { VNode } from "preact";
import { useMemo } from "preact/hooks";
import { handlesOf, turnHandleOf, type Point, type Shape } from "../model/geometry.ts";
import { isOn, pathOf } from "../model/outline.ts";
import type { Board, Drawn } from "./board.tsx";

const TOUCH = 24;
const SEEN = 7;
export const TURN_AWAY = 34;

/** Shapes that nobody touches now: one element for all of a color, there may be thousands. */
export function AtRest({ board }: { board: Board }) {
  const outlines = useMemo(() => new WeakMap<Drawn, string>(), []);
  const groups = new Map<string, { color: string; points: boolean; paths: string[] }>();
  for (const one of board.drawn.value) {
    if (one.id === board.selected.value) continue;
    const points = one.shape.kind === "keypoint";
    const key = `${one.color} ${points}`;
    const group = groups.get(key) ?? { color: one.color, points, paths: [] };
    groups.set(key, group);
    let outline = outlines.get(one);
    if (!outline) outlines.set(one, (outline = pathOf(one.shape)));
    group.paths.push(outline);
  }
  return (
    <g class="at_rest" data-shapes={board.drawn.value.length}>
      {[...groups].map(([key, { color, points, paths }]) => (
        <path
          key={key}
          class={`shape ${points ? "keypoint" : ""}`}
          stroke={color}
          fill={color}
          d={paths.join("")}
        />
      ))}
    </g>
  );
}

/** The shape that lies uppermost at a point. */
export function shapeAt(board: Board, point: Point): string | null {
  const drawn = [...board.drawn.value].reverse();
  return drawn.find(({ shape }) => isOn(shape, point, board.unit.value))?.id ?? null;
}

/** The selected shape and what is being drawn: all that changes while a pointer moves. */
export function Active({ board }: { board: Board }) {
  const selected = board.drawn.value.find(({ id }) => id === board.selected.value);
  const begun = board.begun.value;
  const drawing = begun.length > 0;
  const shape = board.draft.value ?? (drawing ? null : (selected?.shape ?? null));
  const unit = board.unit.value;
  const color = !drawing && selected ? selected.color : board.color.value;
  return (
    <g class={drawing ? "drawing" : "active"} style={{ "--color": color }}>
      {shape && (
        <>
          {bodyOf(shape, {
            class: `shape ${shape.kind}`,
            "data-id": drawing ? undefined : selected?.id,
            stroke: color,
            fill: color,
          })}
          {shape.kind === "keypoint" && <circle class="halo" cx={shape.x} cy={shape.y} r={14 * unit} />}
        </>
      )}
      {drawing &&
        begun.map((point, place) => (
          <circle key={place} class="begun" cx={point.x} cy={point.y} r={SEEN * unit} />
        ))}
      {!drawing && selected && shape && (
        <Handles shape={shape} unit={unit} corner={board.corner.value} turns={board.turns} />
      )}
      {board.cursor.value && <Cursor at={board.cursor.value} unit={unit} />}
    </g>
  );
}

function bodyOf(shape: Shape, worn: object): VNode {
  const turn = "turn" in shape && shape.turn ? `rotate(${shape.turn} ${shape.x} ${shape.y})` : undefined;
  switch (shape.kind) {
    case "rectangle":
      return (
        <rect {...worn} x={shape.x} y={shape.y} width={shape.width} height={shape.height} transform={turn} />
      );
    case "ellipse":
      return <ellipse {...worn} cx={shape.x} cy={shape.y} rx={shape.rx} ry={shape.ry} transform={turn} />;
    case "polygon":
      return <polygon {...worn} points={shape.points.map(({ x, y }) => `${x},${y}`).join(" ")} />;
    case "keypoint":
      return <path {...worn} d={pathOf(shape)} />;
  }
}

function Handles(props: { shape: Shape; unit: number; corner: number | null; turns: boolean }) {
  const { shape, unit, corner, turns } = props;
  const turn = turns ? turnHandleOf(shape, TURN_AWAY * unit) : null;
  const [first, second] = handlesOf(shape);
  return (
    <>
      {turn && first && second && (
        <line x1={(first.x + second.x) / 2} y1={(first.y + second.y) / 2} x2={turn.x} y2={turn.y} />
      )}
      {handlesOf(shape).map((point, place) => (
        <Handle key={place} at={point} unit={unit} name={String(place)} held={corner === place} />
      ))}
      {turn && <Handle at={turn} unit={unit} name="turn" held={false} />}
    </>
  );
}

function Handle({ at, unit, name, held }: { at: Point; unit: number; name: string; held: boolean }) {
  return (
    <g class={`handle ${held ? "held" : ""}`} data-handle={name}>
      <circle class="touch" cx={at.x} cy={at.y} r={TOUCH * unit} />
      <circle class="seen" cx={at.x} cy={at.y} r={SEEN * unit} />
    </g>
  );
}

function Cursor({ at, unit }: { at: Point; unit: number }) {
  const arm = 18 * unit;
  return <path class="cursor" d={`M${at.x - arm} ${at.y}h${2 * arm}M${at.x} ${at.y - arm}v${2 * arm}`} />;
}
