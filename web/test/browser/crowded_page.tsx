// The editor with many boxes on one picture, as a prelabelled task would bring them.

import "../../page.css";
import "../../tools/tools.css";
import { render } from "preact";
import type { Face } from "../../model/face.ts";
import type { Region } from "../../model/sheet.ts";
import { Editor } from "../../tools/editor.tsx";
import { learn } from "../../text/say.ts";

await learn("page");
await learn("tools");

const option = (value: string) => ({ value, title: value, hotkey: null, color: null });

const face: Face = {
  headers: [],
  objects: [
    { name: "i", kind: "image", field: "image", title: null, name_key: "", text_key: "", frame_rate: 25 },
  ],
  controls: [
    {
      name: "b",
      to_name: "i",
      required: false,
      per_region: false,
      conditions: [],
      title: null,
      type: "rectanglelabels",
      shape: "rectangle",
      labels: [option("Car"), option("Bus")],
      labels_key: "rectanglelabels",
      labels_name: null,
      multiple: false,
    },
  ],
  relations: null,
};

function boxes(count: number): Region[] {
  const across = Math.ceil(Math.sqrt(count));
  const step = 98 / across;
  return Array.from({ length: count }, (_, place) => ({
    id: `r${place}`,
    control: "b",
    labels: [place % 2 ? "Car" : "Bus"],
    value: {
      x: 1 + (place % across) * step,
      y: 1 + Math.floor(place / across) * step,
      width: step * 0.8,
      height: step * 0.8,
      rotation: 0,
    },
  }));
}

/** Shows the task; resolves once its boxes have been painted. */
async function show(count: number): Promise<number> {
  const begin = { regions: boxes(count), given: new Map(), relations: [] };
  // As at the desk: the pictures of tasks at hand are there before they are shown.
  const picture = new Image();
  picture.src = "picture.png";
  await picture.decode();
  const start = performance.now();
  const task = {
    id: "1",
    face,
    data: { image: "i" },
    urlOf: () => "picture.png",
    onResult: () => undefined,
    begin,
  };
  render(<Editor {...task} />, document.getElementById("page")!);
  while (Number(document.querySelector<SVGElement>(".at_rest")?.dataset["shapes"] ?? 0) < count)
    await new Promise((done) => requestAnimationFrame(done));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - start;
}

Object.assign(window, { show });
