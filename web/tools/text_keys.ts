// Text by keyboard: arrows move over words, Shift takes more, Enter marks, Alt moves an end.

import { stretchBy } from "../model/words.ts";
import type { SpanBoard } from "./plain_text.tsx";

export function spanKeys(board: SpanBoard, event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey) return;
  const step =
    event.key === "ArrowRight" || event.key === "ArrowDown"
      ? 1
      : event.key === "ArrowLeft" || event.key === "ArrowUp"
        ? -1
        : 0;
  const held = board.selected();
  if (step && event.altKey && held)
    board.change(held.id, stretchBy(board.words, held.stretch, event.shiftKey ? "start" : "end", step));
  else if (step) move(board, step, event.shiftKey);
  else if (event.key === "Enter" && board.cursor.value) board.add(board.cursor.value);
  else if (event.key === "Escape" && held) board.select(null);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function move(board: SpanBoard, step: 1 | -1, more: boolean): void {
  const { words } = board;
  const at = board.cursor.value;
  if (!words.length) return;
  if (!at) {
    board.cursor.value = words[step > 0 ? 0 : words.length - 1]!;
    return;
  }
  if (more) {
    board.cursor.value = stretchBy(words, at, "end", step);
    return;
  }
  const place = words.findIndex(({ start }) => start === at.start);
  const end = words.findIndex(({ end: last }) => last === at.end);
  const next = step > 0 ? end + 1 : place - 1;
  board.cursor.value = words[Math.min(words.length - 1, Math.max(0, next))]!;
}
