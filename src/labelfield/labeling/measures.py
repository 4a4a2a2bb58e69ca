"""By which measure answers to each control are compared, and which measures settlement pays by."""

from collections.abc import Mapping
from typing import Literal

from labelfield.labeling.config import Choices, Control, LabelingConfig, Regions, tag_of
from labelfield.labeling.errors import NotPayable
from labelfield.labeling.region_values import shape_of

Measure = Literal[
    "classes", "class sets", "paths", "boxes", "keypoints", "masks", "spans", "segments", "tracks",
    "transcripts", "numbers", "ratings", "preferences", "rankings",
]  # fmt: skip

_OF_SHAPES: Mapping[str, Measure] = {
    "rectangle": "boxes",
    "ellipse": "masks",
    "polygon": "masks",
    "brush": "masks",
    "keypoint": "keypoints",
    "span": "spans",
    "hypertext": "spans",
    "paragraphs": "spans",
    "segment": "segments",
    "track": "tracks",
}

_OF_QUESTIONS: Mapping[str, Measure] = {
    "Choices": "classes",
    "Taxonomy": "paths",
    "TextArea": "transcripts",
    "Number": "numbers",
    "Rating": "ratings",
    "Pairwise": "preferences",
    "Ranker": "rankings",
}

PAID: frozenset[Measure] = frozenset({"classes"})
"""Measures that settlement knows today."""


def measure_of(config: LabelingConfig, control: Control) -> Measure:
    """Return how two answers to `control` are compared."""
    if isinstance(control, Choices) and control.multiple:
        return "class sets"
    if isinstance(control, Regions):
        (shown,) = (shown for shown in config.objects if shown.name == control.to_name)
        return _OF_SHAPES[shape_of(control, shown)]
    return _OF_QUESTIONS[tag_of(control)]


def check_payable(config: LabelingConfig) -> None:
    """Raise NotPayable unless settlement can pay for all that `config` asks."""
    unpaid = {
        tag_of(control) for control in config.controls if measure_of(config, control) not in PAID
    }
    depends = any(c.asked.per_region or c.asked.conditions for c in config.controls)
    if unpaid or depends or len(config.controls) != 1:
        tags = unpaid or {tag_of(control) for control in config.controls}
        raise NotPayable(", ".join(sorted(tags)))
