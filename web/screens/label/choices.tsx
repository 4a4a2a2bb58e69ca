// One tap or one key answers, and the next task is there.

import "./choices.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { hotkeys, layoutOf } from "../../model/tasks.ts";
import { asking, pick } from "../../state/desk.ts";
import { say } from "../../text/say.ts";
import { canAnswer, sight } from "./stage.tsx";

const STRUCK_MS = 180;

export function Choices({ onSkip }: { onSkip: () => void }) {
  const control = asking.value;
  const struck = useSignal<string | null>(null);
  const strike = (value: string) => {
    if (!canAnswer()) return;
    struck.value = value;
    setTimeout(() => (struck.value = null), STRUCK_MS);
    pick(value);
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!control || !isOurs(event)) return;
      const place = hotkeys(control).indexOf(event.key.toLowerCase());
      if (place >= 0) strike(control.choices[place]!.value);
      else if (event.key.toLowerCase() === skipKey(hotkeys(control))) onSkip();
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [control]);
  if (!control) return null;
  const keys = hotkeys(control);
  return (
    <div class={`choices ${layoutOf(control)} ${sight.value}`} role="group" aria-label={say("label.choices")}>
      {control.choices.map(({ value, title }, place) => (
        <button
          key={value}
          type="button"
          class={struck.value === value ? "struck" : ""}
          aria-keyshortcuts={keys[place] ?? undefined}
          onClick={() => strike(value)}
        >
          {keys[place] && keys[place] !== title.toLowerCase() && <kbd aria-hidden="true">{keys[place]}</kbd>}
          <span dir="auto">{title}</span>
        </button>
      ))}
    </div>
  );
}

/** S, unless the project uses it; then the dot. */
export function skipKey(taken: readonly (string | null)[]): string {
  return taken.includes("s") ? "." : "s";
}

/** Not while something is typed, a sheet is open, a key repeats, or the browser is meant. */
function isOurs(event: KeyboardEvent): boolean {
  const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
  const ours = !(event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing);
  return ours && !document.querySelector("dialog[open]");
}
