"""When a question is asked: always, for each region, or as other answers have it."""

from dataclasses import dataclass
from typing import Literal

WHEN = ("choice-selected", "choice-unselected", "region-selected", "no-region-selected")
When = Literal["choice-selected", "choice-unselected", "region-selected", "no-region-selected"]


@dataclass(frozen=True, slots=True)
class Condition:
    """Label Studio's `visibleWhen` and what it looks at."""

    when: When
    tag: str | None = None
    """Name of the Choices, Taxonomy or region control looked at; None is any region control."""

    values: tuple[str, ...] = ()
    """One of these choices or labels must be there; any will do where there are none."""


@dataclass(frozen=True, slots=True)
class Asked:
    """When a control is asked, and whether it must then be answered."""

    required: bool = True
    per_region: bool = False
    """Whether it is asked of every region rather than of the task."""

    conditions: tuple[Condition, ...] = ()
    """All must hold."""

    title: str | None = None
    """The Header right above, in a config with several controls."""


ALWAYS = Asked()
