// Beneath the choices: take back, skip, instructions, zoom, keys, and whether all is sent.

import "./tools.css";
import { hotkeys } from "../../model/tasks.ts";
import { Button } from "../../parts/button.tsx";
import { Icon } from "../../parts/icon.tsx";
import { IconButton } from "../../parts/icon_button.tsx";
import { answered, asking } from "../../state/desk.ts";
import { waiting } from "../../state/outbox.ts";
import { say } from "../../text/say.ts";
import { skipKey } from "./choices.tsx";
import { hasPicture, zoom, zoomOn } from "./stage.tsx";

export function Tools({
  onSkip,
  onInstructions,
  onKeys,
  onTakeBack,
}: {
  onSkip: () => void;
  onInstructions: () => void;
  onKeys: () => void;
  onTakeBack: (() => void) | undefined;
}) {
  const key = skipKey(asking.value ? hotkeys(asking.value) : []);
  return (
    <div class="tools">
      <IconButton
        name={say("label.take_back")}
        icon="undo"
        disabled={!onTakeBack}
        onPress={() => onTakeBack?.()}
      />
      <Button look="quiet" onPress={onSkip}>
        <Icon name="skip" />
        {say("label.skip")} <kbd aria-hidden="true">{key}</kbd>
      </Button>
      <Button look="quiet" onPress={onInstructions}>
        <Icon name="info" />
        {say("label.instructions")}
      </Button>
      {hasPicture.value && (
        <IconButton name={say("label.zoom")} icon={zoom.value > 1 ? "zoom_out" : "zoom_in"} onPress={zoomOn} />
      )}
      <span class="tools_keys">
        <IconButton name={say("label.keys")} icon="keyboard" onPress={onKeys} />
      </span>
      <span class="tools_outbox">
        {waiting.value > 1
          ? say("label.waiting", { n: waiting.value })
          : answered.value > 0 && say("label.session", { n: answered.value })}
      </span>
    </div>
  );
}
