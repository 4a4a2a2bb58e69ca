// A recording by keyboard: arrows move the playhead or the selected stretch, Enter marks from here to there.

import { shifted, type SoundBoard } from "./sound.tsx";

const STEP_S = 0.1;
const LONG_STEP_S = 1;

export function soundKeys(board: SoundBoard, event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey) return;
  const way = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  const by = way * (event.shiftKey ? LONG_STEP_S : STEP_S);
  const held = board.held();
  if (way && held && event.altKey) {
    const end = Math.min(board.length_s, held.stretch.end + by);
    board.change(held.id, { ...held.stretch, end });
  } else if (way && held) board.change(held.id, shifted(held.stretch, by, board.length_s));
  else if (way) board.seek(board.at.value + by);
  else if (event.key === "Home") board.seek(0);
  else if (event.key === "End") board.seek(board.length_s);
  else if (event.key === "Enter") enter(board);
  else if (event.key === "Escape" && (held || board.begun.value !== null)) {
    board.begun.value = null;
    board.select(null);
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

function enter(board: SoundBoard): void {
  const from = board.begun.value;
  board.select(null);
  if (from === null) board.begun.value = board.at.value;
  else {
    board.begun.value = null;
    board.markBetween(from, board.at.value);
  }
}
