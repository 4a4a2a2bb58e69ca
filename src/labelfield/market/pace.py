"""What an hour of work on a project brings, measured on those who did it. For display, not for pay.

Time at work is what lies between a labeler's answers, pauses left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

PAUSE_S = 300
"""A longer gap between two answers is no work."""

ENOUGH_ANSWERS = 10
"""Answers from which a labeler's pace counts."""


@dataclass(frozen=True, slots=True)
class Given:
    """One answer of a labeler, as far as pace goes."""

    time_s: int
    increment: int
    """Units that its receipt promised at once."""

    first: bool
    """Whether it is the labeler's first to the project."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Medians over labelers; None where there are none to tell."""

    hourly: int | None
    """Units an hour."""

    seconds_per_answer: float | None
    first_pay_s: int | None


def measure(given: Mapping[str, Sequence[Given]], owed: Mapping[str, tuple[int, int]]) -> Pace:
    """Return the pace of a project from its labelers' answers in order, and (owed, answers)."""
    seconds = {
        labeler: found
        for labeler, answers in given.items()
        if (found := _seconds_per_answer(answers)) is not None
    }
    hourly = [
        owed[labeler][0] * 3_600 / (owed[labeler][1] * each)
        for labeler, each in seconds.items()
        if labeler in owed
    ]
    first = [found for each in given.values() if (found := _first_pay_s(each)) is not None]
    return Pace(
        hourly=int(median(hourly)) if hourly else None,
        seconds_per_answer=round(median(seconds.values()), 1) if seconds else None,
        first_pay_s=int(median(first)) if first else None,
    )


def _seconds_per_answer(answers: Sequence[Given]) -> float | None:
    gaps = [
        later.time_s - earlier.time_s
        for earlier, later in pairwise(answers)
        if 0 <= later.time_s - earlier.time_s <= PAUSE_S
    ]
    if len(gaps) + 1 < ENOUGH_ANSWERS or not sum(gaps):
        return None
    return sum(gaps) / len(gaps)


def _first_pay_s(answers: Sequence[Given]) -> int | None:
    if not answers or not answers[0].first:
        return None
    paid = next((answer.time_s for answer in answers if answer.increment), None)
    return None if paid is None else max(paid - answers[0].time_s, 0)
