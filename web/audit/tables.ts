// Logarithms and powers of two from integer tables, as protocol.md, section 7 defines them.

/** 1 in Q16. */
export const ONE = 65536;

const ENTRIES = 4096;
const PRECISION = 192n;

let logs: Int32Array | null = null;
let powers: Int32Array | null = null;

/** log2 of a positive integer in Q16. */
export function log2Q16(number: number): number {
  logs ??= Int32Array.from({ length: ENTRIES }, (_, i) => logFloor(BigInt(ENTRIES + i)));
  const exponent = highestBit(number);
  const mantissa = Math.floor(number / 2 ** (exponent - 12));
  return exponent * ONE + logs[mantissa - ENTRIES]!;
}

/** 2^(−x) in Q30 for x ≥ 0 in Q16. */
export function powerQ30(x: number): number {
  powers ??= powerTable();
  const whole = Math.floor(x / ONE);
  return whole > 30 ? 0 : powers[(x % ONE) >> 4]! >> whole;
}

function highestBit(number: number): number {
  const high = Math.floor(number / 2 ** 32);
  return high ? 63 - Math.clz32(high) : 31 - Math.clz32(number);
}

/** Squares 16 times: each time the number passes 2, the next binary digit is 1. */
function logFloor(mantissa: bigint): number {
  let value = mantissa << (PRECISION - 12n);
  let digits = 0;
  for (let i = 0; i < 16; i++) {
    value = (value * value) >> PRECISION;
    const carry = value >> (PRECISION + 1n);
    value >>= carry;
    digits = digits * 2 + Number(carry);
  }
  return digits;
}

/** Multiplies the roots of one half that the binary digits of each place name. */
function powerTable(): Int32Array {
  const roots: bigint[] = [];
  let root = 1n << (PRECISION - 1n);
  for (let i = 0; i < 12; i++) roots.push((root = squareRoot(root << PRECISION)));
  return Int32Array.from({ length: ENTRIES }, (_, index) => {
    let value = 1n << PRECISION;
    roots.forEach((each, place) => {
      if ((index >> (11 - place)) & 1) value = (value * each) >> PRECISION;
    });
    return Number(value >> (PRECISION - 30n));
  });
}

function squareRoot(square: bigint): bigint {
  let root = 1n << BigInt(Math.ceil(square.toString(2).length / 2));
  for (;;) {
    const next = (root + square / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
