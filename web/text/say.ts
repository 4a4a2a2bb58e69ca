// Sentences by name, in one language; values isolated so that numbers and addresses keep their order
// in any script.

import { KEPT, languageOf, localeOf, type Language } from "./languages.ts";
import type page from "./page/en.ts";
import type requester from "./requester/en.ts";
import type tools from "./tools/en.ts";
import type verifier from "./verifier/en.ts";

export type Sentence = keyof typeof page | keyof typeof requester | keyof typeof tools | keyof typeof verifier;
export type Part = "page" | "requester" | "tools" | "verifier";
type Values = Readonly<Record<string, string | number>>;

/** A sentence, or its forms by plural category. */
export type Text = string | Readonly<Record<string, string>>;
export type Texts = Readonly<Record<string, Text>>;

const wanted: readonly string[] = typeof navigator === "undefined" ? ["en"] : navigator.languages;

export const language: Language = languageOf(chosen(), wanted);
export const locale: string = localeOf(language, wanted);

const text: Record<string, Text> = {};
const plural = new Intl.PluralRules(locale);
const number = new Intl.NumberFormat(locale);

/** Fetches the sentences of a part of the page, in the language spoken here only; in English where it has none. */
export async function learn(part: Part): Promise<void> {
  const found = await textsIn(part, language).catch(() => textsIn(part, "en"));
  teach(found.default);
}

function textsIn(part: Part, language: Language): Promise<{ readonly default: Texts }> {
  return import(`./${part}/${language}.ts`) as Promise<{ readonly default: Texts }>;
}

export function teach(more: Texts): void {
  Object.assign(text, more);
}

export function say(name: Sentence, values: Values = {}): string {
  const found = text[name]!;
  const pattern =
    typeof found === "string" ? found : (found[plural.select(Number(values["n"]))] ?? found["other"]!);
  return pattern.replace(/\{(\w+)\}/g, (_, key: string) => isolate(values[key]));
}

say.knows = (name: string): boolean => Object.hasOwn(text, name);

/** In our words where we have some, else in the server's. */
say.known = (name: string, otherwise: string): string => (say.knows(name) ? say(name as Sentence) : otherwise);

say.refusal = (code: string, message: string): string => say.known(`refusal.${code}`, message);

/** Speaks another language from now on: the page begins again, and loses nothing. */
export function speak(next: Language): void {
  localStorage.setItem(KEPT, next);
  location.reload();
}

function chosen(): string | null {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    // A browser that keeps nothing says so elsewhere.
    return null;
  }
}

function isolate(value: string | number | undefined): string {
  return `\u2068${typeof value === "number" ? number.format(value) : (value ?? "")}\u2069`;
}
