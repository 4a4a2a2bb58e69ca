// The balance: counts up to its value, and shows what was just added.

import "./balance.css";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { balance } from "../state/me.ts";
import { say } from "../text/say.ts";
import { centsText, Money } from "./money.tsx";

const COUNT_MS = 700;
/** Often enough to be seen as counting. Every frame would keep a cheap phone's processor from the next answer. */
const STEP_MS = 90;
const GAIN_MS = 1600;

export function Balance() {
  const shown = useSignal(balance.value);
  const gain = useSignal<{ units: number; id: number } | null>(null);
  const before = useRef(balance.value);
  const target = balance.value;

  useEffect(() => {
    const from = before.current;
    before.current = target;
    if (target > from) gain.value = { units: target - from, id: Date.now() };
    const hide = setTimeout(() => (gain.value = null), GAIN_MS);
    const stop = countTo(shown.peek(), target, (units) => (shown.value = units));
    return () => {
      clearTimeout(hide);
      stop();
    };
  }, [target]);

  return (
    <span class="balance">
      <span class="offscreen">{say("label.balance")} </span>
      <span class="amount">
        <Money units={shown.value} />
      </span>
      <span class="gain" role="status">
        {gain.value && (
          <b key={gain.value.id}>{say("label.gained", { gain: centsText(gain.value.units) })}</b>
        )}
      </span>
    </span>
  );
}

/** Runs from `from` to `to` in steps; at once where motion is unwanted or money was taken out. */
function countTo(from: number, to: number, show: (units: number) => void): () => void {
  if (to <= from || matchMedia("(prefers-reduced-motion: reduce)").matches) {
    show(to);
    return () => {};
  }
  const begun = performance.now();
  const steps = setInterval(() => {
    const part = Math.min(1, (performance.now() - begun) / COUNT_MS);
    show(Math.round(from + (to - from) * (1 - (1 - part) ** 3)));
    if (part === 1) clearInterval(steps);
  }, STEP_MS);
  return () => clearInterval(steps);
}
