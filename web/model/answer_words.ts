// An answer in a few words, whatever its type: what was chosen, written or counted.

import type { Json } from "./canonical.ts";

const LONGEST = 240;

/** `dog`, `car ×2, person`, `4`; null where the answer is of no known shape. */
export function wordsOfAnswer(answer: Json): string | null {
  if (!Array.isArray(answer)) return null;
  const said = (answer as readonly Json[]).map(wordOf);
  if (!said.length || said.includes(null)) return null;
  const whole = [...countsOf(said as string[])].map(([word, count]) => (count > 1 ? `${word} ×${count}` : word));
  const text = whole.join(", ");
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function countsOf(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function wordOf(item: Json): string | null {
  const { type, value } = (item ?? {}) as { type?: Json; value?: { readonly [name: string]: Json } };
  if (typeof type !== "string" || typeof value !== "object" || value === null) return null;
  const named = value[type] ?? value["labels"] ?? value["text"] ?? value["selected"];
  return spelled(named === undefined ? type : named);
}

/** Lists by commas, paths of a taxonomy by arrows, buckets of a ranking by their order. */
function spelled(value: Json): string | null {
  if (typeof value === "string" || typeof value === "number") return String(value);
  if (Array.isArray(value)) return (value as readonly Json[]).map(pathOf).join(", ");
  if (typeof value !== "object" || value === null) return null;
  return Object.values(value).map((list) => (Array.isArray(list) ? (list as Json[]).join(" > ") : String(list))).join(" | ");
}

function pathOf(value: Json): string {
  return Array.isArray(value) ? (value as Json[]).join(" › ") : String(value);
}
