// Says so while the server cannot be reached, takes no answers, or the wallet must sign again.

import "./line_banner.css";
import { line, pause } from "../state/line.ts";
import { waiting } from "../state/outbox.ts";
import { sendWaiting } from "../state/sending.ts";
import { locked, renew } from "../state/session.ts";
import { say } from "../text/say.ts";
import { Button } from "./button.tsx";

export function LineBanner() {
  if (locked.value) return <Locked />;
  const trouble = line.value !== "fine" ? line.value : waiting.value ? pause.value : null;
  return <div role="status">{trouble && <p class="line_banner">{say(`line.${trouble}`)}</p>}</div>;
}

function Locked() {
  const unlock = () => {
    renew().then(
      () => void sendWaiting(),
      // Said no again: the banner stays.
      () => undefined,
    );
  };
  return (
    <div role="status" class="line_banner">
      <p>{say("line.locked")}</p>
      <Button look="plain" onPress={unlock}>
        {say("line.unlock")}
      </Button>
    </div>
  );
}
