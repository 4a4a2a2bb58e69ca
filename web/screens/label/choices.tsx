// One tap or one key answers, and the next task is there.

import "./choices.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { hotkeys, layoutOf } from "../../model/tasks.ts";
import { asking, pick } from "../../state/desk.ts";
import { actOf, isForTask, keys, type Act } from "../../state/keys.ts";
import { say } from "../../text/say.ts";
import { canAnswer, sight, zoomBy, zoomOut } from "./stage.tsx";

const STRUCK_MS = 180;

/** What keys do here beside answering. */
export const PLAIN_ACTS: readonly Act[] = ["undo", "skip", "zoom_in", "zoom_out", "zoom_fit", "keys"];

interface Ways {
  readonly onSkip: () => void;
  readonly onKeys?: () => void;
  readonly onTakeBack?: (() => void) | undefined;
}

export function Choices(ways: Ways) {
  const control = asking.value;
  const struck = useSignal<string | null>(null);
  const strike = async (value: string) => {
    if (!canAnswer()) return;
    await pick(value);
    struck.value = value;
    setTimeout(() => (struck.value = null), STRUCK_MS);
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!control || !isForTask(event)) return;
      const plain = !(event.ctrlKey || event.metaKey || event.altKey);
      const place = plain ? hotkeys(control).indexOf(event.key.toLowerCase()) : -1;
      if (place >= 0) void strike(control.choices[place]!.value);
      else if (plain && event.key.toLowerCase() === skipKey(hotkeys(control))) ways.onSkip();
      else if (!perform(actOf(event), ways)) return;
      event.preventDefault();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [control, ways.onTakeBack]);
  if (!control) return null;
  const own = hotkeys(control);
  return (
    <div class={`choices ${layoutOf(control)} ${sight.value}`} role="group" aria-label={say("label.choices")}>
      {control.choices.map(({ value, title }, place) => (
        <button
          key={value}
          type="button"
          class={struck.value === value ? "struck" : ""}
          aria-keyshortcuts={own[place] ?? undefined}
          onClick={() => void strike(value)}
        >
          {own[place] && own[place] !== title.toLowerCase() && <kbd aria-hidden="true">{own[place]}</kbd>}
          <span dir="auto">{title}</span>
        </button>
      ))}
    </div>
  );
}

function perform(act: Act | null, { onKeys, onTakeBack }: Ways): boolean {
  if (act === "undo" && onTakeBack) onTakeBack();
  else if (act === "keys" && onKeys) onKeys();
  else if (act === "zoom_in") zoomBy(2);
  else if (act === "zoom_out") zoomBy(0.5);
  else if (act === "zoom_fit") zoomOut();
  else return false;
  return true;
}

/** The key of each choice that is asked for now. */
export function choiceKeys(): { readonly title: string; readonly key: string | null }[] {
  const control = asking.value;
  if (!control) return [];
  const own = hotkeys(control);
  return control.choices.map(({ title }, place) => ({ title, key: own[place] ?? null }));
}

/** As chosen, S at first, unless the project uses it; then the dot. */
export function skipKey(taken: readonly (string | null)[]): string {
  return taken.includes(keys.value.skip) ? "." : keys.value.skip;
}
