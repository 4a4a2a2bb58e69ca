import assert from "node:assert/strict";
import { test } from "node:test";
import { alreadyHeld, chain, EMPTY_CHAIN, headOf, type Decision, type Link } from "../model/chain.ts";
import type { Address } from "../model/hex.ts";
import { addressOf, newPrivateKey } from "../model/keys.ts";
import { keccak, utf8 } from "../model/typed_data.ts";

const labeler: Address = addressOf(newPrivateKey());

function decisions(count: number): Decision[] {
  return Array.from({ length: count }, (_, place) => ({
    task: keccak(utf8(`task ${place}`)),
    answer: [{ from_name: "label", to_name: "image", type: "choices", value: { choices: [String(place)] } }],
    salt: `0x${"ab".repeat(16)}`,
    time_s: 1_790_000_000 + place,
  }));
}

test("links follow each other from where the chain stood", () => {
  const first = chain(7, labeler, EMPTY_CHAIN, decisions(3));
  const whole = chain(7, labeler, EMPTY_CHAIN, decisions(5));
  const rest = chain(7, labeler, first.end, decisions(5).slice(3));
  assert.deepEqual([...first.links, ...rest.links], whole.links);
  assert.deepEqual(rest.end, whole.end);
  for (const [place, link] of whole.links.entries()) {
    assert.equal(link.sequence, place + 1);
    if (place) assert.equal(link.previous, headOf(7, labeler, whole.links[place - 1]!));
  }
});

test("another project, labeler or content gives another head", () => {
  const [link] = chain(7, labeler, EMPTY_CHAIN, decisions(1)).links as [Link];
  const heads = [
    headOf(7, labeler, link),
    headOf(8, labeler, link),
    headOf(7, addressOf(newPrivateKey()), link),
    headOf(7, labeler, { ...link, answer: [] }),
    headOf(7, labeler, { ...link, salt: `0x${"ac".repeat(16)}` }),
    headOf(7, labeler, { ...link, time_s: link.time_s + 1 }),
  ];
  assert.equal(new Set(heads).size, heads.length);
});

test("of waiting links the server holds those up to where its chain ends", () => {
  const { links, end } = chain(7, labeler, EMPTY_CHAIN, decisions(4));
  assert.equal(alreadyHeld(7, labeler, EMPTY_CHAIN, links), 0);
  assert.equal(alreadyHeld(7, labeler, { sequence: 2, head: links[2]!.previous }, links), 2);
  assert.equal(alreadyHeld(7, labeler, end, links), 4);
  assert.equal(alreadyHeld(7, labeler, { sequence: 2, head: end.head }, links), 0);
});
