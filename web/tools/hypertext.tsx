// HTML of strangers: sanitised, in a frame that runs no scripts, fetches nothing and goes nowhere.

import DOMPurify from "dompurify";
import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { colorOf, regionsIn } from "../model/face.ts";
import type { Value } from "../model/sheet.ts";
import { trimmed, wordAt, wordsOf, type Stretch } from "../model/words.ts";
import { controlOf, mark, reshape, select } from "../state/work.ts";
import { say } from "../text/say.ts";
import type { Tool } from "./editor.tsx";
import { textOf } from "./items.ts";
import { Adjust, type SpanBoard } from "./plain_text.tsx";
import { spanKeys } from "./text_keys.ts";
import { placeAt, rangeOf, selectedIn } from "./text_place.ts";
import { xpathOf } from "./xpath.ts";

const LOOK = `
  body { margin: 16px 18px; font: 18px/1.6 "Helvetica Neue", "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif;
    color: CanvasText; overflow-wrap: anywhere; cursor: text }
  table { border-collapse: collapse } td, th { border: 1px solid GrayText; padding: 4px 8px }
  img { max-width: 100% } :root { color-scheme: light dark }
  ::highlight(lf-cursor) { text-decoration: underline 3px }
  ::highlight(lf-selected) { text-decoration: underline 2px }
`;

/** What may stand in a text: no forms, no frames, nothing that is fetched. */
export function clean(html: string): string {
  return DOMPurify.sanitize(html, {
    USE_PROFILES: { html: true },
    FORBID_TAGS: [
      "style",
      "form",
      "input",
      "button",
      "textarea",
      "select",
      "iframe",
      "audio",
      "video",
      "img",
      "picture",
      "source",
      "link",
      "base",
      "dialog",
    ],
    FORBID_ATTR: [
      "style",
      "srcset",
      "src",
      "href",
      "action",
      "id",
      "name",
      "background",
      "poster",
      "tabindex",
      "target",
    ],
    ALLOW_DATA_ATTR: false,
  });
}

export function HyperText({ work, object }: Tool) {
  const frame = useRef<HTMLIFrameElement>(null);
  const page = useSignal<Document | null>(null);
  const html = useMemo(() => clean(textOf(work, object)), [work, object]);
  const cursor = useSignal<Stretch | null>(null);
  const controls = regionsIn(work.face).filter(({ to_name }) => to_name === object.name);
  const text = page.value?.body.textContent ?? "";
  const words = useMemo(() => wordsOf(text), [text]);
  const marked = work.sheet.value.regions
    .filter(({ control }) => controls.some(({ name }) => name === control))
    .map((region) => ({ region, stretch: region.value["globalOffsets"] as unknown as Stretch }));
  const board: SpanBoard = {
    words,
    cursor,
    selected: () => {
      const found = marked.find(({ region }) => region.id === work.selected.value);
      return found ? { id: found.region.id, stretch: found.stretch } : null;
    },
    add(wanted) {
      const stretch = trimmed(text, wanted);
      if (stretch && controls.some(({ name }) => name === work.marker.value?.control.name))
        mark(work, valueOf(page.value!.body, stretch));
    },
    change: (id, stretch) => reshape(work, id, valueOf(page.value!.body, stretch)),
    select: (id) => select(work, id),
  };
  const onPick = (event: MouseEvent) => {
    const { body } = page.value!;
    const dragged = selectedIn(body);
    body.ownerDocument.getSelection()?.removeAllRanges();
    const place = dragged ? null : placeAt(body, event);
    if (dragged) return board.add(dragged);
    if (place === null) return;
    const covering = marked.find(({ stretch }) => stretch.start <= place && place < stretch.end);
    if (covering) board.select(covering.region.id);
    else if (work.selected.value && !work.fresh.value) board.select(null);
    else if (words.length) board.add(words[wordAt(words, place)]!);
  };
  const latest = useRef(onPick);
  latest.current = onPick;
  useEffect(() => {
    if (!page.value) return;
    const listen = (event: Event) => latest.current(event as MouseEvent);
    page.value.addEventListener("pointerup", listen);
    return () => page.value?.removeEventListener("pointerup", listen);
  }, [page.value]);
  useEffect(() => {
    if (page.value)
      paint(
        page.value,
        marked.map(({ region, stretch }) => ({
          stretch,
          color: colorOf(controlOf(work, region), region.labels),
          selected: region.id === work.selected.value,
        })),
        cursor.value,
      );
  });
  const onLoad = () => {
    const opened = frame.current!.contentDocument!;
    const sheet = new (opened.defaultView as Window & typeof globalThis).CSSStyleSheet();
    sheet.replaceSync(LOOK);
    opened.adoptedStyleSheets = [sheet];
    frame.current!.style.blockSize = `${opened.documentElement.scrollHeight + 4}px`;
    page.value = opened;
  };
  return (
    <>
      <div
        class="stage_text hypertext"
        role="application"
        tabIndex={0}
        aria-label={say("tool.text", { text: text.slice(0, 200) })}
        onKeyDown={(event) => spanKeys(board, event)}
        onBlur={() => (cursor.value = null)}
      >
        <iframe
          ref={frame}
          title={say("tool.page")}
          sandbox="allow-same-origin"
          tabIndex={-1}
          srcdoc={html}
          onLoad={onLoad}
        />
      </div>
      <Adjust board={board} />
    </>
  );
}

function valueOf(body: HTMLElement, stretch: Stretch): Value {
  const range = rangeOf(body, stretch);
  return {
    start: xpathOf(body, range.startContainer),
    end: xpathOf(body, range.endContainer),
    startOffset: range.startOffset,
    endOffset: range.endOffset,
    globalOffsets: { start: stretch.start, end: stretch.end },
    text: range.toString(),
  };
}

interface Painted {
  readonly stretch: Stretch;
  readonly color: string;
  readonly selected: boolean;
}

/** Marks by the browser's highlights: the document itself stays as it is. */
function paint(page: Document, marked: readonly Painted[], cursor: Stretch | null): void {
  const view = page.defaultView as (Window & typeof globalThis) | null;
  if (!view?.CSS.highlights) return;
  view.CSS.highlights.clear();
  const rules: string[] = [];
  for (const color of new Set(marked.map((one) => one.color))) {
    const name = `lf-${color.replace(/\W/g, "")}`;
    const ranges = marked
      .filter((one) => one.color === color)
      .map(({ stretch }) => rangeOf(page.body, stretch));
    view.CSS.highlights.set(name, new view.Highlight(...ranges));
    rules.push(`::highlight(${name}) { background-color: color-mix(in srgb, ${color} 32%, transparent) }`);
  }
  const selected = marked.filter((one) => one.selected).map(({ stretch }) => rangeOf(page.body, stretch));
  view.CSS.highlights.set("lf-selected", new view.Highlight(...selected));
  view.CSS.highlights.set("lf-cursor", new view.Highlight(...(cursor ? [rangeOf(page.body, cursor)] : [])));
  page.adoptedStyleSheets[0]!.replaceSync(LOOK + rules.join("\n"));
}
