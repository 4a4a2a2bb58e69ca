// Beneath a task: step back, keys, skip, and send.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { IconButton } from "../parts/icon_button.tsx";
import { isOneDecision, marks } from "../model/face.ts";
import { isForTask, actOf, keys } from "../state/keys.ts";
import type { Work } from "../state/work.ts";
import { say } from "../text/say.ts";
import { KeySheet } from "./key_sheet.tsx";

interface BarProps {
  readonly work: Work;
  readonly onSkip: (() => void) | undefined;
  readonly onInstructions: (() => void) | undefined;
  /** Takes the last answer back, while that can be done. */
  readonly onTakeBack: (() => void) | undefined;
}

export function Bar({ work, onSkip, onInstructions, onTakeBack }: BarProps) {
  const sheet = useSignal(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isForTask(event) && actOf(event) === "keys") sheet.value = true;
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  const gap = work.gap.value;
  return (
    <div class="editor_bar">
      {gap && (
        <p class="editor_gap" role="alert">
          {marks(gap.control)
            ? say("tool.gap_region")
            : say(gap.about ? "tool.gap_about" : "tool.gap", {
                question: gap.control.title ?? gap.control.name,
              })}
        </p>
      )}
      <div class="editor_acts">
        {onTakeBack && !work.canUndo.value ? (
          <IconButton name={say("label.take_back")} icon="undo" onPress={onTakeBack} />
        ) : (
          <IconButton
            name={say("tool.undo")}
            icon="undo"
            disabled={!work.canUndo.value}
            onPress={work.undo}
          />
        )}
        <IconButton name={say("tool.redo")} icon="redo" disabled={!work.canRedo.value} onPress={work.redo} />
        <span class="editor_keys">
          <IconButton name={say("tool.keys")} icon="keyboard" onPress={() => (sheet.value = true)} />
        </span>
        {onInstructions && (
          <IconButton name={say("label.instructions")} icon="info" onPress={onInstructions} />
        )}
        {onSkip && (
          <Button look="quiet" onPress={onSkip}>
            <Icon name="skip" />
            {say("label.skip")}
          </Button>
        )}
        {!isOneDecision(work.face) && (
          <span class="editor_submit">
            <Button onPress={work.submit}>
              {say("tool.submit")} <kbd aria-hidden="true">{keys.value.submit.replace("Enter", "↵")}</kbd>
            </Button>
          </span>
        )}
      </div>
      {sheet.value && <KeySheet work={work} onClose={() => (sheet.value = false)} />}
    </div>
  );
}
