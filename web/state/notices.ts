// Short sentences that come and go.

import { signal } from "@preact/signals";

export interface Notice {
  readonly id: number;
  readonly tone: "plain" | "bad";
  readonly sentence: string;
}

export const notices = signal<readonly Notice[]>([]);

const SHOWN_MS = 6000;
let last = 0;

export function tell(sentence: string, tone: Notice["tone"] = "plain"): void {
  const notice = { id: ++last, tone, sentence };
  notices.value = [...notices.value.filter((other) => other.sentence !== sentence), notice];
  setTimeout(() => dismiss(notice.id), SHOWN_MS);
}

export function dismiss(id: number): void {
  notices.value = notices.value.filter((notice) => notice.id !== id);
}
