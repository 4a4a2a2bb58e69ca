// The operator behind this page: its pool.

import { computed, signal } from "@preact/signals";
import { ahead_s, setAhead, setServerTime } from "../client/clock.ts";
import { read, stored, write } from "../client/vault.ts";
import { finite, object } from "../model/shape.ts";
import type { Currency } from "../model/money.ts";
import type { Domain } from "../model/typed_data.ts";
import * as wire from "../model/wire.ts";
import { ask } from "./line.ts";

export const pool = signal<wire.Pool | null>(null);

export const currency = computed<Currency>(() => ({
  unitDecimals: pool.value?.unit_decimals ?? 6,
  symbol: pool.value?.token_symbol ?? "",
}));

/** Chains on one's own machine: their money is play money, and they are started afresh at will. */
export const isPlayMoney = computed(() => pool.value?.chain_id === 31337 || pool.value?.chain_id === 1337);

const kept = object({ facts: wire.pool, ahead_s: finite });

/** Takes the pool as it was last seen; returns whether it was seen before. */
export function takeKeptPool(): boolean {
  const found = read("pool", kept);
  if (!found) return false;
  setAhead(found.ahead_s);
  pool.value = found.facts;
  return true;
}

export async function loadPool(): Promise<wire.Pool> {
  const loaded = await ask({ method: "GET", path: "/api/pool" }, wire.pool);
  setServerTime(loaded.now_s);
  write("pool", { facts: loaded, ahead_s: ahead_s() });
  if (pool.value && !isSame(pool.value, loaded)) {
    // Everything in memory belongs to the pool before.
    await stored();
    location.reload();
  }
  pool.value = loaded;
  return loaded;
}

function isSame(before: wire.Pool, now: wire.Pool): boolean {
  return before.chain_id === now.chain_id && before.pool === now.pool;
}

export function requirePool(): wire.Pool {
  if (!pool.value) throw new Error("pool not loaded");
  return pool.value;
}

export function domain(): Domain {
  const { chain_id, pool } = requirePool();
  return { chainId: chain_id, pool };
}

/** Name of something kept for this pool. */
export function poolName(name: string): string {
  const { chain_id, pool } = requirePool();
  return `pools/${chain_id}/${pool}/${name}`;
}
