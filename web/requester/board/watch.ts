// A project as it goes on: told by the server as it changes (server-sent events), its numbers
// looked up again at most every two seconds.

import { signal } from "@preact/signals";
import { noteFailure, noteSuccess } from "../../state/line.ts";
import { ask } from "../api.ts";
import * as shapes from "../shapes.ts";

export const progress = signal<shapes.Progress | null>(null);
export const statistics = signal<shapes.Statistics | null>(null);
export const missing = signal(false);

const NUMBERS_EVERY_MS = 2000;

/** Watches one project; returns how to stop. */
export function watch(project: number): () => void {
  if (progress.value?.project !== project) progress.value = statistics.value = null;
  missing.value = false;
  const events = new EventSource(`/api/projects/${project}/events`);
  events.addEventListener("progress", ({ data }: MessageEvent<string>) => {
    progress.value = shapes.progress(JSON.parse(data), "progress");
    noteSuccess("progress");
  });
  const look = async () => {
    if (document.visibilityState === "hidden") return;
    try {
      if (!progress.value) progress.value = await ask(`/api/projects/${project}/progress`, shapes.progress);
      statistics.value = await ask(`/api/projects/${project}/statistics`, shapes.statistics);
    } catch (error) {
      missing.value = !noteFailure(error);
    }
  };
  void look();
  const timer = setInterval(() => void look(), NUMBERS_EVERY_MS);
  return () => {
    events.close();
    clearInterval(timer);
  };
}
