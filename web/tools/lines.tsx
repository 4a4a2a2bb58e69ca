// What is only shown: a conversation, or a list that is put in order beside it.

import type { Tool } from "./editor.tsx";
import { turnsOf } from "./items.ts";

export function Lines({ work, object }: Tool) {
  if (object.kind === "list") return object.title ? <h2 dir="auto">{object.title}</h2> : null;
  return (
    <ol class="chat">
      {turnsOf(work, object).map(({ who, text }, place) => (
        <li key={place} class={who === "user" ? "mine" : ""}>
          <b>{who}</b>
          <p dir="auto">{text}</p>
        </li>
      ))}
    </ol>
  );
}
