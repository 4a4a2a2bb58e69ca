// How long something goes on, told anew each second while it is shown.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { now_s } from "../client/clock.ts";

/** Seconds until a time, 0 once it has passed; null for no time. */
export function useSecondsLeft(until_s: number | null): number | null {
  const now = useSignal(now_s());
  useEffect(() => {
    if (until_s === null) return;
    const timer = setInterval(() => (now.value = now_s()), 1000);
    return () => clearInterval(timer);
  }, [until_s]);
  return until_s === null ? null : Math.max(0, until_s - now.value);
}
