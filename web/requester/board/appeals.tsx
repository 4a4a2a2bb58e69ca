// Why a project whose tasks are all done has not ended: labelers may appeal, or have.

import { useSecondsLeft } from "../../parts/seconds_left.ts";
import { say } from "../../text/say.ts";
import { spanOf } from "../../text/spans.ts";
import type * as shapes from "../shapes.ts";

export function Appeals({ until_s, asked }: NonNullable<shapes.Progress["appeals"]>) {
  const left_s = useSecondsLeft(until_s);
  return (
    <p class="notice_line">
      {say(left_s === null ? "appeals.opening" : "appeals.awaited")}
      {asked > 0 && ` ${say("appeals.asked", { n: asked })}`}
      {left_s !== null && ` ${say("appeals.left", { span: spanOf(left_s) })}`}
    </p>
  );
}
