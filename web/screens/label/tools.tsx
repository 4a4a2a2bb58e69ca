// Beneath the choices: skip, instructions, and whether all is sent.

import "./tools.css";
import { hotkeys } from "../../model/tasks.ts";
import { Button } from "../../parts/button.tsx";
import { Icon } from "../../parts/icon.tsx";
import { answered, asking } from "../../state/desk.ts";
import { waiting } from "../../state/outbox.ts";
import { say } from "../../text/say.ts";
import { skipKey } from "./choices.tsx";

export function Tools({ onSkip, onInstructions }: { onSkip: () => void; onInstructions: () => void }) {
  const key = skipKey(asking.value ? hotkeys(asking.value) : []);
  return (
    <div class="tools">
      <Button look="quiet" onPress={onSkip}>
        <Icon name="skip" />
        {say("label.skip")} <kbd aria-hidden="true">{key}</kbd>
      </Button>
      <Button look="quiet" onPress={onInstructions}>
        <Icon name="info" />
        {say("label.instructions")}
      </Button>
      <span class="tools_outbox">
        {waiting.value > 1
          ? say("label.waiting", { n: waiting.value })
          : answered.value > 0 && say("label.session", { n: answered.value })}
      </span>
    </div>
  );
}
