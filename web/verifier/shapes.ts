// What can be pasted, and where a project then is.

import { readAddress } from "../model/checksum.ts";
import type { Address } from "../model/hex.ts";

export interface Wanted {
  readonly project: number;
  /** Said by a certificate; the page's own where not. */
  readonly pool: Address | null;
  readonly chainId: number | null;
}

export class NotUnderstood extends Error {}

/** A project's number, an address of this page, or a dataset's certificate. */
export function wantedIn(pasted: string): Wanted {
  const text = pasted.trim();
  const number = /^#?(\d{1,9})$/.exec(text) ?? /\/verify\/?#(\d{1,9})$/.exec(text);
  if (number) return { project: Number(number[1]), pool: null, chainId: null };
  return certified(parsed(text));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NotUnderstood();
  }
}

/** Certificates name the chain, the pool and the project, wherever else they say more. */
function certified(value: unknown): Wanted {
  const project = find(value, "project");
  const chainId = find(value, "chain_id");
  const pool = find(value, "pool");
  if (typeof project !== "number" || typeof chainId !== "number" || typeof pool !== "string")
    throw new NotUnderstood();
  return { project, chainId, pool: readAddress(pool) };
}

/** A field at the top of a document or one level below it. */
function find(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  const here = (value as Record<string, unknown>)[name];
  if (here !== undefined && typeof here !== "object") return here;
  return Object.values(value).reduce<unknown>((found, inner) => {
    const below =
      typeof inner === "object" && inner !== null ? (inner as Record<string, unknown>)[name] : undefined;
    return found ?? (typeof below === "object" ? undefined : below);
  }, undefined);
}
