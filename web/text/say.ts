// Sentences by name, values isolated so that numbers and addresses keep their order in any script.

import { en } from "./en.ts";
import type { enTools } from "./en_tools.ts";

export type Sentence = keyof typeof en | keyof typeof enTools;
type Values = Readonly<Record<string, string | number>>;

type Text = string | Readonly<Record<string, string>>;

const text: Partial<Record<Sentence, Text>> = { ...en };

/** Adds sentences that come with a part of the page. */
export function learn(more: Partial<Record<Sentence, Text>>): void {
  Object.assign(text, more);
}

export const locale: string =
  typeof navigator === "undefined" ? "en" : (navigator.languages.find((tag) => tag.startsWith("en")) ?? "en");

const plural = new Intl.PluralRules(locale);
const number = new Intl.NumberFormat(locale);

export function say(name: Sentence, values: Values = {}): string {
  const found = text[name]!;
  const pattern =
    typeof found === "string" ? found : (found[plural.select(Number(values["n"]))] ?? found["other"]!);
  return pattern.replace(/\{(\w+)\}/g, (_, key: string) => isolate(values[key]));
}

/** A refusal in our words where we have some, else in the server's. */
say.refusal = (code: string, message: string): string => {
  const name = `refusal.${code}`;
  return name in text ? say(name as Sentence) : message;
};

function isolate(value: string | number | undefined): string {
  return `\u2068${typeof value === "number" ? number.format(value) : (value ?? "")}\u2069`;
}
