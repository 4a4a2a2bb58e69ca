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
    "brush": "masks have no consensus that is exact to the pixel; use PolygonLabels",
    "track": "tracks of different people have no frames in common; cut the video into pictures "
    "and use RectangleLabels",
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
        why = "relations join regions that each labeler draws anew; ask for them in a Choices"
        raise NotPayable("Relations", why)
    return tuple(_scored(config, control) for control in config.controls)


def _scored(config: LabelingConfig, control: Control) -> ControlScoring:
    tag = tag_of(control)
    if control.asked.per_region:
        why = "answers about a region compare only where regions are the same; drop perRegion"
        raise NotPayable(tag, f"{why}, or make one label of both")
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
            raise NotPayable(tag, "several texts cannot be paired; set maxSubmissions to 1")
        case Ranker() if control.buckets:
            why = "buckets have no consensus yet; rank one list without a Bucket"
            raise NotPayable(tag, f"{why}, or ask a Choices about each item")
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
        why = "numbers are near or far on a scale; state min and max"
        raise NotPayable("Number", why)
    low, high = ceil(control.minimum * MILLIONTHS), floor(control.maximum * MILLIONTHS)
    if low >= high or max(abs(low), abs(high)) > LARGEST_INTEGER:
        why = f"min and max must differ and lie within {LARGEST_INTEGER // MILLIONTHS} of 0"
        raise NotPayable("Number", why)
    return ControlScoring(control.name, "numbers", low=low, high=high)
