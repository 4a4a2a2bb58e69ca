"""Which row counts where one labeler answered one task several times, whatever the rows' order."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

Moment = tuple[str, Fraction]
"""When an answer was given: a unit that must be shared to be compared, and a number of it."""


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One row as it was given, by name."""

    task: str
    labeler: str
    label: str
    moment: Moment | None
    """None where the row does not say when."""


@dataclass(frozen=True, slots=True)
class SingleAnswers:
    """At most one label for each pair of task and labeler, and what was left out."""

    labels: dict[tuple[str, str], str]
    """By (task, labeler)."""

    equal: int
    """Rows left out since the same labeler gave the same label for the task."""

    later: int
    """Rows left out since an earlier one of the same labeler contradicts them."""

    undecided: int
    """Rows left out since they contradict each other and none is known to be the earliest."""


def single_answers(rows: Iterable[GivenAnswer]) -> SingleAnswers:
    """Return one label a pair: equal rows collapse; of contradicting ones the earliest counts.

    Where a moment is missing, of another unit, or the earliest is shared by different labels, all
    of the pair's rows are left out: nothing but their order could choose, and that must not.
    """
    first: dict[tuple[str, str], GivenAnswer] = {}
    repeated: dict[tuple[str, str], list[GivenAnswer]] = {}
    for row in rows:
        pair = (row.task, row.labeler)
        before = first.setdefault(pair, row)
        if before is not row:
            repeated.setdefault(pair, [before]).append(row)
    labels = {pair: row.label for pair, row in first.items()}
    equal = later = undecided = 0
    for pair, given in repeated.items():
        if len({row.label for row in given}) == 1:
            equal += len(given) - 1
        elif (label := _earliest(given)) is not None:
            labels[pair] = label
            later += len(given) - 1
        else:
            del labels[pair]
            undecided += len(given)
    return SingleAnswers(labels, equal=equal, later=later, undecided=undecided)


def _earliest(given: list[GivenAnswer]) -> str | None:
    """The one label of the earliest moment, or None where nothing tells which that is."""
    moments = [row.moment for row in given if row.moment is not None]
    if len(moments) < len(given) or len({unit for unit, _ in moments}) > 1:
        return None
    least = min(moments)
    labels = {row.label for row in given if row.moment == least}
    return labels.pop() if len(labels) == 1 else None
