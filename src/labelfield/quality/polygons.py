"""Polygons: clusters by intersection over union; the consensus is the most central polygon.

Areas are measured along 64 evenly spaced horizontal lines, in integers; inside is where a line has
crossed an odd number of edges, so that crossing edges are defined too. The middle of a cluster is
one of its polygons: vertices of different people do not correspond, and have no mean.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from labelfield.quality.agreement import NO_GOLD, Given, Judged, judge
from labelfield.quality.answer_errors import MalformedRegion
from labelfield.quality.regions import Shape, region_kind
from labelfield.quality.tables import ONE

MAXIMUM_COORDINATE = 1 << 31
MAXIMUM_POINTS = 2000

LINES = 64

_FINE = 256
"""Crossings are found to this part of a unit."""

Point = tuple[int, int]


class Polygon(NamedTuple):
    """A closed line without repeated points, from its least vertex toward the lesser neighbour."""

    points: tuple[Point, ...]
    label: str = ""


Polygons = tuple[Polygon, ...]


def polygons_of(polygons: Iterable[tuple[Sequence[Point], str]]) -> Polygons:
    """Return one answer, sorted, equal polygons once, whatever vertex and turn each began with."""
    return tuple(sorted({_polygon(points, label) for points, label in polygons}))


def judge_polygons(
    answers: Sequence[Given[Polygons]], gold: Mapping[str, Polygons] = NO_GOLD
) -> Judged[Polygons]:
    """Return consensus polygons, scores and weights; values are those of `polygons_of`."""
    for answer in answers:
        if answer.value != polygons_of(answer.value):
            raise MalformedRegion(answer.value, "polygons as polygons_of returns them")
    return judge(answers, region_kind(Shape(polygon_overlap, central_polygon)), gold)


def polygon_overlap(one: Polygon, other: Polygon) -> int:
    """Return intersection over union, Q16; 65536 only for equal polygons, 0 for other labels."""
    if one.label != other.label:
        return 0
    if one == other:
        return ONE
    first, second = sorted((one.points, other.points))
    return _overlap(first, second)


def central_polygon(cluster: Sequence[tuple[Polygon, int]]) -> Polygon:
    """Return the polygon that overlaps the rest most, by weight; of equals the least."""

    def support(polygon: Polygon) -> int:
        return sum(weight * polygon_overlap(polygon, other) for other, weight in cluster)

    return min((polygon for polygon, _ in cluster), key=lambda each: (-support(each), each))


@lru_cache(maxsize=1 << 16)
def _overlap(one: tuple[Point, ...], other: tuple[Point, ...]) -> int:
    """The overlap of two different polygons: a pure function, remembered."""
    left, low, right, high = _bounds(one)
    other_left, other_low, other_right, other_high = _bounds(other)
    if right <= other_left or other_right <= left or high <= other_low or other_high <= low:
        return 0
    ends = (min(low, other_low), max(high, other_high))
    both = either = 0
    for first, second in zip(_crossings(one, *ends), _crossings(other, *ends), strict=True):
        shared = _shared(first, second) if first and second else 0
        both += shared
        either += _length(first) + _length(second) - shared
    return min(both * ONE // either, ONE - 1) if either else 0


@lru_cache(maxsize=1 << 16)
def _bounds(points: tuple[Point, ...]) -> tuple[int, int, int, int]:
    """Left, low, right and high end."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _crossings(points: tuple[Point, ...], low: int, high: int) -> list[list[int]]:
    """Where each line between the ends crosses the edges, ascending, in 1/256."""
    unit, step = 2 * LINES, 2 * (high - low)
    found: list[list[int]] = [[] for _ in range(LINES)]
    for place, ahead in enumerate(points):
        (x, y), (end_x, end_y) = points[place - 1], ahead
        if y > end_y:
            x, y, end_x, end_y = end_x, end_y, x, y
        # line i lies at low + (2 i + 1) (high − low) / 128; the lower end of an edge is on it
        first = -((step // 2 - unit * (y - low)) // step)
        last = -((step // 2 - unit * (end_y - low)) // step)
        run, rise = (end_x - x) * _FINE, unit * (end_y - y)
        for line in range(first, last):
            level = unit * (low - y) + (2 * line + 1) * (high - low)
            found[line].append(x * _FINE + level * run // rise)
    for crossings in found:
        crossings.sort()
    return found


def _length(crossings: list[int]) -> int:
    """How much of the line is inside."""
    return sum(crossings[1::2]) - sum(crossings[::2])


def _shared(first: list[int], second: list[int]) -> int:
    """How much of the line is inside both."""
    shared = place = other = 0
    while place < len(first) and other < len(second):
        end, other_end = first[place + 1], second[other + 1]
        shared += max(0, min(end, other_end) - max(first[place], second[other]))
        if end <= other_end:
            place += 2
        else:
            other += 2
    return shared


def _polygon(points: Sequence[Point], label: str) -> Polygon:
    """A polygon begun where all begin; raise unless it has points in range, an area, a label."""
    corners = [tuple(point) for point in points]
    if not isinstance(label, str) or any(len(corner) != 2 for corner in corners):
        raise MalformedRegion((points, label), "pairs of coordinates, and text as the label")
    if any(type(number) is not int for corner in corners for number in corner):
        raise MalformedRegion(points, "integer coordinates")
    if any(not 0 <= number <= MAXIMUM_COORDINATE for corner in corners for number in corner):
        raise MalformedRegion(points, f"coordinates from 0 to {MAXIMUM_COORDINATE}")
    ring = [(x, y) for place, (x, y) in enumerate(corners) if corners[place - 1] != (x, y)]
    if not 3 <= len(ring) <= MAXIMUM_POINTS:
        raise MalformedRegion(points, f"3 to {MAXIMUM_POINTS} different points")
    if not _has_area(ring):
        raise MalformedRegion(points, "an area: the points lie on one line")
    return Polygon(_canonical(ring), label)


def _has_area(ring: Sequence[Point]) -> bool:
    """Whether not all points lie on one line."""
    (x, y), (other_x, other_y) = ring[0], ring[1]
    return any((other_x - x) * (b - y) != (other_y - y) * (a - x) for a, b in ring[2:])


def _canonical(ring: list[Point]) -> tuple[Point, ...]:
    """The least of all ways to go round from a least vertex."""
    least = min(ring)
    ways = (
        tuple((way * 2)[start : start + len(ring)])
        for way in (ring, ring[::-1])
        for start, point in enumerate(way)
        if point == least
    )
    return min(ways)
