"""A labeling config: what a task shows and what a labeler is asked about it."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ObjectTag:
    """Something that a task shows."""

    name: str
    """What controls refer to."""

    kind: Literal["image", "text"]

    field: str
    """The field of the task's data that holds it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to answer."""

    value: str
    """What the labeler reads."""

    alias: str | None = None
    """What the answer says instead of `value`, where the two differ."""

    hotkey: str | None = None
    """The key that picks it."""

    @property
    def label(self) -> str:
        """What an answer says: this is the class."""
        return self.value if self.alias is None else self.alias


@dataclass(frozen=True, slots=True)
class Choices:
    """A question with one answer out of several."""

    name: str
    to_name: str
    """The object that the question is about."""

    choices: tuple[Choice, ...]
    show_inline: bool = False
    """Whether the choices stand side by side."""


@dataclass(frozen=True, slots=True)
class LabelingConfig:
    """What a task shows and what a labeler is asked about it.

    Every control must be answered, whatever `required` says: who cannot answer skips the task.
    """

    objects: tuple[ObjectTag, ...]
    controls: tuple[Choices, ...]
    """Exactly one today."""

    headers: tuple[str, ...] = ()
    """Lines of text above everything else."""


def classes(config: LabelingConfig) -> tuple[str, ...]:
    """Return the labels that may be given, in the config's order."""
    (control,) = config.controls
    return tuple(choice.label for choice in control.choices)


def image_fields(config: LabelingConfig) -> tuple[str, ...]:
    """Return the task fields that name an image file."""
    return tuple(shown.field for shown in config.objects if shown.kind == "image")
