// A part of the page that is fetched when it is first needed.

import type { ComponentType } from "preact";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { fetchStyles } from "../client/styles.ts";
import { learn, say } from "../text/say.ts";

export function Later<P extends object>({
  load,
  props,
  onShown,
}: {
  load: () => Promise<ComponentType<P>>;
  props: P;
  onShown?: () => void;
}) {
  const Part = useSignal<{ readonly part: ComponentType<P> } | "failed" | null>(null);
  useEffect(() => {
    load().then(
      (part) => (Part.value = { part }),
      () => (Part.value = "failed"),
    );
  }, [load]);
  useEffect(() => {
    if (Part.value) onShown?.();
  }, [Part.value]);
  if (Part.value === "failed") return <p class="screen">{say("app.part_failed")}</p>;
  if (!Part.value) return <p class="screen soft">{say("app.loading")}</p>;
  const { part: Loaded } = Part.value;
  return <Loaded {...props} />;
}

/** A part that needs the tools' styles and sentences too. */
export async function withTools<T>(part: Promise<T>): Promise<T> {
  const [loaded] = await Promise.all([part, fetchStyles(), learn("tools")]);
  return loaded;
}
