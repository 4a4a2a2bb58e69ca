"""How each type of answer stands in a table: which columns, and what a row's cells mean.

Coordinates are in thousandths of the file's unit, numbers in millionths. Of several in one cell,
labels are divided by `|`, the steps of a path and ranked items by `>`; a JSON array says the same
for names that contain those.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from labelfield.protocol.canonical import refuse_deep_nesting
from labelfield.protocol.errors import NotCanonical
from labelfield.quality.answer_errors import (
    MalformedComparison,
    MalformedLabels,
    MalformedNumber,
    MalformedRegion,
)
from labelfield.quality.boxes import Box, boxes_of
from labelfield.quality.keypoints import Keypoint, keypoints_of
from labelfield.quality.multilabel import labels_of
from labelfield.quality.polygons import Polygon, polygons_of
from labelfield.quality.preference_answers import Preference
from labelfield.quality.rankings import ranking_of
from labelfield.quality.spans import Span, spans_of
from labelfield.quality.taxonomy import paths_of
from labelfield.quality.transcripts import words_of

COORDINATE_DECIMALS = 3
NUMBER_DECIMALS = 6
LARGEST_NUMBER = 10**12

_LONGEST_DOCUMENT = 1 << 31
_POINTS = re.compile(r"[\s,;]+")


class NoInside(Exception):
    """A region without any area: it is left out, and counted."""


@dataclass(frozen=True, slots=True)
class Columns:
    """One type's columns, beside task and worker."""

    needed: tuple[str, ...]
    optional: tuple[str, ...]

    read: Callable[..., Any]
    """What the cells of a row say; None for nothing. Raises a RefusedAnswer, or NoInside."""

    join: Callable[[Sequence[Any]], Any] | None
    """One answer of several rows' pieces; None where a row is an answer."""

    write: Callable[[Any], list[tuple[str, ...]]]
    """The rows of an answer, needed columns, then optional ones."""

    blank: bool = True
    """Whether the needed cells may be empty."""


def units(text: str, decimals: int) -> int:
    """Return a number in units of 10^−decimals, to the nearest, halves to even; refuse `nan`."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise MalformedNumber(text, "a number") from None
    if not number.is_finite() or (number and abs(number.adjusted()) > 40):
        raise MalformedNumber(text, "a finite number")
    if abs(number) > LARGEST_NUMBER:
        raise MalformedNumber(text, f"at most {LARGEST_NUMBER}")
    return round(number.scaleb(decimals))


def decimal_text(number: int, decimals: int) -> str:
    """Return units as a decimal number without zeros at its end."""
    whole, fraction = divmod(abs(number), 10**decimals)
    digits = f"{fraction:0{decimals}d}".rstrip("0") if decimals else ""
    return f"{'-' if number < 0 else ''}{whole}{'.' if digits else ''}{digits}"


def box_piece(x0: str, y0: str, x1: str, y1: str, label: str) -> Box | None:
    """Return a box of any two opposite corners."""
    cells = (x0, y0, x1, y1)
    if not any(cells):
        return None
    left, top, right, bottom = (units(cell, COORDINATE_DECIMALS) for cell in cells)
    if left == right or top == bottom:
        raise NoInside
    corners = (min(left, right), min(top, bottom), max(left, right), max(top, bottom))
    return boxes_of([Box(*corners, label)])[0]


def polygon_piece(points: str, label: str) -> Polygon | None:
    """Return a polygon of `x,y x,y x,y`, or of a JSON array of pairs."""
    if not points:
        return None
    if points.startswith("["):
        pairs = _json_array(points)
        flat = [str(n) for pair in pairs for n in (pair if isinstance(pair, list) else [pair])]
    else:
        flat = [part for part in _POINTS.split(points) if part]
    numbers = [units(part, COORDINATE_DECIMALS) for part in flat]
    if len(numbers) % 2:
        raise MalformedRegion(points, "pairs of x and y")
    corners = list(zip(numbers[::2], numbers[1::2], strict=True))
    if len(corners) >= 3 and _flat(corners):
        raise NoInside
    return polygons_of([(corners, label)])[0]


def keypoint_piece(x: str, y: str, label: str) -> Keypoint | None:
    """Return a point."""
    if not (x or y):
        return None
    place = (units(x, COORDINATE_DECIMALS), units(y, COORDINATE_DECIMALS))
    return keypoints_of([(*place, label)])[0]


def span_piece(start: str, end: str, label: str) -> Span | None:
    """Return a span from `start` to before `end`, in thousandths."""
    if not (start or end):
        return None
    ends = (units(start, COORDINATE_DECIMALS), units(end, COORDINATE_DECIMALS))
    return spans_of([(label, *ends)], _LONGEST_DOCUMENT * 1000)[0]


def preference_piece(left: str, right: str, label: str) -> Preference:
    """Return which of two items is better: `left`, `right`, or the item's name."""
    chosen = {"left": left, "right": right}.get(label, label)
    if left == right or chosen not in (left, right):
        found = f"{label!r} of {left!r} and {right!r}"
        raise MalformedComparison("", found, "two items, and left or right")
    return Preference(left, right, chosen)


