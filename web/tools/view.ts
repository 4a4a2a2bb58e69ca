// How much of the picture is seen, and where: zoom and pan by a transform.

import type { Point } from "../model/geometry.ts";
import type { Board } from "./board.tsx";

const MOST = 16;

export interface View {
  readonly attach: (frame: HTMLElement, svg: SVGSVGElement) => () => void;
  readonly zoomBy: (factor: number, at?: Point) => void;
  readonly panBy: (x: number, y: number) => void;
  readonly fit: () => void;
  /** A place on the screen as one on the picture. */
  readonly pointOf: (place: { clientX: number; clientY: number }) => Point;
}

export function createView(board: Board): View {
  let frame: HTMLElement | null = null;
  let svg: SVGSVGElement | null = null;
  let [scale, x, y] = [1, 0, 0];
  const place = () => {
    if (!frame) return;
    const { clientWidth, clientHeight } = frame;
    x = Math.min(0, Math.max(clientWidth * (1 - scale), x));
    y = Math.min(0, Math.max(clientHeight * (1 - scale), y));
    const inner = frame.firstElementChild as HTMLElement;
    inner.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
    board.unit.value = board.size.width / Math.max(1, clientWidth * scale);
  };
  const zoomBy = (factor: number, at?: Point) => {
    const box = frame!.getBoundingClientRect();
    const centre = at ?? { x: box.left + box.width / 2, y: box.top + box.height / 2 };
    const next = Math.min(MOST, Math.max(1, scale * factor));
    const [across, down] = [centre.x - box.left, centre.y - box.top];
    x = across - ((across - x) * next) / scale;
    y = down - ((down - y) * next) / scale;
    scale = next;
    place();
  };
  const panBy = (across: number, down: number) => {
    x += across;
    y += down;
    place();
  };
  return {
    attach(attached, drawing) {
      [frame, svg] = [attached, drawing];
      const watch = new ResizeObserver(place);
      watch.observe(frame);
      const onWheel = (event: WheelEvent) => {
        if (!event.ctrlKey && scale === 1) return;
        event.preventDefault();
        if (event.ctrlKey) zoomBy(Math.exp(-event.deltaY / 200), { x: event.clientX, y: event.clientY });
        else panBy(-event.deltaX, -event.deltaY);
      };
      frame.addEventListener("wheel", onWheel, { passive: false });
      place();
      return () => {
        watch.disconnect();
        attached.removeEventListener("wheel", onWheel);
      };
    },
    zoomBy,
    panBy,
    fit() {
      [scale, x, y] = [1, 0, 0];
      place();
    },
    pointOf({ clientX, clientY }) {
      const box = svg!.getBoundingClientRect();
      const { width, height } = board.size;
      return {
        x: Math.min(width, Math.max(0, ((clientX - box.left) / box.width) * width)),
        y: Math.min(height, Math.max(0, ((clientY - box.top) / box.height) * height)),
      };
    },
  };
}
