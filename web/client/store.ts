// localStorage as named JSON values. What is read back is parsed like anything from outside.

import type { Shape } from "../model/shape.ts";

const PREFIX = "labelfield/";

export class StoreFull extends Error {}

/** The stored value, or null where there is none or it is not of this shape. */
export function read<T>(name: string, shape: Shape<T>): T | null {
  const text = localStorage.getItem(PREFIX + name);
  if (text === null) return null;
  try {
    return shape(JSON.parse(text), name);
  } catch {
    return null;
  }
}

export function write(name: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    throw new StoreFull(name);
  }
}

export function remove(name: string): void {
  localStorage.removeItem(PREFIX + name);
}

/** Names that begin with `start`, without order. */
export function names(start: string): string[] {
  const found: string[] = [];
  for (let i = 0; i < localStorage.length; i++) {
    const key = localStorage.key(i);
    if (key?.startsWith(PREFIX + start)) found.push(key.slice(PREFIX.length));
  }
  return found;
}

/** Whether this browser keeps anything at all: private windows and strict settings may not. */
export function works(): boolean {
  try {
    write("probe", 1);
    remove("probe");
    return true;
  } catch {
    return false;
  }
}
