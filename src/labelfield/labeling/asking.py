"""Whether a question is asked, given what an answer has said so far."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from labelfield.labeling.conditions import Condition
from labelfield.labeling.config import Control, Regions


@dataclass(slots=True)
class Heard:
    """What an answer has said so far."""

    regions: dict[str, tuple[Regions, list[str]]] = field(default_factory=dict)
    """Each region's control and labels, by id."""

    said: dict[tuple[str, str | None], list[str]] = field(default_factory=dict)
    """The choices named, by control and region."""


def is_asked(control: Control, read: Heard, about: str | None) -> bool:
    """Say whether `control` is asked, of the task or `about` a region, as things stand."""
    return all(_holds(condition, read, about) for condition in control.asked.conditions)


def _holds(condition: Condition, read: Heard, about: str | None) -> bool:
    """Say whether a condition holds; `about` is the region that the question is about."""
    if condition.when == "no-region-selected":
        return True
    if condition.when == "region-selected":
        regions = read.regions.values() if about is None else [read.regions[about]]
        return any(_matches(condition, *region) for region in regions)
    chosen = read.said.get((condition.tag or "", about), read.said.get((condition.tag or "", None)))
    found = chosen is not None and (
        not condition.values or not set(condition.values).isdisjoint(chosen)
    )
    return found == (condition.when == "choice-selected")


def _matches(condition: Condition, control: Regions, labels: Iterable[str]) -> bool:
    right = condition.tag is None or condition.tag in (control.name, control.labels_name)
    return right and (not condition.values or not set(condition.values).isdisjoint(labels))
