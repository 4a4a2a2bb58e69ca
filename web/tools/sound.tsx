// A recording: its waveform, stretches of it marked, and the sound itself.

import { batch, useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { colorOf, regionsIn } from "../model/face.ts";
import type { Stretch } from "../model/words.ts";
import { controlOf, mark, reshape, select, type Work } from "../state/work.ts";
import { actOf, isForTask } from "../state/keys.ts";
import { say } from "../text/say.ts";
import { Button } from "../parts/button.tsx";
import { IconButton } from "../parts/icon_button.tsx";
import type { Tool } from "./editor.tsx";
import { textOf } from "./items.ts";
import { nameOf } from "./region_list.tsx";
import { soundKeys } from "./sound_keys.ts";
import { durationOf, peaksOf } from "./waveform.ts";

const LEAST_S = 0.02;
const SPEEDS = [1, 1.5, 2, 0.5, 0.75] as const;

export interface SoundBoard {
  readonly length_s: number;
  readonly at: { value: number };
  readonly begun: { value: number | null };
  readonly held: () => { id: string; stretch: Stretch } | null;
  readonly seek: (time_s: number) => void;
  readonly markBetween: (a: number, b: number) => void;
  readonly change: (id: string, stretch: Stretch) => void;
  readonly select: (id: string | null) => void;
}

export function Sound({ work, object }: Tool) {
  const audio = useRef<HTMLAudioElement>(null);
  const length_s = useSignal(0);
  const at = useSignal(0);
  const playing = useSignal(false);
  const failed = useSignal(false);
  const speed = useSignal<number>(1);
  const source = work.urlOf(textOf(work, object));
  const play = () => void (playing.value ? audio.current!.pause() : audio.current!.play());
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isForTask(event) || actOf(event) !== "play") return;
      event.preventDefault();
      play();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  useEffect(() => {
    if (!playing.value) return;
    let frame = requestAnimationFrame(function follow() {
      at.value = audio.current!.currentTime;
      frame = requestAnimationFrame(follow);
    });
    return () => cancelAnimationFrame(frame);
  }, [playing.value]);
  const onLength = async (media: HTMLAudioElement) => {
    const seconds = await durationOf(media);
    if (!audio.current) return; // another task is there by now
    work.note(object.name, { original_length: seconds });
    length_s.value = seconds;
  };
  const seek = (time_s: number) => {
    at.value = Math.min(length_s.value, Math.max(0, time_s));
    audio.current!.currentTime = at.value;
  };
  if (failed.value) return <p class="stage_failed">{say("tool.sound_failed")}</p>;
  return (
    <div class="sound">
      <audio
        ref={audio}
        src={source}
        preload="auto"
        onLoadedMetadata={({ currentTarget }) => void onLength(currentTarget)}
        onPlay={() => (playing.value = true)}
        onPause={() => (playing.value = false)}
        onSeeked={({ currentTarget }) => (at.value = currentTarget.currentTime)}
        onError={() => (failed.value = true)}
      />
      {length_s.value > 0 && (
        <Wave work={work} object={object} source={source} length_s={length_s.value} at={at} seek={seek} />
      )}
      <div class="player">
        <Button onPress={play}>{say(playing.value ? "tool.pause" : "tool.act_play")}</Button>
        <IconButton name={say("tool.back_2s")} icon="rewind" onPress={() => seek(at.value - 2)} />
        <button
          type="button"
          class="button quiet"
          aria-label={say("tool.speed", { speed: speed.value })}
          onClick={() => {
            speed.value = SPEEDS[(SPEEDS.indexOf(speed.value as 1) + 1) % SPEEDS.length]!;
            audio.current!.playbackRate = speed.value;
          }}
        >
          {speed.value}×
        </button>
        <span class="time">
          <bdi>
            {clock(at.value)} / {clock(length_s.value)}
          </bdi>
        </span>
      </div>
    </div>
  );
}

