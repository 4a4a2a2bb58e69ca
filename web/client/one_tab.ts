// Two tabs would each continue the same chain of answers, so only the newest one works.

import { write } from "./store.ts";

const NAME = "tab";

/** Claims the page for this tab; `onLost` is called when another tab claims it later. */
export function claimTab(onLost: () => void): void {
  write(NAME, `${Date.now()}-${Math.random()}`);
  window.addEventListener("storage", function lost(event) {
    if (event.key !== `labelfield/${NAME}` || event.newValue === null) return;
    window.removeEventListener("storage", lost);
    onLost();
  });
}
