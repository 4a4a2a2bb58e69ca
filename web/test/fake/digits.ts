// Pictures of digits, drawn by pen strokes, for the fake API only.

import { createHash } from "node:crypto";
import { crc32Of } from "./crc32.ts";
import { deflateSync } from "node:zlib";

type Point = readonly [number, number];

const STROKES: readonly (readonly Point[])[] = [
  [
    [50, 18],
    [30, 30],
    [27, 55],
    [35, 80],
    [52, 84],
    [70, 72],
    [73, 45],
    [65, 24],
    [50, 18],
  ],
  [
    [38, 32],
    [54, 18],
    [53, 84],
  ],
  [
    [30, 32],
    [42, 18],
    [62, 20],
    [68, 36],
    [50, 60],
    [30, 82],
    [72, 80],
  ],
  [
    [30, 24],
    [52, 17],
    [66, 30],
    [48, 48],
    [68, 62],
    [58, 82],
    [30, 80],
  ],
  [
    [58, 84],
    [58, 18],
    [28, 60],
    [74, 60],
  ],
  [
    [68, 20],
    [38, 20],
    [34, 46],
    [56, 44],
    [68, 60],
    [58, 82],
    [32, 80],
  ],
  [
    [62, 18],
    [40, 36],
    [32, 62],
    [44, 82],
    [62, 78],
    [66, 60],
    [48, 52],
    [34, 64],
  ],
  [
    [28, 20],
    [70, 20],
    [44, 84],
  ],
  [
    [50, 48],
    [34, 36],
    [40, 20],
    [60, 20],
    [66, 34],
    [50, 48],
    [32, 64],
    [40, 82],
    [60, 82],
    [68, 66],
    [50, 48],
  ],
  [
    [66, 36],
    [50, 48],
    [36, 36],
    [44, 20],
    [60, 20],
    [66, 36],
    [62, 84],
  ],
];

const SIDE = 256;

/** A PNG of `digit`, slanted and thickened by `seed` so that no two look the same. */
export function digitPicture(digit: number, seed: number): { name: string; png: Buffer } {
  const slant = ((seed * 37) % 41) / 100 - 0.2;
  const pen = 4 + ((seed * 13) % 5);
  const rows = Buffer.alloc(SIDE * (SIDE + 1));
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const at: Point = [(x * 100) / SIDE + slant * ((y * 100) / SIDE - 50), (y * 100) / SIDE];
      rows[y * (SIDE + 1) + 1 + x] =
        245 - 220 * Math.max(0, Math.min(1, (pen - distance(at, STROKES[digit]!)) / 2));
    }
  }
  const png = pngOf(rows);
  return { name: `${createHash("sha256").update(png).digest("hex")}.png`, png };
}

function distance([x, y]: Point, line: readonly Point[]): number {
  let least = Infinity;
  for (let i = 1; i < line.length; i++) {
    const [ax, ay] = line[i - 1]!;
    const [bx, by] = line[i]!;
    const along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2);
    const t = Math.max(0, Math.min(1, along));
    least = Math.min(least, Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay)));
  }
  return least;
}

function pngOf(rows: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIDE, 0);
  header.writeUInt32BE(SIDE, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([
    signature,
    part("IHDR", header),
    part("IDAT", deflateSync(rows)),
    part("IEND", Buffer.alloc(0)),
  ]);
}

function part(kind: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32Of(body));
  return Buffer.concat([length, body, check]);
}
