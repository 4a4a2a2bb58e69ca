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

export function Stage() {
  const task = current.value!.task;
  const items = shown.value;
  const hasImage = items?.some((item) => item.kind === "image");
  useEffect(() => {
    if (!items) note(task, "failed");
    else if (!hasImage) note(task, "seen");
  }, [task]);
  return (
    <section class="stage" data-task={task}>
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
