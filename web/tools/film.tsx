// A video, frame by frame: boxes at keyframes, and between them where they must have been.

import { computed, useSignal, type Signal } from "@preact/signals";
import type { ComponentChild } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { colorOf, regionsIn, type Regions } from "../model/face.ts";
import { fromValue, toValue, type Shape, type Size } from "../model/geometry.ts";
import type { Region } from "../model/sheet.ts";
import * as tracks from "../model/track.ts";
import { boxAt, frameAt, trackOf, trackValue, type Box, type Film as Reel } from "../model/track.ts";
import { mark, regionOf, reshape, select, type Work } from "../state/work.ts";
import { actOf, isForTask } from "../state/keys.ts";
import { say } from "../text/say.ts";
import { Button } from "../parts/button.tsx";
import { BoardView, type Drawn } from "./board.tsx";
import { IconButton } from "../parts/icon_button.tsx";
import type { Tool } from "./editor.tsx";
import { textOf } from "./items.ts";
import { durationOf } from "./waveform.ts";

export function Film({ work, object }: Tool) {
  const video = useRef<HTMLVideoElement>(null);
  const size = useSignal<Size | null>(null);
  const reel = useSignal<Reel>({ frames: 1, duration_s: 1 });
  const frame = useSignal(1);
  const playing = useSignal(false);
  const failed = useSignal(false);
  const control = regionsIn(work.face).find(({ to_name }) => to_name === object.name) ?? null;
  const onMetadata = async (media: HTMLVideoElement) => {
    const duration_s = await durationOf(media);
    reel.value = { frames: Math.max(1, Math.round(duration_s * object.frame_rate)), duration_s };
    size.value = { width: media.videoWidth, height: media.videoHeight };
  };
  const go = (wanted: number) => {
    frame.value = Math.min(reel.value.frames, Math.max(1, wanted));
    // The middle of a frame: its edge may show the one before.
    video.current!.currentTime = ((frame.value - 0.5) / reel.value.frames) * reel.value.duration_s;
  };
  useFollow(video, playing, () => (frame.value = frameAt(video.current!.currentTime, reel.value)));
  const play = () => void (playing.value ? video.current!.pause() : video.current!.play());
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isForTask(event) || actOf(event) !== "play") return;
      event.preventDefault();
      play();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  if (failed.value) return <p class="stage_failed">{say("tool.film_failed")}</p>;
  const screen = (
    <video
      ref={video}
      class={size.value ? "board_image" : "board_image coming"}
      src={work.urlOf(textOf(work, object))}
      preload="auto"
      muted
      playsInline
      onLoadedMetadata={({ currentTarget }) => void onMetadata(currentTarget)}
      onPlay={() => (playing.value = true)}
      onPause={() => {
        playing.value = false;
        if (size.value) go(frameAt(video.current!.currentTime, reel.value));
      }}
      onError={() => (failed.value = true)}
    />
  );
  return (
    <div class="film">
      {control ? (
        <Tracked
          work={work}
          control={control}
          size={size.value ?? UNKNOWN}
          reel={reel}
          frame={frame}
          screen={screen}
        />
      ) : (
        <div class="board plain">{screen}</div>
      )}
      <div class="player">
        <IconButton name={say("tool.frame_back")} icon="back" onPress={() => go(frame.value - 1)} />
        <Button onPress={play}>{say(playing.value ? "tool.pause" : "tool.act_play")}</Button>
        <IconButton name={say("tool.frame_on")} icon="forward" onPress={() => go(frame.value + 1)} />
        <Timeline work={work} reel={reel.value} frame={frame} go={go} />
        <span class="time">
          <bdi>
            {frame.value} / {reel.value.frames}
          </bdi>
        </span>
      </div>
      {control && <Keyframes work={work} reel={reel.value} frame={frame} />}
    </div>
  );
}

const UNKNOWN: Size = { width: 16, height: 9 };

function useFollow(
  video: { current: HTMLVideoElement | null },
  playing: Signal<boolean>,
  follow: () => void,
): void {
  useEffect(() => {
    if (!playing.value) return;
    let request = requestAnimationFrame(function next() {
      if (video.current) follow();
      request = requestAnimationFrame(next);
    });
    return () => cancelAnimationFrame(request);
  }, [playing.value]);
}

