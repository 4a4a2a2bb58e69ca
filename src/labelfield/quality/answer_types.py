"""Every type of answer by name, with the one function that judges it.

All take answers, what they are measured on and gold, and return consensus and confidence by task,
score by answer (Q16, 1 perfect, 0 chance) and weight by labeler; so the rule of `answer_rates`
pays every type, and what settles needs no more of a type than its name.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from labelfield.quality.agreement import NO_GOLD, Given, Judged, Weighted
from labelfield.quality.answer_errors import MissingMeasure
from labelfield.quality.boxes import box_overlap, judge_boxes, mean_box
from labelfield.quality.choice_answers import judge_choices
from labelfield.quality.consensus import consensus
from labelfield.quality.crowd import ConsensusFunction
from labelfield.quality.keypoints import judge_keypoints, keypoint_overlap, mean_keypoint
from labelfield.quality.multilabel import judge_multilabel, most_chosen, shared_labels
from labelfield.quality.numbers import Scale, judge_numbers, number_agreement, trimmed_mean
from labelfield.quality.polygons import central_polygon, judge_polygons, polygon_overlap
from labelfield.quality.preference_answers import (
    Preference,
    judge_preference_answers,
    winner_agreement,
)
from labelfield.quality.rankings import judge_rankings, order_agreement, plackett_luce
from labelfield.quality.ratings import judge_ratings
from labelfield.quality.regions import Shape, merge_sets, set_agreement
from labelfield.quality.spans import judge_spans, median_span, span_overlap
from labelfield.quality.tables import ONE
from labelfield.quality.taxonomy import deepest_paths, judge_taxonomy, path_agreement
from labelfield.quality.transcripts import judge_transcripts, rover, word_agreement


@dataclass(frozen=True, slots=True)
class Measure:
    """What answers of some types are measured on; part of a project's manifest."""

    classes: tuple[str, ...] = ()
    """Of choices, in the order that breaks ties."""

    scale: Scale | None = None
    """Of numbers and ratings."""

    reach: int = 0
    """Of keypoints: the distance, in units, from which two do not overlap."""


Answers = Sequence[Given[Any]]
Judge = Callable[[Answers, Measure, Mapping[str, Any], ConsensusFunction], Judged[Any]]
Agreement = Callable[[Any, Any], int]
Merge = Callable[[Sequence[Weighted[Any]]], Any]


def judge_answers(
    kind: str,
    answers: Answers,
    measure: Measure,
    gold: Mapping[str, Any] = NO_GOLD,
    consensus: ConsensusFunction = consensus,
) -> Judged[Any]:
    """Return what is concluded from answers of a type; `kind` is a name in `ANSWER_TYPES`.

    `consensus` decides choices and ratings.
    """
    return ANSWER_TYPES[kind](answers, measure, gold, consensus)


def agreement_of(kind: str, measure: Measure) -> Agreement:
    """Return the function that says how far two answers of a type agree, Q16."""
    match kind:
        case "choices":
            return lambda one, other: ONE if one == other else 0
        case "numbers" | "ratings":
            width = _width(kind, measure.scale)
            return lambda one, other: number_agreement(one, other, width)
        case "keypoints":
            reach = _reach(measure)
            near = Shape(lambda one, other: keypoint_overlap(one, other, reach), mean_keypoint)
            return lambda one, other: set_agreement(one, other, near)
    return _AGREEMENTS[kind]


def merge_of(kind: str, measure: Measure) -> Merge:
    """Return the function that makes one answer of weighted ones, whatever their order.

    Choices, ratings and preferences, which a posterior decides, merge to what most weight says.
    """
    if kind == "keypoints":
        reach = _reach(measure)
        near = Shape(lambda one, other: keypoint_overlap(one, other, reach), mean_keypoint)
        return lambda weighted: merge_sets(weighted, near)
    return _MERGES[kind]


def _heaviest(weighted: Sequence[Weighted[Any]]) -> Any:
    """The answer with the most weight; of equals the first."""
    votes: Counter[Any] = Counter()
    for value, weight in weighted:
        votes[value] += weight
    return min(votes, key=lambda value: (-votes[value], value))


def _preferred(weighted: Sequence[Weighted[Preference]]) -> Preference:
    """A preference for the winner with the most weight, its items in order of name."""
    winner = _heaviest([(value.winner, weight) for value, weight in weighted])
    shown = weighted[0][0]
    left, right = sorted((shown.left, shown.right))
    return Preference(left, right, winner)


def _width(kind: str, scale: Scale | None) -> int:
    """How wide the scale is; of ratings four times, so that agreement ends at its ends."""
    if scale is None:
        raise MissingMeasure(kind, "scale")
    return (scale.high - scale.low) * (4 if kind == "ratings" else 1)


def _scale(kind: str, measure: Measure) -> Scale:
    """The scale; raise without one."""
    if measure.scale is None:
        raise MissingMeasure(kind, "scale")
    return measure.scale


def _reach(measure: Measure) -> int:
    """The reach; raise without one."""
    if not measure.reach:
        raise MissingMeasure("keypoints", "reach")
    return measure.reach


_BOX, _POLYGON, _SPAN = (
    Shape(box_overlap, mean_box),
    Shape(polygon_overlap, central_polygon),
    Shape(span_overlap, median_span),
)

_AGREEMENTS: Mapping[str, Agreement] = {
    "multilabel": shared_labels,
    "taxonomy": path_agreement,
    "boxes": lambda one, other: set_agreement(one, other, _BOX),
    "polygons": lambda one, other: set_agreement(one, other, _POLYGON),
    "spans": lambda one, other: set_agreement(one, other, _SPAN),
    "preferences": winner_agreement,
    "rankings": order_agreement,
    "transcripts": word_agreement,
}

_MERGES: Mapping[str, Merge] = {
    "choices": _heaviest,
    "multilabel": most_chosen,
    "taxonomy": deepest_paths,
    "boxes": lambda weighted: merge_sets(weighted, _BOX),
    "polygons": lambda weighted: merge_sets(weighted, _POLYGON),
    "spans": lambda weighted: merge_sets(weighted, _SPAN),
    "numbers": trimmed_mean,
    "ratings": _heaviest,
    "preferences": _preferred,
    "rankings": plackett_luce,
    "transcripts": rover,
}

ANSWER_TYPES: Mapping[str, Judge] = {
    "choices": lambda given, measure, gold, consensus: judge_choices(
        given, measure.classes, gold, consensus
    ),
    "multilabel": lambda given, _, gold, __: judge_multilabel(given, gold),
    "taxonomy": lambda given, _, gold, __: judge_taxonomy(given, gold),
    "boxes": lambda given, _, gold, __: judge_boxes(given, gold),
    "polygons": lambda given, _, gold, __: judge_polygons(given, gold),
    "keypoints": lambda given, measure, gold, _: judge_keypoints(given, _reach(measure), gold),
    "spans": lambda given, _, gold, __: judge_spans(given, gold),
    "numbers": lambda given, measure, gold, _: judge_numbers(
        given, _scale("numbers", measure), gold
    ),
    "ratings": lambda given, measure, gold, consensus: judge_ratings(
        given, _scale("ratings", measure), gold, consensus
    ),
    "preferences": lambda given, _, gold, __: judge_preference_answers(given, gold),
    "rankings": lambda given, _, gold, __: judge_rankings(given, gold),
    "transcripts": lambda given, _, gold, __: judge_transcripts(given, gold),
}
"""By name, in the order in which they are listed to people."""
