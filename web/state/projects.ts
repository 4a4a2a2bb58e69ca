// Projects on offer.

import { signal } from "@preact/signals";
import { read, write } from "../client/vault.ts";
import * as wire from "../model/wire.ts";
import { ask, noteFailure } from "./line.ts";
import { poolName } from "./pool.ts";

export const projects = signal<readonly wire.ProjectSummary[] | null>(null);

/** The list as it was last seen, for when there is no line. */
export function takeKeptProjects(): void {
  projects.value = read(poolName("projects"), wire.projects)?.projects ?? null;
}

export async function loadProjects(): Promise<void> {
  try {
    const list = await ask({ method: "GET", path: "/api/projects" }, wire.projects);
    projects.value = list.projects;
    write(poolName("projects"), list);
  } catch (error) {
    noteFailure(error);
  }
}

/** One project as it was last seen. */
export function keptProject(project: number): wire.Project | null {
  return read(projectName(project), wire.project);
}

function projectName(project: number): string {
  return poolName(`projects/${project}`);
}

export async function loadProject(project: number): Promise<wire.Project> {
  const loaded = await ask({ method: "GET", path: `/api/projects/${project}` }, wire.project);
  write(projectName(project), loaded);
  return loaded;
}