function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}.${Math.floor((seconds % 1) * 10)}`;
}

interface WaveProps extends Tool {
  readonly source: string;
  readonly length_s: number;
  readonly at: { value: number };
  readonly seek: (time_s: number) => void;
}

function Wave({ work, object, source, length_s, at, seek }: WaveProps) {
  const box = useRef<HTMLDivElement>(null);
  const peaks = useSignal<Float32Array | null>(null);
  const draft = useSignal<{ id: string | null; stretch: Stretch } | null>(null);
  const begun = useSignal<number | null>(null);
  useEffect(
    () =>
      void peaksOf(source).then(
        (found) => (peaks.value = found),
        () => undefined,
      ),
    [source],
  );
  const controls = regionsIn(work.face).filter(({ to_name }) => to_name === object.name);
  const marked = work.sheet.value.regions
    .filter(({ control }) => controls.some(({ name }) => name === control))
    .map((region) => ({
      region,
      stretch: { start: Number(region.value["start"]), end: Number(region.value["end"]) },
    }));
  const board: SoundBoard = {
    length_s,
    at,
    begun,
    seek,
    held: () => {
      const found = marked.find(({ region }) => region.id === work.selected.value);
      return found ? { id: found.region.id, stretch: found.stretch } : null;
    },
    markBetween(a, b) {
      const stretch = tidy({ start: Math.min(a, b), end: Math.max(a, b) }, length_s);
      const tool = work.marker.value?.control.name;
      if (stretch && controls.some(({ name }) => name === tool)) mark(work, { ...stretch, channel: 0 });
    },
    change(id, wanted) {
      const stretch = tidy(wanted, length_s);
      if (stretch) reshape(work, id, { ...stretch, channel: 0 });
    },
    select: (id) => select(work, id),
  };
  const timeAt = ({ clientX }: { clientX: number }) => {
    const { left, width } = box.current!.getBoundingClientRect();
    return Math.min(length_s, Math.max(0, ((clientX - left) / width) * length_s));
  };
  const onDown = (event: PointerEvent) => hold(board, work, draft, event, timeAt);
  const shown =
    draft.value && !draft.value.id ? [...marked, { region: null, stretch: draft.value.stretch }] : marked;
  const place = (stretch: Stretch) => ({
    left: `${(stretch.start / length_s) * 100}%`,
    width: `${((stretch.end - stretch.start) / length_s) * 100}%`,
  });
  return (
    <div
      ref={box}
      class="wave"
      dir="ltr"
      role="application"
      tabIndex={0}
      aria-label={say("tool.sound")}
      onPointerDown={controls.length ? onDown : (event) => seek(timeAt(event))}
      onKeyDown={(event) => soundKeys(board, event)}
    >
      <Peaks peaks={peaks.value} />
      {shown.map(({ region, stretch }) => {
        const isSelected = region !== null && region.id === work.selected.value;
        const color = region
          ? colorOf(controlOf(work, region), region.labels)
          : colorOf(work.marker.value!.control, work.marker.value!.labels);
        const now = draft.value?.id && draft.value.id === region?.id ? draft.value.stretch : stretch;
        return (
          <div
            key={region?.id ?? "draft"}
            class={`segment ${isSelected ? "selected" : ""}`}
            data-id={region?.id}
            style={{ ...place(now), "--color": color }}
          >
            {region && <span dir="auto">{nameOf(work, region)}</span>}
            {isSelected && (
              <>
                <i data-edge="start" />
                <i data-edge="end" />
              </>
            )}
          </div>
        );
      })}
      {begun.value !== null && (
        <div class="begun_at" style={{ left: `${(begun.value / length_s) * 100}%` }} />
      )}
      <Head at={at} length_s={length_s} />
    </div>
  );
}

function Head({ at, length_s }: { at: { value: number }; length_s: number }) {
  return <div class="head" style={{ left: `${(at.value / length_s) * 100}%` }} />;
}

/** A drag marks, moves, or shifts an end; a tap selects, or moves the playhead. */
function hold(
  board: SoundBoard,
  work: Work,
  draft: { value: { id: string | null; stretch: Stretch } | null },
  event: PointerEvent,
  timeAt: (place: { clientX: number }) => number,
): void {
  const box = event.currentTarget as HTMLElement;
  const target = event.target as HTMLElement;
  const edge = target.dataset["edge"] as "start" | "end" | undefined;
  const id = target.closest<HTMLElement>("[data-id]")?.dataset["id"] ?? null;
  const held = board.held();
  const from = timeAt(event);
  let moved = false;
  box.setPointerCapture(event.pointerId);
  const onMove = (next: PointerEvent) => {
    const to = timeAt(next);
    moved ||= Math.abs(next.clientX - event.clientX) > 5;
    if (!moved) return;
    if (held && edge) draft.value = { id: held.id, stretch: ordered({ ...held.stretch, [edge]: to }) };
    else if (held && id === held.id)
      draft.value = { id: held.id, stretch: shifted(held.stretch, to - from, board.length_s) };
    else draft.value = { id: null, stretch: ordered({ start: from, end: to }) };
  };
  const onUp = () => {
    box.removeEventListener("pointermove", onMove);
    box.removeEventListener("pointerup", onUp);
    box.removeEventListener("pointercancel", onUp);
    const done = draft.value;
    batch(() => {
      draft.value = null;
      if (done?.id) board.change(done.id, done.stretch);
      else if (done) board.markBetween(done.stretch.start, done.stretch.end);
      else if (id || work.selected.value) board.select(id);
      if (!moved) board.seek(from);
    });
  };
  box.addEventListener("pointermove", onMove);
  box.addEventListener("pointerup", onUp);
  box.addEventListener("pointercancel", onUp);
}

const ordered = ({ start, end }: Stretch): Stretch => ({
  start: Math.min(start, end),
  end: Math.max(start, end),
});

export function shifted({ start, end }: Stretch, by: number, length_s: number): Stretch {
  const shift = Math.min(length_s - end, Math.max(-start, by));
  return { start: start + shift, end: end + shift };
}

function tidy({ start, end }: Stretch, length_s: number): Stretch | null {
  const round = (seconds: number) => Math.min(length_s, Math.max(0, Math.round(seconds * 1e4) / 1e4));
  const stretch = { start: round(start), end: round(end) };
  return stretch.end - stretch.start >= LEAST_S ? stretch : null;
}

function Peaks({ peaks }: { peaks: Float32Array | null }) {
  const path = useMemo(
    () =>
      peaks
        ? Array.from(peaks, (peak, i) => `M${i + 0.5} ${50 - peak * 48}V${50 + peak * 48}`).join("")
        : "M0 50H1000",
    [peaks],
  );
  return (
    <svg
      class="peaks"
      viewBox={`0 0 ${peaks?.length ?? 1000} 100`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={path} />
    </svg>
  );
}
