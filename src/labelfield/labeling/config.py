"""A labeling config: what a task shows and what a labeler is asked about it."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from labelfield.labeling.conditions import ALWAYS, Asked
from labelfield.labeling.errors import NotOneChoice

ObjectKind = Literal["image", "text", "hypertext", "audio", "video", "paragraphs", "chat", "list"]
MEDIA_KINDS = ("image", "audio", "video")

FRAME_RATE = 25.0


@dataclass(frozen=True, slots=True)
class ObjectTag:
    """Something that a task shows."""

    name: str
    """What controls refer to."""

    kind: ObjectKind

    field: str
    """The field of the task's data that holds it."""

    title: str | None = None
    """A line above a list."""

    name_key: str = "author"
    """In paragraphs: where a turn says who speaks."""

    text_key: str = "text"
    """In paragraphs: where a turn says what."""

    frame_rate: float = FRAME_RATE
    """Frames a second of a video."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to answer, or one label of regions."""

    value: str
    """What the labeler reads."""

    alias: str | None = None
    """What the answer says instead of `value`, where the two differ."""

    hotkey: str | None = None
    """The key that picks it."""

    color: str | None = None
    """How a label's regions are drawn."""

    @property
    def label(self) -> str:
        """What an answer says: this is the class."""
        return self.value if self.alias is None else self.alias


@dataclass(frozen=True, slots=True)
class Choices:
    """A question with one answer out of several, or with several."""

    name: str
    to_name: str
    """The object that the question is about."""

    choices: tuple[Choice, ...]
    show_inline: bool = False
    """Whether the choices stand side by side."""

    multiple: bool = False
    """Whether more than one may be chosen."""

    asked: Asked = ALWAYS


@dataclass(frozen=True, slots=True)
class Node:
    """A place in a taxonomy."""

    value: str
    alias: str | None = None
    children: tuple["Node", ...] = ()

    @property
    def label(self) -> str:
        """What an answer's path says."""
        return self.value if self.alias is None else self.alias


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Places in a tree of classes."""

    name: str
    to_name: str
    nodes: tuple[Node, ...]
    leafs_only: bool = False
    """Whether only the ends of branches may be chosen."""

    most: int | None = None
    """How many may be chosen."""

    asked: Asked = ALWAYS


@dataclass(frozen=True, slots=True)
class TextArea:
    """Words that the labeler writes."""

    name: str
    to_name: str
    most: int = 1
    """How many texts."""

    rows: int = 3
    placeholder: str | None = None
    asked: Asked = ALWAYS


@dataclass(frozen=True, slots=True)
class Number:
    """A number within bounds."""

    name: str
    to_name: str
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    """From the minimum (else from 0), only multiples of it."""

    asked: Asked = ALWAYS


@dataclass(frozen=True, slots=True)
class Rating:
    """Stars, from one to `most`."""

    name: str
    to_name: str
    most: int = 5
    asked: Asked = ALWAYS


@dataclass(frozen=True, slots=True)
class Pairwise:
    """Which of two objects is better."""

    name: str
    to_name: str
    """The object on the left: its name stands in answers."""

    right: str
    asked: Asked = ALWAYS


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where items of a list can be put in order."""

    name: str
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Ranker:
    """The items of a list in order, or divided among buckets."""

    name: str
    to_name: str
    buckets: tuple[Bucket, ...] = ()
    asked: Asked = ALWAYS


RegionTag = Literal[
    "RectangleLabels", "Rectangle", "EllipseLabels", "Ellipse", "PolygonLabels", "Polygon",
    "KeyPointLabels", "KeyPoint", "BrushLabels", "Brush", "Labels", "HyperTextLabels",
    "ParagraphLabels", "VideoRectangle",
]  # fmt: skip

REGION_TAGS: tuple[RegionTag, ...] = get_args(RegionTag)

MAYBE = Asked(required=False)


@dataclass(frozen=True, slots=True)
class Regions:
    """Parts of an object that the labeler marks."""

    name: str
    to_name: str
    tag: RegionTag
    labels: tuple[Choice, ...] = ()
    """None where regions are only drawn."""

    multiple: bool = False
    """Whether a region may bear several labels."""

    labels_name: str | None = None
    """For VideoRectangle: the name of the Labels that it goes with."""

    asked: Asked = MAYBE

    @property
    def type(self) -> str:
        """What result items call it."""
        return self.tag.lower()

    @property
    def labels_key(self) -> str | None:
        """Where a region's value lists its labels; None without labels."""
        if not self.labels:
            return None
        return "labels" if self.tag == "VideoRectangle" else self.type


Control: TypeAlias = (
    Choices | Taxonomy | TextArea | Number | Rating | Pairwise | Ranker | Regions
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LabelingConfig:
    """What a task shows and what a labeler is asked about it.

    A config's only question must be answered, whatever `required` says: who cannot skips the task.
    """

    objects: tuple[ObjectTag, ...]
    controls: tuple[Control, ...]
    headers: tuple[str, ...] = ()
    """Lines of text above everything else."""

    relations: tuple[str, ...] | None = None
    """The labels of relations between regions; None where there are no relations."""


def is_one_choice(config: LabelingConfig) -> bool:
    """Return whether all that is asked is one class out of several."""
    match config.controls:
        case (Choices(multiple=False, asked=Asked(per_region=False, conditions=())),):
            return config.relations is None
    return False


def classes(config: LabelingConfig) -> tuple[str, ...]:
    """Return the labels of a single choice in the config's order; raise NotOneChoice for others."""
    if not is_one_choice(config):
        raise NotOneChoice(", ".join(sorted({tag_of(control) for control in config.controls})))
    (control,) = config.controls
    assert isinstance(control, Choices)
    return tuple(choice.label for choice in control.choices)


def object_of(config: LabelingConfig, control: Control) -> ObjectTag:
    """Return the object that a control is about."""
    (shown,) = (shown for shown in config.objects if shown.name == control.to_name)
    return shown


def tag_of(control: Control) -> str:
    """Return how Label Studio spells the control's tag."""
    return control.tag if isinstance(control, Regions) else type(control).__name__


def image_fields(config: LabelingConfig) -> tuple[str, ...]:
    """Return the task fields that name an image file."""
    return tuple(shown.field for shown in config.objects if shown.kind == "image")


def media_fields(config: LabelingConfig) -> tuple[str, ...]:
    """Return the task fields that name a file of any kind."""
    return tuple(shown.field for shown in config.objects if shown.kind in MEDIA_KINDS)
