import assert from "node:assert/strict";
import { test } from "node:test";
import { wordsOfAnswer } from "../model/answer_words.ts";
import type { Json } from "../model/canonical.ts";

const item = (type: string, value: Json): Json => ({ from_name: "a", to_name: "b", type, value });

test("what is no answer has no words", () => {
  for (const odd of [null, 3, "x", {}, [], [null], [{ type: "choices" }], [{ value: {} }]])
    assert.equal(wordsOfAnswer(odd as Json), null);
});

test("each type is said by what was chosen, written or counted", () => {
  const box = item("rectanglelabels", { x: 1, y: 2, width: 3, height: 4, rectanglelabels: ["car"] });
  const cases: [Json[], string][] = [
    [[item("choices", { choices: ["dog"] })], "dog"],
    [[item("choices", { choices: ["dog", "cat"] })], "dog, cat"],
    [[item("rating", { rating: 4 })], "4"],
    [[item("number", { number: 0 })], "0"],
    [[item("textarea", { text: ["some words"] })], "some words"],
    [[item("taxonomy", { taxonomy: [["animal", "dog"], ["plant"]] })], "animal › dog, plant"],
    [[item("ranker", { ranker: { rank: ["b", "a"] } })], "b > a"],
    [[item("pairwise", { selected: "left" })], "left"],
    [[box, box, item("labels", { start: 0, end: 3, labels: ["name"] })], "car ×2, name"],
  ];
  for (const [answer, words] of cases) assert.equal(wordsOfAnswer(answer), words);
});
