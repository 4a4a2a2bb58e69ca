// Paste a project, see it checked.

import { say } from "../text/say.ts";

export function Page() {
  return <h1>{say("verify.title")}</h1>;
}
