"""Labeling configs in Python: `labeling(text("review"), choices("mood", ["good", "bad"]))`.

Objects are named after their field; questions are about the only object unless `about` says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from labelfield.labeling.config import LabelingConfig
from labelfield.labeling.config_xml import config_of
from labelfield.labeling.parts import Options, Part, Parts, tree_of


@dataclass(frozen=True, slots=True)
class Shown:
    """Something a task shows."""

    part: Part


@dataclass(frozen=True, slots=True)
class Asked:
    """Something a labeler is asked."""

    part: Part

    def when(self, question: str, *values: str) -> "Asked":
        """Ask only when an earlier question was answered with one of `values`."""
        options = {**self.part.options, "when": question, "is": values}
        return Asked(replace(self.part, options=options))


Labels: TypeAlias = Sequence[str | Mapping[str, str]]
"""Texts, or mappings with `value` and perhaps `alias`, `hotkey` and, of regions, `color`."""


def labeling(
    *parts: Shown | Asked, headers: Sequence[str] = (), relations: Sequence[str] | None = None
) -> LabelingConfig:
    """Return the config of these parts; raise InvalidConfig when they do not fit together."""
    show = [part.part for part in parts if isinstance(part, Shown)]
    ask = [part.part for part in parts if isinstance(part, Asked)]
    return config_of(tree_of(Parts(show, ask, headers, relations)))


def text(field: str) -> Shown:
    """Show a text."""
    return _shown("text", field)


def image(field: str) -> Shown:
    """Show a picture."""
    return _shown("image", field)


def audio(field: str) -> Shown:
    """Play a recording."""
    return _shown("audio", field)


def video(field: str, frame_rate: int = 25) -> Shown:
    """Play a video."""
    return _shown("video", field, frame_rate=frame_rate)


def hypertext(field: str) -> Shown:
    """Show a page of HTML."""
    return _shown("hypertext", field)


def paragraphs(field: str) -> Shown:
    """Show a dialogue, an array of turns with author and text."""
    return _shown("paragraphs", field)


def chat(field: str) -> Shown:
    """Show messages, an array of turns with role and content."""
    return _shown("chat", field)


def items(field: str, title: str | None = None) -> Shown:
    """Show a list of items with id and title or body."""
    return _shown("list", field, title=title)


def choices(
    name: str, options: Labels, *, multiple: bool = False, about: str | None = None,
    title: str | None = None, required: bool = True,
) -> Asked:  # fmt: skip
    """Ask for one of several options, or for several."""
    return _asked(
        "choices", name, options=options, multiple=multiple, about=about, title=title,
        required=required,
    )  # fmt: skip


def textarea(
    name: str, *, rows: int = 3, placeholder: str | None = None, about: str | None = None,
    title: str | None = None, required: bool = True,
) -> Asked:  # fmt: skip
    """Ask for words."""
    return _asked(
        "textarea", name, rows=rows, placeholder=placeholder, about=about, title=title,
        required=required,
    )  # fmt: skip


def rating(
    name: str, most: int = 5, *, about: str | None = None, title: str | None = None,
    required: bool = True,
) -> Asked:  # fmt: skip
    """Ask for stars."""
    return _asked("rating", name, most=most, about=about, title=title, required=required)


def number(
    name: str, *, minimum: int | None = None, maximum: int | None = None,
    about: str | None = None, title: str | None = None, required: bool = True,
) -> Asked:  # fmt: skip
    """Ask for a number."""
    return _asked(
        "number", name, minimum=minimum, maximum=maximum, about=about, title=title,
        required=required,
    )  # fmt: skip


def pairwise(name: str, left: str, right: str, *, title: str | None = None) -> Asked:
    """Ask which of two objects is better."""
    return _asked("pairwise", name, left=left, right=right, title=title)


def ranker(name: str, buckets: Labels = (), *, about: str | None = None) -> Asked:
    """Ask for an order of a list's items, or to divide them among buckets."""
    return _asked("ranker", name, options=buckets, about=about)


def boxes(name: str, labels: Labels, *, about: str | None = None, required: bool = False) -> Asked:
    """Ask for boxes on a picture."""
    return _asked("boxes", name, options=labels, about=about, required=required)


def polygons(
    name: str, labels: Labels, *, about: str | None = None, required: bool = False
) -> Asked:
    """Ask for outlines on a picture."""
    return _asked("polygons", name, options=labels, about=about, required=required)


def keypoints(
    name: str, labels: Labels, *, about: str | None = None, required: bool = False
) -> Asked:
    """Ask for points on a picture."""
    return _asked("keypoints", name, options=labels, about=about, required=required)


def masks(name: str, labels: Labels, *, about: str | None = None, required: bool = False) -> Asked:
    """Ask for painted areas of a picture."""
    return _asked("masks", name, options=labels, about=about, required=required)


def spans(name: str, labels: Labels, *, about: str | None = None, required: bool = False) -> Asked:
    """Ask for parts of a text, a page or a dialogue."""
    return _asked("spans", name, options=labels, about=about, required=required)


def segments(
    name: str, labels: Labels, *, about: str | None = None, required: bool = False
) -> Asked:
    """Ask for stretches of a recording."""
    return _asked("segments", name, options=labels, about=about, required=required)


def _shown(kind: str, field: str, **options: int | str | None) -> Shown:
    given = {name: _spelled(value) for name, value in options.items() if value is not None}
    return Shown(Part(kind, field, given))


def _asked(kind: str, name: str, **options: int | str | Labels | None) -> Asked:
    given = {name: _spelled(value) for name, value in options.items() if value is not None}
    return Asked(Part(kind, name, {key: value for key, value in given.items() if value != ()}))


def _spelled(value: int | str | Labels) -> Options:
    """An option as texts, the way a config spells it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else value
