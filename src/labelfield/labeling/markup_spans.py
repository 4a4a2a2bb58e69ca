"""Spans of HTML: their words and their places in the document, from those that labelers marked."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from labelfield.protocol.canonical import Json

Items = Sequence[Any]
"""Hypertext regions of one task."""


def markup_ends(items: Items, start: int, end: int) -> dict[str, Json]:
    """Return the XPaths and offsets that most labelers have for these global offsets.

    Both ends are somebody's: `quality.spans.median_span` puts them nowhere else.
    """
    return {**_end(items, "start", start), **_end(items, "end", end)}


def markup_text(items: Items, start: int, end: int) -> str:
    """Return the characters between two global offsets, as far as labelers quoted them.

    Who quotes a text of another length than the offsets say is not heard.
    """
    heard: dict[int, Counter[bytes]] = {}
    for item in items:
        value = item["value"]
        first = value["globalOffsets"]["start"]
        units = value["text"].encode("utf-16-le", "surrogatepass")
        if len(units) // 2 != value["globalOffsets"]["end"] - first:
            continue
        for place in range(max(start, first), min(end, first + len(units) // 2)):
            unit = units[2 * (place - first) : 2 * (place - first) + 2]
            heard.setdefault(place, Counter())[unit] += 1
    chosen = (max(sorted(heard[place]), key=heard[place].__getitem__) for place in sorted(heard))
    return b"".join(chosen).decode("utf-16-le", "replace")


def _end(items: Items, side: str, place: int) -> dict[str, Json]:
    """The commonest XPath and offset of a global offset; of equally common ones the first."""
    found = [
        (item["value"][side], item["value"][f"{side}Offset"])
        for item in items
        if item["value"]["globalOffsets"][side] == place
    ]
    counts = Counter(found)
    path, offset = max(sorted(found), key=counts.__getitem__)
    return {side: path, f"{side}Offset": offset}
