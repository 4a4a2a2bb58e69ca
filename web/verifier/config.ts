// The classes of a project's one question, read from its config by the browser's own XML parser.

import type { Choice } from "../audit/manifest.ts";
import { NotHere } from "../audit/errors.ts";

export function choiceIn(config: string): Choice {
  const parsed = new DOMParser().parseFromString(config, "application/xml");
  const controls = [...parsed.querySelectorAll("[toName]")];
  const [only] = controls;
  if (parsed.querySelector("parsererror") || !only || controls.length > 1 || only.tagName !== "Choices")
    throw new NotHere("types");
  if (/^multiple$/.test(only.getAttribute("choice") ?? "single")) throw new NotHere("types");
  return {
    from_name: only.getAttribute("name") ?? "",
    to_name: only.getAttribute("toName") ?? "",
    classes: [...only.querySelectorAll("Choice")].map(
      (choice) => choice.getAttribute("alias") ?? choice.getAttribute("value") ?? "",
    ),
  };
}
