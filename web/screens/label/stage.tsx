// What is to be labeled. Nothing can be answered before it was seen.

import "./stage.css";
import { computed, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Shown } from "../../model/tasks.ts";
import { current, shown } from "../../state/desk.ts";
import { say } from "../../text/say.ts";

/** Two quick taps must not answer a task that has only just appeared. */
const LEAST_LOOK_MS = 150;

type Sight = "coming" | "seen" | "failed";

const looked = signal<{ readonly task: string; readonly sight: Sight; readonly since: number } | null>(null);

/** Whether the current task is before the eyes. */
export const sight = computed<Sight>(() =>
  looked.value?.task === current.value?.task ? (looked.value?.sight ?? "coming") : "coming",
);

export function canAnswer(): boolean {
  return sight.value === "seen" && performance.now() - looked.value!.since >= LEAST_LOOK_MS;
}

function note(task: string, sight: Sight): void {
  looked.value = { task, sight, since: performance.now() };
}

const ZOOMS = [1, 2, 4] as const;

/** How many times larger a picture is shown than it fits; it is then moved by scrolling. */
export const zoom = signal(1);

export const hasPicture = computed(() => shown.value?.some(({ kind }) => kind === "image") ?? false);

/** One button for all: larger, larger, whole again. */
export function zoomOn(): void {
  zoom.value = ZOOMS[(ZOOMS.indexOf(zoom.value as 1) + 1) % ZOOMS.length]!;
}

export function zoomBy(times: number): void {
  zoom.value = Math.min(ZOOMS.at(-1)!, Math.max(1, zoom.value * times));
}

export function zoomOut(): void {
  zoom.value = 1;
}

export function Stage() {
  const task = current.value!.task;
  const items = shown.value;
  const hasImage = items?.some((item) => item.kind === "image");
  useEffect(() => {
    if (!items) note(task, "failed");
    else if (!hasImage) note(task, "seen");
    zoomOut();
  }, [task]);
  return (
    <section
      class={zoom.value > 1 ? "stage zoomed" : "stage"}
      data-task={task}
      style={{ "--zoom": zoom.value }}
      // What scrolls must be reachable by keyboard.
      tabIndex={zoom.value > 1 ? 0 : undefined}
      aria-label={zoom.value > 1 ? say("label.image") : undefined}
    >
      {items ? (
        items.map((item, place) => <Item key={`${task}${place}`} item={item} task={task} />)
      ) : (
        <p class="stage_failed">{say("label.cannot_show")}</p>
      )}
    </section>
  );
}

function Item({ item, task }: { item: Shown; task: string }) {
  if (item.kind !== "image")
    return (
      <p class={`stage_${item.kind}`} dir="auto">
        {item.text}
      </p>
    );
  if (sight.value === "failed") return <p class="stage_failed">{say("label.image_failed")}</p>;
  return (
    <img
      class="stage_image"
      src={item.source}
      alt={say("label.image")}
      draggable={false}
      onLoad={({ currentTarget: image }) => {
        image.style.setProperty("--ratio", String(image.naturalWidth / image.naturalHeight));
        note(task, "seen");
      }}
      onError={() => note(task, "failed")}
    />
  );
}
