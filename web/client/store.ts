// Choices about this browser, in localStorage: worth having at once, and no great loss if they go.

import type { Shape } from "../model/shape.ts";

const PREFIX = "labelfield/";

export class StoreFull extends Error {}

/** The stored value, or null where there is none, it is not of this shape, or nothing may be kept. */
export function read<T>(name: string, shape: Shape<T>): T | null {
  try {
    return shape(JSON.parse(localStorage.getItem(PREFIX + name)!), name);
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
