// Where the requester is: the part of the address after #.

import { signal } from "@preact/signals";

export const STEPS = ["question", "tasks", "price", "fund"] as const;
export type Step = (typeof STEPS)[number];
export const VIEWS = ["board", "tasks", "people", "finish"] as const;
export type View = (typeof VIEWS)[number];

export type Route =
  | { readonly screen: "home" }
  | { readonly screen: "templates" }
  | { readonly screen: "account" }
  | { readonly screen: "new"; readonly step: Step }
  | { readonly screen: "project"; readonly project: number; readonly view: View }
  | { readonly screen: "task"; readonly project: number; readonly task: string };

export const route = signal<Route>(routeOf(location.hash));

window.addEventListener("hashchange", () => {
  route.value = routeOf(location.hash);
});

export function goTo(target: Route): void {
  location.hash = hrefOf(target);
}

export function hrefOf(target: Route): string {
  if (target.screen === "home") return "#/";
  if (target.screen === "templates") return "#/new";
  if (target.screen === "new") return `#/new/${target.step}`;
  if (target.screen === "account") return "#/account";
  const project = `#/projects/${target.project}`;
  if (target.screen === "task") return `${project}/tasks/${target.task}`;
  return target.view === "board" ? project : `${project}/${target.view}`;
}

export function routeOf(hash: string): Route {
  const task = /^#\/projects\/(\d{1,10})\/tasks\/(0x[0-9a-f]{64})$/.exec(hash);
  if (task) return { screen: "task", project: Number(task[1]), task: task[2]! };
  const project = /^#\/projects\/(\d{1,10})(?:\/([a-z]+))?$/.exec(hash);
  const view = VIEWS.find((name) => name === (project?.[2] ?? "board"));
  if (project && view) return { screen: "project", project: Number(project[1]), view };
  const step = STEPS.find((name) => hash === `#/new/${name}`);
  if (step) return { screen: "new", step };
  if (hash === "#/new") return { screen: "templates" };
  if (hash === "#/account") return { screen: "account" };
  return { screen: "home" };
}
