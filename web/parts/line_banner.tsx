// Says so while the server cannot be reached or takes no answers.

import "./line_banner.css";
import { line, pause } from "../state/line.ts";
import { waiting } from "../state/outbox.ts";
import { say } from "../text/say.ts";

export function LineBanner() {
  const trouble = line.value !== "fine" ? line.value : waiting.value ? pause.value : null;
  return <div role="status">{trouble && <p class="line_banner">{say(`line.${trouble}`)}</p>}</div>;
}
