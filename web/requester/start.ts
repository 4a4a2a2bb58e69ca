// Coming in: the texts, the operator, the login.

import { signal } from "@preact/signals";
import { sleep } from "../client/clock.ts";
import { noteFailure } from "../state/line.ts";
import { recall } from "./account.ts";
import { loadDraft } from "./new/draft.ts";

export const ready = signal(false);

const RETRY_S = 2;

export async function start(): Promise<void> {
  for (;;) {
    try {
      await recall();
      break;
    } catch (error) {
      noteFailure(error);
      await sleep(RETRY_S);
    }
  }
  loadDraft();
  ready.value = true;
}
