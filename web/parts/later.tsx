// A part of the page that is fetched when it is first needed.

import type { ComponentType } from "preact";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { fetchStyles } from "../client/styles.ts";
import { learn, say } from "../text/say.ts";

export function Later<P extends object>({
  load,
  props,
}: {
  load: () => Promise<ComponentType<P>>;
  props: P;
}) {
  const Part = useSignal<{ readonly part: ComponentType<P> } | "failed" | null>(null);
  useEffect(() => {
    Promise.all([load(), fetchStyles(), learn("tools")]).then(
      ([part]) => (Part.value = { part }),
      () => (Part.value = "failed"),
    );
  }, [load]);
  if (Part.value === "failed") return <p class="screen">{say("tool.failed")}</p>;
  if (!Part.value) return <p class="screen soft">{say("app.loading")}</p>;
  const { part: Loaded } = Part.value;
  return <Loaded {...props} />;
}
