// Text with stretches marked in it: tap a word, select with finger or mouse, or use the arrows.

import { useSignal } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import { colorOf, regionsIn, type Regions, type ShownObject } from "../model/face.ts";
import type { Region, Value } from "../model/sheet.ts";
import { piecesOf, stretchBy, trimmed, wordAt, wordsOf, type Stretch } from "../model/words.ts";
import { controlOf, mark, reshape, select, type Work } from "../state/work.ts";
import { say } from "../text/say.ts";
import type { Tool } from "./editor.tsx";
import { textOf, turnsOf } from "./items.ts";
import { placeAt, selectedIn } from "./text_place.ts";
import { spanKeys } from "./text_keys.ts";

export function PlainText({ work, object }: Tool) {
  return (
    <Stretches
      work={work}
      object={object}
      text={textOf(work, object)}
      toValue={({ start, end }, text) => ({ start, end, text })}
      toStretch={(value) => ({ start: Number(value["start"]), end: Number(value["end"]) })}
    />
  );
}

/** Each turn is a text of its own; Label Studio numbers them from 0. */
export function Paragraphs({ work, object }: Tool) {
  return (
    <ol class="chat paragraphs">
      {turnsOf(work, object).map(({ who, text }, turn) => (
        <li key={turn}>
          <b dir="auto">{who}</b>
          <Stretches
            work={work}
            object={object}
            text={text}
            toValue={({ start, end }, words) => ({
              start: String(turn),
              end: String(turn),
              startOffset: start,
              endOffset: end,
              text: words,
            })}
            toStretch={(value) =>
              value["start"] === String(turn)
                ? { start: Number(value["startOffset"]), end: Number(value["endOffset"]) }
                : null
            }
          />
        </li>
      ))}
    </ol>
  );
}

interface Marking {
  readonly work: Work;
  readonly object: ShownObject;
  readonly text: string;
  readonly toValue: (stretch: Stretch, words: string) => Value;
  readonly toStretch: (value: Value) => Stretch | null;
}

export interface SpanBoard {
  readonly words: readonly Stretch[];
  readonly cursor: { value: Stretch | null };
  readonly selected: () => { id: string; stretch: Stretch } | null;
  readonly add: (stretch: Stretch) => void;
  readonly change: (id: string, stretch: Stretch) => void;
  readonly select: (id: string | null) => void;
}

function Stretches(marking: Marking) {
  const { work, object, text, toValue, toStretch } = marking;
  const box = useRef<HTMLDivElement>(null);
  const words = useMemo(() => wordsOf(text), [text]);
  const cursor = useSignal<Stretch | null>(null);
  const controls = regionsIn(work.face).filter(({ to_name }) => to_name === object.name);
  const marked = work.sheet.value.regions.flatMap((region) => {
    const stretch = controls.some(({ name }) => name === region.control) ? toStretch(region.value) : null;
    return stretch ? [{ region, stretch }] : [];
  });
  const valueOf = (stretch: Stretch) => toValue(stretch, text.slice(stretch.start, stretch.end));
  const board: SpanBoard = {
    words,
    cursor,
    selected: () => {
      const found = marked.find(({ region }) => region.id === work.selected.value);
      return found ? { id: found.region.id, stretch: found.stretch } : null;
    },
    add(wanted) {
      const stretch = trimmed(text, wanted);
      if (stretch && canMark(work, controls)) mark(work, valueOf(stretch));
    },
    change: (id, stretch) => reshape(work, id, valueOf(stretch)),
    select: (id) => select(work, id),
  };
  const onPick = (event: MouseEvent) => {
    const dragged = selectedIn(box.current!);
    if (dragged) {
      board.add(dragged);
      getSelection()?.removeAllRanges();
      return;
    }
    const place = placeAt(box.current!, event);
    if (place === null) return;
    const covering = marked.filter(({ stretch }) => stretch.start <= place && place < stretch.end);
    const at = covering.findIndex(({ region }) => region.id === work.selected.value);
    if (covering.length) board.select(covering[(at + 1) % covering.length]!.region.id);
    else if (work.selected.value && !work.fresh.value) board.select(null);
    else if (words.length) board.add(words[wordAt(words, place)]!);
  };
  if (!controls.length)
    return (
      <p class="stage_text" dir="auto">
        {text}
      </p>
    );
  return (
    <>
      <div
        ref={box}
        class="stage_text marked"
        dir="auto"
        role="application"
        tabIndex={0}
        aria-label={say("tool.text", { text: text.slice(0, 200) })}
        onPointerUp={(event) => event.button === 0 && onPick(event)}
        onKeyDown={(event) => spanKeys(board, event)}
        onBlur={() => (cursor.value = null)}
      >
        <Pieces work={work} text={text} marked={marked} cursor={cursor.value} />
      </div>
      <Adjust board={board} />
    </>
  );
}

function canMark(work: Work, controls: readonly Regions[]): boolean {
  return controls.some(({ name }) => name === work.marker.value?.control.name);
}

interface Pieces {
  readonly work: Work;
  readonly text: string;
  readonly marked: readonly { region: Region; stretch: Stretch }[];
  readonly cursor: Stretch | null;
}

function Pieces({ work, text, marked, cursor }: Pieces) {
  const stretches = marked.map(({ stretch }) => stretch);
  const pieces = piecesOf(text.length, cursor ? [...stretches, cursor] : stretches);
  return (
    <>
      {pieces.map(({ start, end, covers }) => {
        const top = covers.filter((place) => place < marked.length).at(-1);
        const words = text.slice(start, end);
        const under = cursor !== null && cursor.start <= start && end <= cursor.end;
        if (top === undefined)
          return under ? (
            <span key={start} class="cursor">
              {words}
            </span>
          ) : (
            words
          );
        const { region, stretch } = marked[top]!;
        const control = controlOf(work, region);
        const titles = control.labels
          .filter(({ value }) => region.labels.includes(value))
          .map(({ title }) => title);
        return (
          <mark
            key={start}
            class={`${region.id === work.selected.value ? "selected" : ""} ${under ? "cursor" : ""}`}
            style={{ "--color": colorOf(control, region.labels) }}
            data-label={end === stretch.end ? titles.join(", ") : undefined}
          >
            {words}
          </mark>
        );
      })}
    </>
  );
}

/** Ends of the selected stretch, word by word, for fingers. */
export function Adjust({ board }: { board: SpanBoard }) {
  const held = board.selected();
  if (!held) return null;
  const by = (side: "start" | "end", step: 1 | -1) => () =>
    board.change(held.id, stretchBy(board.words, held.stretch, side, step));
  return (
    <div class="adjust" role="toolbar" aria-label={say("tool.adjust")}>
      <button type="button" aria-label={say("tool.start_earlier")} onClick={by("start", -1)}>
        ⇤
      </button>
      <button type="button" aria-label={say("tool.start_later")} onClick={by("start", 1)}>
        ↦
      </button>
      <button type="button" aria-label={say("tool.end_earlier")} onClick={by("end", -1)}>
        ↤
      </button>
      <button type="button" aria-label={say("tool.end_later")} onClick={by("end", 1)}>
        ⇥
      </button>
    </div>
  );
}
