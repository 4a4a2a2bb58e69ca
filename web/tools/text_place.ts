// Between places in a text, in UTF-16 units, and places in a document.

import type { Stretch } from "../model/words.ts";

/** What is selected inside `box`; null where nothing is. */
export function selectedIn(box: Element): Stretch | null {
  const selection = box.ownerDocument.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!box.contains(range.commonAncestorContainer)) return null;
  const start = lengthBefore(box, range.startContainer, range.startOffset);
  const end = lengthBefore(box, range.endContainer, range.endOffset);
  return end > start ? { start, end } : null;
}

/** The place in the text of `box` under a pointer. */
export function placeAt(
  box: Element,
  { clientX, clientY }: { clientX: number; clientY: number },
): number | null {
  const found = caretAt(box.ownerDocument, clientX, clientY);
  return found && box.contains(found.node) ? lengthBefore(box, found.node, found.offset) : null;
}

/** How much text of `box` stands before a place in the document. */
export function lengthBefore(box: Element, node: Node, offset: number): number {
  const range = box.ownerDocument.createRange();
  range.setStart(box, 0);
  range.setEnd(node, offset);
  return range.toString().length;
}

type Carets = Document & {
  caretPositionFromPoint?(x: number, y: number): { offsetNode: Node; offset: number } | null;
  caretRangeFromPoint?(x: number, y: number): Range | null;
};

function caretAt(page: Carets, x: number, y: number): { node: Node; offset: number } | null {
  const position = page.caretPositionFromPoint?.(x, y);
  if (position) return { node: position.offsetNode, offset: position.offset };
  const range = page.caretRangeFromPoint?.(x, y);
  return range ? { node: range.startContainer, offset: range.startOffset } : null;
}

/** The range of a stretch of the text of `box`. */
export function rangeOf(box: Element, { start, end }: Stretch): Range {
  const range = box.ownerDocument.createRange();
  const walker = box.ownerDocument.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  let before = 0;
  let begun = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const length = node.nodeValue!.length;
    if (!begun && start < before + length) {
      range.setStart(node, start - before);
      begun = true;
    }
    if (begun && end <= before + length) {
      range.setEnd(node, end - before);
      break;
    }
    before += length;
  }
  return range;
}
