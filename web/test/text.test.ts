import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { en } from "../text/en.ts";
import { enTools } from "../text/en_tools.ts";
import { say } from "../text/say.ts";
import { source } from "./support.ts";

const CODE = ["screens", "screens/label", "parts", "state", "tools"]
  .flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => source(`${folder}/${name}`)),
  )
  .join("\n");

/** Sentences whose names are put together: `stopped.${fault}`. */
const BUILT = [...CODE.matchAll(/say\(`([\w.]+)\$\{/g)].map(([, start]) => start!).concat("refusal.");

test("every sentence is said somewhere", () => {
  const unused = Object.keys({ ...en, ...enTools }).filter(
    (name) => !CODE.includes(`"${name}"`) && !BUILT.some((start) => name.startsWith(start)),
  );
  assert.deepEqual(unused, []);
});

test("values are isolated, and sentences go by number", () => {
  assert.equal(say("earnings.answers", { n: 1 }), "\u20681\u2069 answer");
  assert.equal(say("earnings.answers", { n: 1200 }), "\u20681,200\u2069 answers");
});

test("a refusal without words of ours is said in the server's", () => {
  assert.equal(say.refusal("task_closed", "x"), "The task had enough answers already.");
  assert.equal(say.refusal("toString", "The server's own words."), "The server's own words.");
});

test("the main path speaks of no gas and no seed phrase", () => {
  const words = JSON.stringify([en, enTools]).toLowerCase();
  for (const word of [/\bgas\b/, /seed/, /mnemonic/, /crypto/, /blockchain/, /stake/])
    assert.doesNotMatch(words, word);
});
