"""Keypoints: clusters by distance, averaged by labelers' weights.

Two points of one label overlap by 1 − (distance / reach)²: at two thirds of the reach they may
still mean one thing, beyond three quarters not.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from labelfield.quality.agreement import NO_GOLD, Given, Judged, judge
from labelfield.quality.answer_errors import MalformedRegion
from labelfield.quality.regions import Shape, region_kind
from labelfield.quality.tables import ONE

MAXIMUM_COORDINATE = 1 << 31


class Keypoint(NamedTuple):
    """A place in whole units of the caller's choice."""

    x: int
    y: int
    label: str = ""


Keypoints = tuple[Keypoint, ...]


def keypoints_of(points: Iterable[tuple[int, int, str]]) -> Keypoints:
    """Return one answer: its points sorted, equal ones once; refuse what is no point."""
    return tuple(sorted({_keypoint(*each) for each in points}))


def judge_keypoints(
    answers: Sequence[Given[Keypoints]], reach: int, gold: Mapping[str, Keypoints] = NO_GOLD
) -> Judged[Keypoints]:
    """Return consensus points, scores and weights; `reach` is the distance of no overlap."""
    if type(reach) is not int or not 1 <= reach <= MAXIMUM_COORDINATE:
        raise MalformedRegion(reach, f"a reach from 1 to {MAXIMUM_COORDINATE} units")
    for answer in answers:
        if answer.value != keypoints_of(answer.value):
            raise MalformedRegion(answer.value, "points as keypoints_of returns them")
    shape = Shape(lambda one, other: keypoint_overlap(one, other, reach), mean_keypoint)
    return judge(answers, region_kind(shape), gold)


def keypoint_overlap(one: Keypoint, other: Keypoint, reach: int) -> int:
    """Return max(0, 1 − distance² / reach²), Q16, floored; 0 for different labels."""
    if one.label != other.label:
        return 0
    apart = (one.x - other.x) ** 2 + (one.y - other.y) ** 2
    return max(0, (reach * reach - apart) * ONE // (reach * reach))


def mean_keypoint(cluster: Sequence[tuple[Keypoint, int]]) -> Keypoint:
    """Return the weighted mean, each coordinate rounded to the nearest, halves up."""
    total = sum(weight for _, weight in cluster)
    x = sum(point.x * weight for point, weight in cluster)
    y = sum(point.y * weight for point, weight in cluster)
    nearest_x, nearest_y = ((2 * each + total) // (2 * total) for each in (x, y))
    return Keypoint(nearest_x, nearest_y, cluster[0][0].label)


def _keypoint(x: int, y: int, label: str) -> Keypoint:
    """A point; raise unless it is two integers in range and a label."""
    if type(x) is not int or type(y) is not int or not isinstance(label, str):
        raise MalformedRegion((x, y, label), "integers x and y, and text as the label")
    if not (0 <= x <= MAXIMUM_COORDINATE and 0 <= y <= MAXIMUM_COORDINATE):
        raise MalformedRegion((x, y), f"coordinates from 0 to {MAXIMUM_COORDINATE}")
    return Keypoint(x, y, label)
