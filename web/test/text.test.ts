import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { before, test } from "node:test";
import { directionOf, LANGUAGES, languageOf, localeOf, type Language } from "../text/languages.ts";
import { say, teach, type Text, type Texts } from "../text/say.ts";
import { source } from "./support.ts";

const PARTS = readdirSync("text", { withFileTypes: true })
  .filter((one) => one.isDirectory())
  .map(({ name }) => name);
/** A part is translated into all languages or none. */
const TRANSLATED = PARTS.filter((part) => readdirSync(`text/${part}`).length > 1);
const OTHERS = (Object.keys(LANGUAGES) as Language[]).filter((language) => language !== "en");

const CODE = readdirSync(".", { recursive: true, withFileTypes: true })
  .filter(({ name, parentPath }) => /\.tsx?$/.test(name) && !/node_modules|\.cache|test/.test(parentPath))
  .map(({ name, parentPath }) => source(`${parentPath}/${name}`))
  .join("\n");

/** Sentences whose names are put together: `stopped.${fault}`. */
const BUILT = [...CODE.matchAll(/say\(\s*`([\w.]+)\$\{/g)].map(([, start]) => start!).concat("refusal.", "template.");

const english = new Map<string, Texts>();

before(async () => {
  for (const part of PARTS) english.set(part, await textsOf(part, "en"));
  for (const texts of english.values()) teach(texts);
});

async function textsOf(part: string, language: Language): Promise<Texts> {
  return ((await import(`../text/${part}/${language}.ts`)) as { default: Texts }).default;
}

function formsOf(text: Text): [string, string][] {
  return typeof text === "string" ? [["", text]] : Object.entries(text);
}

/** The plural categories that numbers up to ten thousand take in a language. */
function categoriesOf(language: string): string[] {
  const rules = new Intl.PluralRules(language);
  return [...new Set(Array.from({ length: 10_000 }, (_, n) => rules.select(n)))].sort();
}

test("every sentence is said somewhere", () => {
  const names = [...english.values()].flatMap((texts) => Object.keys(texts));
  const unused = names.filter(
    (name) => !CODE.includes(`"${name}"`) && !BUILT.some((start) => name.startsWith(start)),
  );
  assert.deepEqual(unused, []);
});

for (const language of OTHERS)
  for (const part of TRANSLATED)
    test(`${language} says everything of ${part}, with the same values and its own plural forms`, async () => {
      const theirs = await textsOf(part, language);
      const ours = english.get(part)!;
      assert.deepEqual(Object.keys(theirs), Object.keys(ours), "the same names in the same order");
      for (const [name, text] of Object.entries(theirs)) {
        const mine = ours[name]!;
        assert.equal(typeof text, typeof mine, name);
        if (typeof text !== "string")
          assert.deepEqual(Object.keys(text).sort(), categoriesOf(language), `plural forms of ${name}`);
        for (const [category, form] of formsOf(text)) {
          assert.ok(form.trim(), `${name} is empty`);
          assert.deepEqual(valuesIn(form, category), valuesIn(formsOf(mine).at(-1)![1], category), name);
        }
      }
    });

/** The values a sentence takes; a form for a single number may leave the number out. */
function valuesIn(form: string, category: string): string[] {
  const values = new Set([...form.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!));
  if (["zero", "one", "two"].includes(category)) values.delete("n");
  return [...values].sort();
}

test("values are isolated, and sentences go by number", () => {
  assert.equal(say("earnings.answers", { n: 1 }), "\u20681\u2069 answer");
  assert.equal(say("earnings.answers", { n: 1200 }), "\u20681,200\u2069 answers");
});

test("a refusal without words of ours is said in the server's", () => {
  assert.equal(say.refusal("task_closed", "x"), "The task had enough answers already.");
  assert.equal(say.refusal("toString", "The server's own words."), "The server's own words.");
});

test("the main path speaks of no gas and no seed phrase", () => {
  const words = JSON.stringify([english.get("page"), english.get("tools")]).toLowerCase();
  for (const word of [/\bgas\b/, /seed/, /mnemonic/, /crypto/, /blockchain/, /stake/])
    assert.doesNotMatch(words, word);
});

test("the language is the one chosen, else the first of the browser's that the page speaks", () => {
  assert.equal(languageOf(null, ["xx-YY", "en-GB"]), "en");
  assert.equal(languageOf("nonsense", []), "en");
  assert.equal(localeOf("en", ["de-DE", "en-GB"]), "en-GB");
  assert.equal(directionOf("en"), "ltr");
  assert.equal(directionOf(languageOf("ar", [])), "rtl");
});
