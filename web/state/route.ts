// Where the person is: the part of the address after #.

import { signal } from "@preact/signals";

export type Route =
  | { readonly screen: "projects" | "earnings" | "wallet" }
  | { readonly screen: "project" | "label" | "answers"; readonly project: number }
  | { readonly screen: "try"; readonly sample: string | null };

export const route = signal<Route>(routeOf(location.hash));

window.addEventListener("hashchange", () => {
  route.value = routeOf(location.hash);
});

export function goTo(target: Route): void {
  location.hash = hrefOf(target);
}

export function hrefOf(target: Route): string {
  if (target.screen === "projects") return "#/";
  if (target.screen === "project") return `#/projects/${target.project}`;
  if (target.screen === "answers") return `#/earnings/${target.project}`;
  if (target.screen === "label") return `#/projects/${target.project}/label`;
  if (target.screen === "try") return target.sample ? `#/try/${target.sample}` : "#/try";
  return `#/${target.screen}`;
}

export function routeOf(hash: string): Route {
  const label = /^#\/projects\/(\d{1,10})(\/label)?$/.exec(hash);
  if (label) return { screen: label[2] ? "label" : "project", project: Number(label[1]) };
  const answers = /^#\/earnings\/(\d{1,10})$/.exec(hash);
  if (answers) return { screen: "answers", project: Number(answers[1]) };
  const sample = /^#\/try(?:\/([a-z_]{1,40}))?$/.exec(hash);
  if (sample) return { screen: "try", sample: sample[1] ?? null };
  if (hash === "#/earnings") return { screen: "earnings" };
  if (hash === "#/wallet") return { screen: "wallet" };
  return { screen: "projects" };
}