def several(text: str, mark: str) -> list[Any]:
    """Return the parts of a cell: of a JSON array, or divided by `mark`."""
    if text.startswith("["):
        return _json_array(text)
    return [part.strip() for part in text.split(mark)] if text else []


def _json_array(text: str) -> list[Any]:
    """The array; raise unless it is one."""
    try:
        refuse_deep_nesting(text.encode())
        found = json.loads(text)
    except (ValueError, NotCanonical):
        found = None
    if not isinstance(found, list):
        raise MalformedLabels(text, "a JSON array")
    return found


def _flat(corners: Sequence[tuple[int, int]]) -> bool:
    """Whether all corners lie on one line."""
    (x, y), far = corners[0], max(corners, key=lambda point: (point != corners[0], point))
    return all((far[0] - x) * (b - y) == (far[1] - y) * (a - x) for a, b in corners)


def _paths(text: str) -> Any:
    """Paths divided by `|`, their steps by `>`; or a JSON array of arrays."""
    return paths_of([several(p, ">") if isinstance(p, str) else p for p in several(text, "|")])


def _joined(parts: Sequence[str], mark: str) -> str:
    """Parts as one cell that reads back to them."""
    plain = all(part == part.strip() and mark not in part and "|" not in part for part in parts)
    if plain and not (parts and parts[0].startswith("[")):
        return mark.join(parts)
    return json.dumps(list(parts), ensure_ascii=False)


def _paths_text(paths: Sequence[Sequence[str]]) -> str:
    """Paths as one cell."""
    cells = [_joined(path, ">") for path in paths]
    if any(cell.startswith("[") for cell in cells):
        return json.dumps(paths, ensure_ascii=False)
    return "|".join(cells)


def _placed(*numbers: int) -> tuple[str, ...]:
    """Coordinates as text."""
    return tuple(decimal_text(number, COORDINATE_DECIMALS) for number in numbers)


def _number(text: str) -> int:
    return units(text, NUMBER_DECIMALS)


def _rating(text: str) -> int:
    whole, rest = divmod(units(text, NUMBER_DECIMALS), 1_000_000)
    if rest:
        raise MalformedNumber(text, "a whole number")
    return whole


def _points_text(polygon: Polygon) -> str:
    """Points as `x,y x,y`."""
    return " ".join(",".join(_placed(*point)) for point in polygon.points)


_LABEL = ("label",)

COLUMNS: dict[str, Columns] = {
    "choices": Columns(_LABEL, (), str, None, lambda v: [(v,)], blank=False),
    "multilabel": Columns(
        _LABEL, (), lambda t: labels_of(several(t, "|")), None, lambda v: [(_joined(v, "|"),)]
    ),
    "taxonomy": Columns(_LABEL, (), _paths, None, lambda v: [(_paths_text(v),)]),
    "boxes": Columns(
        ("x0", "y0", "x1", "y1"), _LABEL, box_piece, boxes_of,
        lambda v: [(*_placed(*box[:4]), box.label) for box in v],
    ),
    "polygons": Columns(
        ("points",), _LABEL, polygon_piece, polygons_of,
        lambda v: [(_points_text(each), each.label) for each in v],
    ),
    "keypoints": Columns(
        ("x", "y"), _LABEL, keypoint_piece, keypoints_of,
        lambda v: [(*_placed(each.x, each.y), each.label) for each in v],
    ),
    "spans": Columns(
        ("start", "end"), _LABEL, span_piece,
        lambda pieces: spans_of(pieces, _LONGEST_DOCUMENT * 1000),
        lambda v: [(*_placed(each.start, each.end), each.label) for each in v],
    ),
    "numbers": Columns(
        _LABEL, (), _number, None, lambda v: [(decimal_text(v, NUMBER_DECIMALS),)], blank=False
    ),
    "ratings": Columns(_LABEL, (), _rating, None, lambda v: [(str(v),)], blank=False),
    "preferences": Columns(
        ("left", "right", "label"), (), preference_piece, None,
        lambda v: [(v.left, v.right, v.winner)], blank=False,
    ),
    "rankings": Columns(
        _LABEL, (), lambda t: ranking_of(several(t, ">")), None,
        lambda v: [(_joined(v, ">"),)], blank=False,
    ),
    "transcripts": Columns(_LABEL, (), words_of, None, lambda v: [(" ".join(v),)]),
}  # fmt: skip


def kind_of(header: Sequence[str]) -> str:
    """Return the type whose columns a header has; choices where nothing says more."""
    for kind in ("boxes", "polygons", "spans", "preferences", "keypoints"):
        if set(COLUMNS[kind].needed) <= set(header):
            return kind
    return "choices"
