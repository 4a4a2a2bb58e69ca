import assert from "node:assert/strict";
import { test } from "node:test";
import { canonicalContent, canonicalJson, NotCanonical, type Json } from "../model/canonical.ts";
import { pickFrom, randomFrom } from "./support.ts";

test("what is not JSON is refused", () => {
  for (const bad of [NaN, Infinity, undefined, () => 1, 1n, "\ud800", "\udc00x", { "\ud800": 1 }])
    assert.throws(() => canonicalContent(bad as Json), NotCanonical, String(bad));
});

test("fractions and large integers are refused outside of content", () => {
  for (const bad of [0.5, 2 ** 53, -(2 ** 53)]) assert.throws(() => canonicalJson(bad), NotCanonical);
  assert.equal(canonicalContent(0.5), "0.5");
});

test("the order of keys changes nothing, and the text reads back as the value", () => {
  const random = randomFrom(7);
  for (let round = 0; round < 300; round++) {
    const value = anyJson(random, 3);
    const text = canonicalContent(value);
    assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
    assert.equal(canonicalContent(shuffled(value, random)), text);
  }
});

const TEXTS = ["", "a", "b", "é", "😀", "\u0000", '"', "\\", "€", "\u2028", "1", "aa"];

function anyJson(random: () => number, depth: number): Json {
  const kind = Math.floor(random() * (depth ? 6 : 4));
  if (kind === 0) return pickFrom(random, [null, true, false]);
  if (kind === 1) return Math.floor((random() - 0.5) * 2 ** 53);
  if (kind === 2) return random() * 10 ** Math.floor(random() * 40 - 20);
  if (kind === 3) return pickFrom(random, TEXTS);
  const items = Array.from({ length: Math.floor(random() * 4) }, () => anyJson(random, depth - 1));
  return kind === 4 ? items : Object.fromEntries(items.map((item) => [pickFrom(random, TEXTS), item]));
}

function shuffled(value: Json, random: () => number): Json {
  if (Array.isArray(value)) return value.map((item: Json) => shuffled(item, random));
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).map(([key, item]) => ({
    key,
    item: shuffled(item as Json, random),
    at: random(),
  }));
  return Object.fromEntries(members.sort((a, b) => a.at - b.at).map(({ key, item }) => [key, item]));
}
