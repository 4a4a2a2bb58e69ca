// A project as it goes on: looked at again every two seconds.

import { signal } from "@preact/signals";
import { noteFailure, noteSuccess } from "../../state/line.ts";
import { ask } from "../api.ts";
import * as shapes from "../shapes.ts";

export const progress = signal<shapes.Progress | null>(null);
export const missing = signal(false);

const EVERY_MS = 2000;

/** Watches one project; returns how to stop. */
export function watch(project: number): () => void {
  if (progress.value?.project !== project) progress.value = null;
  missing.value = false;
  const look = async () => {
    if (document.visibilityState === "hidden") return;
    try {
      progress.value = await ask(`/api/projects/${project}/progress`, shapes.progress);
      noteSuccess();
    } catch (error) {
      missing.value = !noteFailure(error);
    }
  };
  void look();
  const timer = setInterval(() => void look(), EVERY_MS);
  return () => clearInterval(timer);
}
