// Projects on offer.

import { signal } from "@preact/signals";
import { send } from "../client/http.ts";
import * as wire from "../model/wire.ts";
import { noteFailure, noteSuccess } from "./line.ts";

export const projects = signal<readonly wire.ProjectSummary[] | null>(null);

export async function loadProjects(): Promise<void> {
  try {
    const list = await send({ method: "GET", path: "/api/projects" }, wire.projects);
    projects.value = list.projects;
    noteSuccess();
  } catch (error) {
    noteFailure(error);
  }
}

export async function loadProject(project: number): Promise<wire.Project> {
  const loaded = await send({ method: "GET", path: `/api/projects/${project}` }, wire.project);
  noteSuccess();
  return loaded;
}
