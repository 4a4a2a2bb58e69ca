"""Every type of answer by name, with the one function that judges it.

All take answers, what they are measured on and gold, and return consensus and confidence by task,
score by answer (Q16, 1 perfect, 0 chance) and weight by labeler; so the rule of `answer_rates`
pays every type, and what settles needs no more of a type than its name.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from labelfield.quality.agreement import NO_GOLD, Given, Judged
from labelfield.quality.answer_errors import MissingMeasure
from labelfield.quality.boxes import box_overlap, judge_boxes, mean_box
from labelfield.quality.choice_answers import judge_choices
from labelfield.quality.keypoints import judge_keypoints, keypoint_overlap, mean_keypoint
from labelfield.quality.multilabel import judge_multilabel, shared_labels
from labelfield.quality.numbers import Scale, judge_numbers, number_agreement
from labelfield.quality.polygons import central_polygon, judge_polygons, polygon_overlap
from labelfield.quality.preference_answers import judge_preference_answers, winner_agreement
from labelfield.quality.rankings import judge_rankings, order_agreement
from labelfield.quality.ratings import judge_ratings
from labelfield.quality.regions import Shape, set_agreement
from labelfield.quality.spans import judge_spans, median_span, span_overlap
from labelfield.quality.tables import ONE
from labelfield.quality.taxonomy import judge_taxonomy, path_agreement
from labelfield.quality.transcripts import judge_transcripts, word_agreement


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
Judge = Callable[[Answers, Measure, Mapping[str, Any]], Judged[Any]]
Agreement = Callable[[Any, Any], int]


def judge_answers(
    kind: str, answers: Answers, measure: Measure, gold: Mapping[str, Any] = NO_GOLD
) -> Judged[Any]:
    """Return what is concluded from answers of a type; `kind` is a name in `ANSWER_TYPES`."""
    return ANSWER_TYPES[kind](answers, measure, gold)


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

ANSWER_TYPES: Mapping[str, Judge] = {
    "choices": lambda given, measure, gold: judge_choices(given, measure.classes, gold),
    "multilabel": lambda given, _, gold: judge_multilabel(given, gold),
    "taxonomy": lambda given, _, gold: judge_taxonomy(given, gold),
    "boxes": lambda given, _, gold: judge_boxes(given, gold),
    "polygons": lambda given, _, gold: judge_polygons(given, gold),
    "keypoints": lambda given, measure, gold: judge_keypoints(given, _reach(measure), gold),
    "spans": lambda given, _, gold: judge_spans(given, gold),
    "numbers": lambda given, measure, gold: judge_numbers(given, _scale("numbers", measure), gold),
    "ratings": lambda given, measure, gold: judge_ratings(given, _scale("ratings", measure), gold),
    "preferences": lambda given, _, gold: judge_preference_answers(given, gold),
    "rankings": lambda given, _, gold: judge_rankings(given, gold),
    "transcripts": lambda given, _, gold: judge_transcripts(given, gold),
}
"""By name, in the order in which they are listed to people."""
