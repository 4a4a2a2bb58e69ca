// Runs before the page itself is there: sets the writing direction, and begins to fetch the one language.

import { directionOf, KEPT, languageOf } from "./text/languages.ts";

/** File names by language, filled in by the build. */
declare const FILES: Readonly<Record<string, string>>;

const language = languageOf(chosen(), navigator.languages);
document.documentElement.lang = language;
document.documentElement.dir = directionOf(language);
const link = document.createElement("link");
link.rel = "modulepreload";
link.href = FILES[language]!;
document.head.append(link);

function chosen(): string | null {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}
