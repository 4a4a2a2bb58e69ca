// What an audit finds: the first difference, where it is, what it must be, what was found.

export class Mismatch extends Error {
  constructor(
    readonly where: string,
    readonly what: string,
    readonly expected: unknown,
    readonly found: unknown,
  ) {
    super(`${where}: ${what}: expected ${String(expected)}, found ${String(found).slice(0, 200)}`);
  }
}

/** What this browser cannot do: not a difference, and not an agreement either. */
export class NotHere extends Error {}

export function expect(where: string, what: string, expected: unknown, found: unknown): void {
  if (expected !== found) throw new Mismatch(where, what, expected, found);
}
