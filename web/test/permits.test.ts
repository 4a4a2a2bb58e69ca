import assert from "node:assert/strict";
import { test } from "node:test";
import type { Address } from "../model/hex.ts";
import { permitDigest, tokenSeparator, typedPermit, type AnyPermit } from "../model/permits.ts";
import { hashTyped } from "./browser/typed_json.ts";
import { randomFrom } from "./support.ts";

const random = randomFrom(5);

function address(): Address {
  const digits = Array.from({ length: 40 }, () => Math.floor(random() * 16).toString(16));
  return `0x${digits.join("")}` as Address;
}

function permit(kind: "token" | "permit2"): AnyPermit {
  const common = {
    chainId: Math.floor(random() * 100_000),
    token: address(),
    spender: address(),
    value: BigInt(Math.floor(random() * 2 ** 52)) ** 3n,
    nonce: BigInt(Math.floor(random() * 2 ** 40)),
    deadline: Math.floor(random() * 2 ** 32),
  };
  if (kind === "permit2") return { kind, ...common, permit2: address() };
  return { kind, ...common, name: "Test Dollar é", owner: address() };
}

for (const kind of ["token", "permit2"] as const)
  test(`what is signed here for ${kind} is what a wallet that reads the typed data signs`, () => {
    for (let round = 0; round < 50; round++) {
      const one = permit(kind);
      assert.equal(permitDigest(one), hashTyped(JSON.stringify(typedPermit(one))));
    }
  });

test("digests are those of eth-account", () => {
  const common = {
    chainId: 31337,
    token: `0x${"11".repeat(20)}` as Address,
    spender: `0x${"22".repeat(20)}` as Address,
    value: 10n ** 20n,
    nonce: 7n,
    deadline: 1_800_000_000,
  };
  const token: AnyPermit = { kind: "token", ...common, name: "Test Dollar", owner: `0x${"33".repeat(20)}` as Address };
  assert.equal(permitDigest(token), "0x2cb52c36525e599804f8c390390569349539746791008be7b6b69d3520f9d568");
  const other: AnyPermit = { kind: "permit2", ...common, permit2: `0x${"44".repeat(20)}` as Address };
  assert.equal(permitDigest(other), "0x9cd0f8bf3a149c2d2537c6f99b616b600478aa3fb725fc5559239d25f4e15c66");
  assert.notEqual(tokenSeparator({ ...token, name: "Test" }), tokenSeparator(token));
});