interface TrackedProps {
  readonly work: Work;
  readonly control: Regions;
  readonly size: Size;
  readonly reel: Signal<Reel>;
  readonly frame: Signal<number>;
  readonly screen: ComponentChild;
}

function Tracked({ work, control, size, reel, frame, screen }: TrackedProps) {
  const drawn = useMemo(
    () =>
      computed(() =>
        work.sheet.value.regions.flatMap((region) => {
          const box = region.control === control.name ? boxAt(trackOf(region.value), frame.value) : null;
          return box ? [drawnAs(control, region, box, size)] : [];
        }),
      ),
    [work, control, size],
  );
  const kind = useMemo(() => computed<Shape["kind"] | null>(() => "rectangle"), []);
  const color = useMemo(() => computed(() => colorOf(control, work.marker.value?.labels ?? [])), [control]);
  const keyframe = (shape: Shape) => ({
    ...(toValue(shape, size) as unknown as Box),
    frame: frame.value,
    enabled: true,
  });
  const onReshape = (id: string, shape: Shape) => {
    const track = trackOf(regionOf(work, id)!.value);
    reshape(work, id, trackValue(tracks.withKeyframe(track, keyframe(shape)), reel.value));
  };
  return (
    <BoardView
      size={size}
      drawn={drawn}
      selected={work.selected}
      fresh={work.fresh}
      kind={kind}
      color={color}
      onDraw={(shape) => mark(work, trackValue([keyframe(shape)], reel.value))}
      onReshape={onReshape}
      onSelect={(id) => select(work, id)}
      turns={work.turns}
    >
      {screen}
    </BoardView>
  );
}

function drawnAs(control: Regions, region: Region, box: Box, size: Size): Drawn {
  const shape = fromValue("rectangle", { ...box }, size);
  return { id: region.id, shape, color: colorOf(control, region.labels) };
}

function Timeline({
  work,
  reel,
  frame,
  go,
}: {
  work: Work;
  reel: Reel;
  frame: Signal<number>;
  go: (frame: number) => void;
}) {
  const region = regionOf(work, work.selected.value);
  const track = region?.value["sequence"] ? trackOf(region.value) : [];
  return (
    <div class="timeline" dir="ltr">
      <input
        type="range"
        min={1}
        max={reel.frames}
        value={frame.value}
        aria-label={say("tool.frame")}
        aria-valuetext={`${frame.value} / ${reel.frames}`}
        onInput={({ currentTarget }) => go(currentTarget.valueAsNumber)}
      />
      {track.map((one) => (
        <i
          key={one.frame}
          class={one.enabled ? "" : "gone"}
          style={{ left: `${((one.frame - 1) / Math.max(1, reel.frames - 1)) * 100}%` }}
        />
      ))}
    </div>
  );
}

/** What can be said of the selected box at this frame: it stops here, or this keyframe was wrong. */
function Keyframes({ work, reel, frame }: { work: Work; reel: Reel; frame: Signal<number> }) {
  const region = regionOf(work, work.selected.value);
  if (!region?.value["sequence"]) return null;
  const track = trackOf(region.value);
  const here = track.find((one) => one.frame === frame.value);
  const box = boxAt(track, frame.value);
  const keep = (next: readonly tracks.Keyframe[]) => reshape(work, region.id, trackValue(next, reel));
  return (
    <div class="adjust keyframes" role="toolbar" aria-label={say("tool.keyframes")}>
      <button
        type="button"
        disabled={!box}
        onClick={() => box && keep(tracks.withKeyframe(track, { ...box, frame: frame.value, enabled: true }))}
      >
        {say("tool.keep_here")}
      </button>
      <button
        type="button"
        disabled={!box || track[0]!.frame === frame.value}
        onClick={() =>
          box && keep(tracks.withKeyframe(track, { ...box, frame: frame.value, enabled: false }))
        }
      >
        {say("tool.gone_here")}
      </button>
      <button
        type="button"
        disabled={!here || track.length < 2}
        onClick={() => keep(tracks.withoutKeyframe(track, frame.value))}
      >
        {say("tool.forget_keyframe")}
      </button>
    </div>
  );
}
