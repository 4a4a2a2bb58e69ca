// Words of a text, in any script, by their place in UTF-16 units.

export interface Stretch {
  readonly start: number;
  readonly end: number;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: "word" });

export function wordsOf(text: string): Stretch[] {
  return [...segmenter.segment(text)]
    .filter(({ isWordLike, segment }) => isWordLike || /[\p{S}\p{Extended_Pictographic}]/u.test(segment))
    .map(({ index, segment }) => ({ start: index, end: index + segment.length }));
}

/** The word at a place, or the nearest one. */
export function wordAt(words: readonly Stretch[], place: number): number {
  const away = words.map(({ start, end }) => (place < start ? start - place : Math.max(0, place - end + 1)));
  return away.indexOf(Math.min(...away));
}

/** A stretch without the blanks at its ends; null where nothing else is there. */
export function trimmed(text: string, { start, end }: Stretch): Stretch | null {
  const inside = text.slice(start, end);
  const kept = inside.trim();
  if (!kept) return null;
  const from = start + inside.indexOf(kept);
  return { start: from, end: from + kept.length };
}

export interface Piece extends Stretch {
  /** Places, in the list given, of the stretches that cover it. */
  readonly covers: readonly number[];
}

/** Cuts a text wherever a stretch begins or ends. */
export function piecesOf(length: number, stretches: readonly Stretch[]): Piece[] {
  const cuts = [...new Set([0, length, ...stretches.flatMap(({ start, end }) => [start, end])])]
    .filter((cut) => cut >= 0 && cut <= length)
    .sort((a, b) => a - b);
  return cuts.slice(0, -1).map((start, place) => {
    const end = cuts[place + 1]!;
    const covers = stretches.flatMap((one, index) => (one.start <= start && one.end >= end ? [index] : []));
    return { start, end, covers };
  });
}

/** Moves one end of a stretch to the next or previous end of a word. */
export function stretchBy(
  words: readonly Stretch[],
  stretch: Stretch,
  side: "start" | "end",
  step: 1 | -1,
): Stretch {
  const ends = words.map((word) => word[side]);
  const next =
    step > 0 ? ends.find((end) => end > stretch[side]) : ends.filter((end) => end < stretch[side]).at(-1);
  const moved = { ...stretch, [side]: next ?? stretch[side] };
  return moved.start < moved.end ? moved : stretch;
}
