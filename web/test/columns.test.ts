import assert from "node:assert/strict";
import { test } from "node:test";
import { columnsIn } from "../requester/new/columns.ts";
import { randomFrom } from "./support.ts";

test("a table's header is read with its quotes", () => {
  assert.deepEqual(columnsIn("a.CSV", '\uFEFFkey,"the ""text""", label\r\n1,2,3\n'), ["key", 'the "text"', "label"]);
  assert.deepEqual(columnsIn("a.csv", "only"), ["only"]);
});

test("fields are those of the first object, inside data where tasks are wrapped", () => {
  assert.deepEqual(columnsIn("a.jsonl", '{"text": "x", "label": "y"}\n{"other": 1}'), ["text", "label"]);
  assert.deepEqual(columnsIn("a.json", '[{"data": {"image": "a"}}]'), ["image"]);
});

test("whatever a file holds, its names are a list", () => {
  const random = randomFrom(11);
  const letters = '"\\,\n\r{}[]:a\u0000é '.split("");
  for (let round = 0; round < 500; round++) {
    const text = Array.from({ length: 40 }, () => letters[Math.floor(random() * letters.length)]!).join("");
    for (const name of ["a.csv", "a.jsonl", "a.json"]) assert.ok(Array.isArray(columnsIn(name, text)));
  }
});
