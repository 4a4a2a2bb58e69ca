// A box that moves through a video: keyframes, and what lies between them.

import type { Json } from "./canonical.ts";
import type { Value } from "./sheet.ts";

export interface Keyframe {
  readonly frame: number;
  readonly enabled: boolean;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly rotation: number;
}

export type Box = Omit<Keyframe, "frame" | "enabled">;

const SIDES = ["x", "y", "width", "height", "rotation"] as const;

/** Where the box is at a frame; null before its first keyframe and from where it is gone. */
export function boxAt(track: readonly Keyframe[], frame: number): Box | null {
  const before = track.filter((one) => one.frame <= frame).at(-1);
  if (!before?.enabled) return null;
  const next = track.find((one) => one.frame > frame);
  if (!next) return before;
  const share = (frame - before.frame) / (next.frame - before.frame);
  const mix = (side: (typeof SIDES)[number]) => before[side] + (next[side] - before[side]) * share;
  return { x: mix("x"), y: mix("y"), width: mix("width"), height: mix("height"), rotation: mix("rotation") };
}

/** The track with a keyframe put at `frame`, in place of one that is there. */
export function withKeyframe(track: readonly Keyframe[], keyframe: Keyframe): Keyframe[] {
  const others = track.filter(({ frame }) => frame !== keyframe.frame);
  return [...others, keyframe].sort((a, b) => a.frame - b.frame);
}

export function withoutKeyframe(track: readonly Keyframe[], frame: number): readonly Keyframe[] {
  return track.length > 1 ? track.filter((one) => one.frame !== frame) : track;
}

export interface Film {
  readonly frames: number;
  readonly duration_s: number;
}

export function trackValue(track: readonly Keyframe[], { frames, duration_s }: Film): Value {
  const sequence = track.map((one) => ({ ...one, time: timeOf(one.frame, { frames, duration_s }) }));
  return { framesCount: frames, duration: duration_s, sequence: sequence as unknown as Json };
}

export function trackOf(value: Value): Keyframe[] {
  return (value["sequence"] as unknown as (Keyframe & { time: number })[]).map(
    ({ time: _, ...keyframe }) => keyframe,
  );
}

/** Frames count from 1. */
export function frameAt(time_s: number, film: Film): number {
  const frame = Math.floor((time_s / film.duration_s) * film.frames + 1e-6) + 1;
  return Math.min(film.frames, Math.max(1, frame));
}

export function timeOf(frame: number, { frames, duration_s }: Film): number {
  return Math.round((((frame - 1) * duration_s) / frames) * 1e6) / 1e6;
}
