// Brush masks: one canvas over the picture, one mask of bytes a region.

import { useSignal, type Signal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Json } from "../model/canonical.ts";
import { colorOf, regionsIn, type ShownObject } from "../model/face.ts";
import type { Point, Size } from "../model/geometry.ts";
import { decodeMask, encodeMask } from "../model/rle.ts";
import type { Region, Value } from "../model/sheet.ts";
import { controlOf, mark, regionOf, reshape, type Work } from "../state/work.ts";
import { say } from "../text/say.ts";

const THICKNESSES = [0.01, 0.03, 0.08] as const;

export interface Masks {
  readonly used: boolean;
  readonly thickness: Signal<number>;
  readonly erasing: Signal<boolean>;
  readonly canvas: { current: HTMLCanvasElement | null };
  readonly stroke: (from: Point, to: Point) => void;
  readonly end: () => void;
  readonly paint: () => void;
}

export function useMasks(work: Work, object: ShownObject, size: Size): Masks {
  const canvas = useRef<HTMLCanvasElement>(null);
  const thickness = useSignal<number>(THICKNESSES[1]);
  const erasing = useSignal(false);
  return useMemo(() => {
    const brushes = regionsIn(work.face).filter(
      ({ to_name, shape }) => to_name === object.name && shape === "brush",
    );
    const known = new WeakMap<Value, Uint8Array>();
    const maskOf = (region: Region) => {
      let mask = known.get(region.value);
      if (!mask) known.set(region.value, (mask = decodeMask(region.value["rle"] as number[])));
      return mask;
    };
    let live: Uint8Array | null = null;
    const mine = () =>
      work.sheet.value.regions.filter(({ control }) => brushes.some(({ name }) => name === control));
    const held = () => mine().find(({ id }) => id === work.selected.value) ?? null;
    const paint = () => {
      const context = canvas.current?.getContext("2d");
      if (!context) return;
      const layers = mine().map((region) => ({
        mask: live && region === held() ? live : maskOf(region),
        color: colorOf(controlOf(work, region), region.labels),
      }));
      const { control, labels } = work.marker.value ?? { control: brushes[0]!, labels: [] };
      if (live && !held()) layers.push({ mask: live, color: colorOf(control, labels) });
      context.putImageData(blend(layers, size), 0, 0);
    };
    return {
      used: brushes.length > 0,
      thickness,
      erasing,
      canvas,
      paint,
      stroke(from, to) {
        const region = held();
        live ??= region ? maskOf(region).slice() : new Uint8Array(size.width * size.height);
        drawLine(live, size, { from, to }, thickness.value * size.width, erasing.value ? 0 : 255);
        paint();
      },
      end() {
        const done = live;
        live = null;
        if (!done?.some(Boolean)) return paint();
        const value: Value = { format: "rle", rle: encodeMask(done) as unknown as Json };
        known.set(value, done);
        const region = regionOf(work, held()?.id ?? null);
        if (region) reshape(work, region.id, value);
        else if (brushes.includes(work.marker.value!.control)) mark(work, value);
        paint();
      },
    };
  }, [work, object, size]);
}

export function MaskLayer({ work, masks, size }: { work: Work; masks: Masks; size: Size }) {
  const { regions } = work.sheet.value;
  useEffect(() => masks.paint(), [regions]);
  const brushing = work.marker.value?.control.shape === "brush";
  return (
    <>
      <canvas
        ref={masks.canvas}
        class="board_masks"
        width={size.width}
        height={size.height}
        aria-hidden="true"
      />
      {brushing && (
        <div class="brush_tools" role="toolbar" aria-label={say("tool.brush")}>
          {THICKNESSES.map((one, place) => (
            <button
              key={one}
              type="button"
              aria-pressed={masks.thickness.value === one}
              aria-label={say("tool.thickness", { n: place + 1 })}
              onClick={() => (masks.thickness.value = one)}
            >
              <i class={`dot${place + 1}`} aria-hidden="true" />
            </button>
          ))}
          <button
            type="button"
            aria-pressed={masks.erasing.value}
            onClick={() => (masks.erasing.value = !masks.erasing.value)}
          >
            {say("tool.erase")}
          </button>
        </div>
      )}
    </>
  );
}

interface Line {
  readonly from: Point;
  readonly to: Point;
}

/** Sets every pixel whose middle is within half the thickness of the line. */
function drawLine(
  mask: Uint8Array,
  { width, height }: Size,
  { from, to }: Line,
  thickness: number,
  value: number,
): void {
  const radius = Math.max(0.5, thickness / 2);
  const [left, right] = [Math.min(from.x, to.x) - radius, Math.max(from.x, to.x) + radius];
  const [top, bottom] = [Math.min(from.y, to.y) - radius, Math.max(from.y, to.y) + radius];
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy || 1;
  for (let y = Math.max(0, Math.floor(top)); y < Math.min(height, bottom); y++)
    for (let x = Math.max(0, Math.floor(left)); x < Math.min(width, right); x++) {
      const [px, py] = [x + 0.5 - from.x, y + 0.5 - from.y];
      const share = Math.min(1, Math.max(0, (px * dx + py * dy) / length));
      if ((px - share * dx) ** 2 + (py - share * dy) ** 2 <= radius * radius) mask[y * width + x] = value;
    }
}

const SEE_THROUGH = 140;

function blend(layers: readonly { mask: Uint8Array; color: string }[], { width, height }: Size): ImageData {
  const image = new ImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  for (const { mask, color } of layers) {
    const [r, g, b] = rgbOf(color);
    const one = ((SEE_THROUGH << 24) | (b << 16) | (g << 8) | r) >>> 0;
    for (let i = 0; i < mask.length; i++) if (mask[i]) pixels[i] = one;
  }
  return image;
}

const tints = new Map<string, readonly [number, number, number]>();

/** Any colour of CSS, as the browser reads it. */
function rgbOf(color: string): readonly [number, number, number] {
  let found = tints.get(color);
  if (found) return found;
  const context = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true })!;
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [r, g, b] = context.getImageData(0, 0, 1, 1).data;
  tints.set(color, (found = [r!, g!, b!]));
  return found;
}
