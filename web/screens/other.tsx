// Reasons why the page cannot work here.

import { Button } from "../parts/button.tsx";
import { Brand } from "../parts/brand.tsx";
import { say } from "../text/say.ts";

export function OtherTab() {
  return (
    <main class="screen tab_lost">
      <Brand />
      <h1 tabIndex={-1}>{say("other_tab.title")}</h1>
      <p class="lead">{say("other_tab.more")}</p>
      <div>
        <Button onPress={() => location.reload()}>{say("other_tab.here")}</Button>
      </div>
    </main>
  );
}

export function NoStorage() {
  return (
    <main class="screen">
      <Brand />
      <h1 tabIndex={-1}>{say("no_storage.title")}</h1>
      <p class="lead">{say("no_storage.more")}</p>
    </main>
  );
}
