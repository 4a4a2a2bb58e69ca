// The languages of the page, and which of them this person reads.

/** Each in its own name. A language added here needs a file in every folder of texts. */
export const LANGUAGES = {
  en: "English",
  es: "Español",
  pt: "Português",
  fr: "Français",
  ar: "العربية",
  hi: "हिन्दी",
  bn: "বাংলা",
  id: "Bahasa Indonesia",
  sw: "Kiswahili",
  zh: "中文",
} as const;

export type Language = keyof typeof LANGUAGES;

/** Where the choice is kept, if one was made: language.ts reads it too. */
export const KEPT = "labelfield/language";

const RIGHT_TO_LEFT: readonly string[] = ["ar"];

/** The language chosen before, else the first of the browser's that the page speaks. */
export function languageOf(chosen: string | null, wanted: readonly string[]): Language {
  const known = [chosen ?? "", ...wanted]
    .map((tag) => tag.toLowerCase().split("-")[0]!)
    .find((code) => Object.hasOwn(LANGUAGES, code));
  return (known as Language | undefined) ?? "en";
}

/** How this person writes numbers in that language: their own region's way, where the browser says it. */
export function localeOf(language: Language, wanted: readonly string[]): string {
  return wanted.find((tag) => tag.toLowerCase().split("-")[0] === language) ?? language;
}

export function directionOf(language: Language): "ltr" | "rtl" {
  return RIGHT_TO_LEFT.includes(language) ? "rtl" : "ltr";
}
