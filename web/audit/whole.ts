// Whole numbers beyond what a double holds exactly, where products need them: never rounded.

/** Below this a product and the floor of a quotient are exact in double precision. */
const EXACT = 2 ** 52;

/** floor(a / b) for b > 0, toward minus infinity. */
export function floorDiv(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a < 0n && quotient * b !== a ? quotient - 1n : quotient;
}

/** floor((a × b + more) / c) for c > 0. */
export function mulDiv(a: number, b: number, c: number, more = 0): number {
  const product = a * b + more;
  if (Math.abs(a) * Math.abs(b) + Math.abs(more) < EXACT) return Math.floor(product / c);
  return Number(floorDiv(BigInt(a) * BigInt(b) + BigInt(more), BigInt(c)));
}

/** floor(Σ a × b / 2^16). */
export function dotShifted(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  let bound = 0;
  for (let i = 0; i < a.length; i++) {
    sum += a[i]! * b[i]!;
    bound += Math.abs(a[i]! * b[i]!);
  }
  if (bound < EXACT) return Math.floor(sum / 65536);
  return Number(a.reduce((whole, one, i) => whole + BigInt(one) * BigInt(b[i]!), 0n) >> 16n);
}

export function sumOf(list: readonly number[]): number {
  let sum = 0;
  for (const one of list) sum += one;
  return sum;
}

export function clip(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
