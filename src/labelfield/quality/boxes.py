"""Bounding boxes: clusters by intersection over union, corners averaged by labelers' weights.

A labeler's whole answer to an image is one set of boxes, perhaps empty: "nothing here" is an
answer too, and agrees fully with another like it.
"""

from collections.abc import Iterable, Mapping, Sequence
from operator import mul
from typing import NamedTuple

from labelfield.quality.agreement import NO_GOLD, Given, Judged, judge
from labelfield.quality.answer_errors import MalformedRegion
from labelfield.quality.regions import Shape, region_kind
from labelfield.quality.tables import ONE

MAXIMUM_COORDINATE = 1 << 31


class Box(NamedTuple):
    """Corners in whole units of the caller's choice: pixels, or hundredths of them."""

    x0: int
    y0: int
    x1: int
    y1: int
    label: str = ""
    """Boxes of different labels never overlap."""


Boxes = tuple[Box, ...]


def boxes_of(boxes: Iterable[Box | tuple[int, int, int, int]]) -> Boxes:
    """Return one answer: its boxes sorted, equal ones once; refuse what is no box."""
    return tuple(sorted({_box(each) for each in boxes}))


def judge_boxes(
    answers: Sequence[Given[Boxes]], gold: Mapping[str, Boxes] = NO_GOLD
) -> Judged[Boxes]:
    """Return consensus boxes, scores and weights; values are those of `boxes_of`."""
    for answer in answers:
        if answer.value != boxes_of(answer.value):
            raise MalformedRegion(answer.value, "boxes sorted, each once, as boxes_of returns them")
    return judge(answers, region_kind(_SHAPE), gold)


def box_overlap(one: Box, other: Box) -> int:
    """Return intersection over union, Q16, floored."""
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    if wide <= 0 or high <= 0 or one.label != other.label:
        return 0
    both = wide * high
    return both * ONE // (_area(one) + _area(other) - both)


def mean_box(cluster: Sequence[tuple[Box, int]]) -> Box:
    """Return the box of weighted mean corners, each rounded to the nearest, halves up."""
    total = sum(weight for _, weight in cluster)
    columns = zip(*(box[:4] for box, _ in cluster), strict=True)
    weights = [weight for _, weight in cluster]
    sums = (sum(map(mul, column, weights)) for column in columns)
    x0, y0, x1, y1 = ((2 * each + total) // (2 * total) for each in sums)
    return Box(x0, y0, x1, y1, cluster[0][0].label)


_SHAPE = Shape(box_overlap, mean_box)


def _box(found: Box | tuple[int, int, int, int]) -> Box:
    """A box; raise unless it is four integers in range with an inside, and perhaps a label."""
    corners, label = found[:4], found[4] if len(found) == 5 else ""
    if len(corners) != 4 or any(type(corner) is not int for corner in corners):
        raise MalformedRegion(found, "four integers x0, y0, x1, y1")
    if not isinstance(label, str):
        raise MalformedRegion(found, "text as the label")
    box = Box(*corners, label=label)
    if min(corners) < 0 or max(corners) > MAXIMUM_COORDINATE:
        raise MalformedRegion(corners, f"corners from 0 to {MAXIMUM_COORDINATE}")
    if box.x0 >= box.x1 or box.y0 >= box.y1:
        raise MalformedRegion(corners, "x0 < x1 and y0 < y1: a box has an area")
    return box


def _area(box: Box) -> int:
    """Width times height."""
    return (box.x1 - box.x0) * (box.y1 - box.y0)
