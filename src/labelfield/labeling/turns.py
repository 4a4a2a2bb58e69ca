"""Places in a dialogue as places in one text: its turns, one a line, in UTF-16 units."""

from collections.abc import Mapping
from typing import Any

from labelfield.labeling.config import ObjectTag
from labelfield.protocol.canonical import Json


def place_of(shown: ObjectTag, data: Mapping[str, Json], turn: int, offset: int) -> int:
    """Return where `offset` of a turn lies in the whole; every line end counts one."""
    return sum(length + 1 for length in _lengths(shown, data)[:turn]) + offset


def turn_of(shown: ObjectTag, data: Mapping[str, Json], place: int) -> tuple[int, int]:
    """Return the turn and the offset in it of a place in the whole."""
    lengths = _lengths(shown, data)
    for turn, length in enumerate(lengths):
        if place <= length or turn == len(lengths) - 1:
            return turn, place
        place -= length + 1
    raise AssertionError("a dialogue has turns")


def whole_text(shown: ObjectTag, data: Mapping[str, Json]) -> str:
    """Return the dialogue as one text."""
    turns: Any = data[shown.field]
    return "\n".join(turn[shown.text_key] for turn in turns)


def cut(text: str, start: int, end: int) -> str:
    """Return a text from a place to before another, counted in UTF-16 units."""
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * start : 2 * end].decode("utf-16-le", "replace")


def _lengths(shown: ObjectTag, data: Mapping[str, Json]) -> list[int]:
    turns: Any = data[shown.field]
    return [len(turn[shown.text_key].encode("utf-16-le", "surrogatepass")) // 2 for turn in turns]
