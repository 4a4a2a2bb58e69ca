// The signing worker: keys come and go here, and the page never sees one it did not ask to be shown.

import type { Act, Asks } from "./model/asks.ts";
import { acts } from "./signing/acts.ts";

interface Letter {
  readonly id: number;
  readonly act: Act;
  readonly ask: Asks[Act]["ask"];
}

addEventListener("message", (event: MessageEvent<Letter>) => {
  const { id, act, ask } = event.data;
  if (!Object.hasOwn(acts, act)) return;
  (acts[act] as (ask: unknown) => Promise<unknown>)(ask).then(
    (answer) => postMessage({ id, answer }),
    (error: Error) => postMessage({ id, failure: error.name === "Error" ? error.message : error.name }),
  );
});
