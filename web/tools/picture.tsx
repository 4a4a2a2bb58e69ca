// A picture, and the shapes and masks marked on it.

import { computed, useSignal } from "@preact/signals";
import type { ComponentChild } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import { colorOf, regionsIn, type Regions, type ShownObject } from "../model/face.ts";
import { fromValue, toValue, type Shape, type Size } from "../model/geometry.ts";
import type { Region } from "../model/sheet.ts";
import { mark, regionOf, reshape, select, type Work } from "../state/work.ts";
import { say } from "../text/say.ts";
import { BoardView, type Drawn } from "./board.tsx";
import { MaskLayer, useMasks } from "./masks.tsx";
import type { Tool } from "./editor.tsx";
import { textOf } from "./items.ts";

export function Picture({ work, object }: Tool) {
  const failed = useSignal(false);
  const source = work.urlOf(textOf(work, object));
  const size = useSignal(useMemo(() => sizeAtHand(source), [source]));
  useEffect(() => {
    if (!size.value) return;
    const { width, height } = size.value;
    work.note(object.name, { original_width: width, original_height: height, image_rotation: 0 });
  }, [size.value]);
  const onLoad = ({ currentTarget: image }: { currentTarget: HTMLImageElement }) =>
    (size.value ??= sizeOf(image));
  const image = (
    <img
      class={size.value ? "board_image" : "board_image coming"}
      src={source}
      alt={say("label.image")}
      draggable={false}
      onLoad={onLoad}
      onError={() => (failed.value = true)}
    />
  );
  if (failed.value) return <p class="stage_failed">{say("label.image_failed")}</p>;
  const marked = regionsIn(work.face).some(({ to_name }) => to_name === object.name);
  if (!size.value || !marked) return <div class="board plain">{image}</div>;
  return <Marked work={work} object={object} size={size.value} image={image} />;
}

/** The size of a picture that was fetched ahead: its shapes are drawn with it, not after it. */
function sizeAtHand(source: string): Size | null {
  const image = new Image();
  image.src = source;
  return image.complete && image.naturalWidth ? sizeOf(image) : null;
}

function sizeOf({ naturalWidth: width, naturalHeight: height }: HTMLImageElement): Size {
  return { width, height };
}

function Marked({ work, object, size, image }: Tool & { size: Size; image: ComponentChild }) {
  const drawn = useMemo(() => drawnOn(work, object, size), [work, object, size]);
  const control = useMemo(() => computed(() => toolFor(work, object)), [work, object]);
  const kind = useMemo(
    () => computed(() => (control.value ? (control.value.shape as Shape["kind"] | "brush") : null)),
    [control],
  );
  const color = useMemo(
    () =>
      computed(() => (control.value ? colorOf(control.value, work.marker.value?.labels ?? []) : "#0b5d3b")),
    [control],
  );
  const masks = useMasks(work, object, size);
  return (
    <BoardView
      size={size}
      drawn={drawn}
      selected={work.selected}
      fresh={work.fresh}
      kind={kind}
      color={color}
      onDraw={(shape) => mark(work, toValue(shape, size))}
      onReshape={(id, shape) => reshape(work, id, toValue(shape, size))}
      onSelect={(id) => select(work, id)}
      turns={work.turns}
      onStroke={masks.stroke}
      onStrokeEnd={masks.end}
    >
      {image}
      {masks.used && <MaskLayer work={work} masks={masks} size={size} />}
    </BoardView>
  );
}

/** What the next region on this object will be drawn with. */
function toolFor(work: Work, object: ShownObject): Regions | null {
  const selected = regionOf(work, work.selected.value);
  const all = regionsIn(work.face);
  const worn = all.find(({ name }) => name === selected?.control);
  if (worn?.shape === "brush" && worn.to_name === object.name) return worn;
  const control = work.marker.value?.control ?? null;
  return control?.to_name === object.name ? control : null;
}

/** Regions as shapes; one that did not change stays the same object, so that it is not drawn anew. */
function drawnOn(work: Work, object: ShownObject, size: Size) {
  const controls = new Map(
    regionsIn(work.face)
      .filter(({ to_name, shape }) => to_name === object.name && shape !== "brush")
      .map((control) => [control.name, control]),
  );
  const kept = new WeakMap<Region, Drawn>();
  return computed(() =>
    work.sheet.value.regions.flatMap((region) => {
      const control = controls.get(region.control);
      if (!control) return [];
      let found = kept.get(region);
      if (!found) {
        const shape = fromValue(control.shape, region.value, size);
        const color = colorOf(control, region.labels);
        kept.set(region, (found = { id: region.id, shape, color }));
      }
      return [found];
    }),
  );
}
