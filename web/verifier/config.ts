// The classes of a project's one question, read from its config by the browser's own XML parser.

import type { Choice } from "../audit/manifest.ts";

/** null where the config asks for anything else than one choice. */
export function choiceIn(config: string): Choice | null {
  const parsed = new DOMParser().parseFromString(config, "application/xml");
  const controls = [...parsed.querySelectorAll("[toName]")];
  const [only] = controls;
  if (parsed.querySelector("parsererror") || !only || controls.length > 1 || only.tagName !== "Choices")
    return null;
  if (/^multiple$/.test(only.getAttribute("choice") ?? "single")) return null;
  return {
    from_name: only.getAttribute("name") ?? "",
    to_name: only.getAttribute("toName") ?? "",
    classes: [...only.querySelectorAll("Choice")].map(
      (choice) => choice.getAttribute("alias") ?? choice.getAttribute("value") ?? "",
    ),
  };
}
