// Label Studio's masks: runs of RGBA bytes in a stream of bits. docs/labeling.md says the format.

const SIZES = [3, 4, 8, 16] as const;
const LONGEST = 2 ** 16;

/** The stream of a mask of one byte a pixel; anything but zero is marked. */
export function encodeMask(mask: Uint8Array): number[] {
  const bits = new BitWriter();
  bits.write(mask.length * 4, 32);
  bits.write(7, 5);
  for (const size of SIZES) bits.write(size - 1, 4);
  let at = 0;
  while (at < mask.length) {
    const marked = mask[at] !== 0;
    let end = at + 1;
    while (end < mask.length && (mask[end] !== 0) === marked) end++;
    for (let left = (end - at) * 4; left > 0; left -= LONGEST)
      writeRun(bits, Math.min(left, LONGEST), marked);
    at = end;
  }
  return bits.bytes();
}

function writeRun(bits: BitWriter, length: number, marked: boolean): void {
  const which = SIZES.findIndex((size) => length <= 2 ** size);
  bits.write(1, 1);
  bits.write(which, 2);
  bits.write(length - 1, SIZES[which]!);
  bits.write(marked ? 255 : 0, 8);
}

/** The mask of a stream, by its alpha bytes. */
export function decodeMask(rle: readonly number[]): Uint8Array {
  const bits = new BitReader(rle);
  const count = bits.read(32);
  const word = bits.read(5) + 1;
  const sizes = [0, 0, 0, 0].map(() => bits.read(4) + 1);
  const mask = new Uint8Array(count / 4);
  for (let at = 0; at < count;) {
    const repeated = bits.read(1);
    const end = Math.min(count, at + 1 + bits.read(sizes[bits.read(2)]!));
    const value = repeated ? bits.read(word) : 0;
    if (repeated) mask.fill(value, Math.floor(at / 4), Math.floor(end / 4));
    else for (let i = at; i < end; i++) setAlpha(mask, i, bits.read(word));
    at = end;
  }
  return mask;
}

function setAlpha(mask: Uint8Array, place: number, value: number): void {
  if (place % 4 === 3) mask[(place - 3) / 4] = value;
}

class BitWriter {
  private readonly out: number[] = [];
  private byte = 0;
  private filled = 0;

  write(value: number, size: number): void {
    for (let bit = size - 1; bit >= 0; bit--) {
      this.byte = (this.byte << 1) | (Math.floor(value / 2 ** bit) & 1);
      if (++this.filled === 8) this.flush();
    }
  }

  bytes(): number[] {
    if (this.filled) this.write(0, 8 - this.filled);
    return this.out;
  }

  private flush(): void {
    this.out.push(this.byte);
    this.byte = 0;
    this.filled = 0;
  }
}

class BitReader {
  private at = 0;

  constructor(private readonly bytes: readonly number[]) {}

  read(size: number): number {
    let value = 0;
    for (let i = 0; i < size; i++, this.at++)
      value = value * 2 + (((this.bytes[this.at >> 3] ?? 0) >> (7 - (this.at & 7))) & 1);
    return value;
  }
}
