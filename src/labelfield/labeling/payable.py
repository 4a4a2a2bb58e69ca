"""What a project can be paid for: how answers to each control are compared, or why they are not."""

from collections.abc import Mapping
from math import ceil, floor

from labelfield.labeling.config import (
    Choices,
    Control,
    LabelingConfig,
    Number,
    Ranker,
    Rating,
    Regions,
    TextArea,
    is_one_choice,
    object_of,
    tag_of,
)
from labelfield.labeling.errors import NotPayable
from labelfield.labeling.region_values import shape_of
from labelfield.protocol.canonical import LARGEST_INTEGER
from labelfield.protocol.scoring import ControlScoring

MILLIONTHS = 1_000_000
"""Units of numbers in one."""

USUAL_REACH = 5_000
"""Of keypoints, in thousandths of a percent: 5% of a picture's side."""

_OF_SHAPES: Mapping[str, str] = {
    "rectangle": "boxes",
    "ellipse": "boxes",
    "polygon": "polygons",
    "keypoint": "keypoints",
    "span": "spans",
    "hypertext": "spans",
    "paragraphs": "spans",
    "segment": "spans",
}
_UNPAID_SHAPES: Mapping[str, str] = {
    "brush": "masks",
    "track": "tracks",
}
_OF_QUESTIONS: Mapping[str, str] = {
    "Choices": "choices",
    "Taxonomy": "taxonomy",
    "TextArea": "transcripts",
    "Number": "numbers",
    "Rating": "ratings",
    "Pairwise": "preferences",
    "Ranker": "rankings",
}


def scored_controls(config: LabelingConfig) -> tuple[ControlScoring, ...]:
    """Return how each control is scored, all of the same weight; none where it is one choice.

    Raise NotPayable, which says why and what to do instead, for what no consensus exists.
    """
    if is_one_choice(config):
        return ()
    if config.relations is not None:
        raise NotPayable("Relations", "relations")
    return tuple(_scored(config, control) for control in config.controls)


def _scored(config: LabelingConfig, control: Control) -> ControlScoring:
    tag = tag_of(control)
    if control.asked.per_region:
        raise NotPayable(tag, "per_region")
    match control:
        case Choices(multiple=False):
            classes = tuple(choice.label for choice in control.choices)
            return ControlScoring(control.name, "choices", classes=classes)
        case Choices():
            return ControlScoring(control.name, "multilabel")
        case Number():
            return _number(control)
        case Rating():
            return ControlScoring(control.name, "ratings", low=1, high=control.most)
        case TextArea() if control.most != 1:
            raise NotPayable(tag, "several_texts")
        case Ranker() if control.buckets:
            raise NotPayable(tag, "buckets")
        case Regions():
            return _regions(config, control)
    return ControlScoring(control.name, _OF_QUESTIONS[tag])


def _regions(config: LabelingConfig, control: Regions) -> ControlScoring:
    shape = shape_of(control, object_of(config, control))
    if shape in _UNPAID_SHAPES:
        raise NotPayable(control.tag, _UNPAID_SHAPES[shape])
    kind = _OF_SHAPES[shape]
    return ControlScoring(control.name, kind, reach=USUAL_REACH if kind == "keypoints" else 0)


def _number(control: Number) -> ControlScoring:
    """A number needs a scale, on which two answers are near or far."""
    if control.minimum is None or control.maximum is None:
        raise NotPayable("Number", "no_scale")
    low, high = ceil(control.minimum * MILLIONTHS), floor(control.maximum * MILLIONTHS)
    if low >= high or max(abs(low), abs(high)) > LARGEST_INTEGER:
        raise NotPayable("Number", "no_room")
    return ControlScoring(control.name, "numbers", low=low, high=high)
