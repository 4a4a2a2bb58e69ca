import assert from "node:assert/strict";
import { test } from "node:test";
import { apart, cents, estimate, money, splitMoney } from "../model/money.ts";
import { randomFrom } from "./support.ts";

const dollar = { unitDecimals: 6, symbol: "USDX" };
const coin = { unitDecimals: 9, symbol: "WBNB" };

test("what is not exact ends at a dollar's cents", () => {
  assert.equal(estimate(5_400_000, dollar, "en"), "$5.40");
  assert.equal(estimate(654_321, dollar, "en"), "65.432¢");
  assert.equal(estimate(5_400_000, coin, "en"), money(5_400_000, coin, "en"));
});

test("totals show four digits of a dollar, prices cents", () => {
  assert.deepEqual(splitMoney(65_250, dollar, "en"), { lead: "$0.06", small: "52", trail: "" });
  assert.equal(money(1_234_567_890, dollar, "en"), "$1,234.5678");
  assert.equal(cents(4000, dollar, "en"), "0.4¢");
  assert.equal(cents(3625, dollar, "en"), "0.362¢");
  assert.equal(cents(1_250_000, dollar, "en"), "$1.2500");
});

test("from right to left the currency stays in one piece", () => {
  assert.match(money(65_250, dollar, "ar"), /\u2066US\$\u2069/);
});

test("a pool of another token shows its own symbol", () => {
  assert.equal(money(1_500_000_000, coin, "en"), "1.500000 WBNB");
  assert.equal(cents(1_500_000, coin, "en"), "0.001500 WBNB");
});

test("a locale that writes the sign last keeps it last", () => {
  const { lead, small, trail } = splitMoney(65_250, dollar, "de");
  assert.equal(lead + small, "0,0652");
  assert.match(trail, /\$/);
});

test("what is shown is never more than what is owed", () => {
  const random = randomFrom(3);
  for (let round = 0; round < 2000; round++) {
    const units = Math.floor(random() ** 6 * 1e12);
    const shown = Number(money(units, dollar, "en").replace(/[$,]/g, ""));
    assert.ok(Math.round(shown * 1e6) <= units && units - Math.round(shown * 1e6) < 100, String(units));
  }
});

test("amounts beside an axis have as few digits as tell them apart", () => {
  assert.deepEqual(apart([0, 500_000, 1_000_000], dollar, "en"), ["$0.00", "$0.50", "$1.00"]);
  assert.deepEqual(apart([0, 2_000, 4_000], dollar, "en"), ["$0.000", "$0.002", "$0.004"]);
  assert.deepEqual(apart([0, 0], dollar, "en"), ["$0.00", "$0.00"]);
  assert.deepEqual(apart([0, 1], coin, "en"), ["0.000000000 WBNB", "0.000000001 WBNB"]);
});
