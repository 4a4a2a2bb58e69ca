"""Labelers of whom the first to meet a task answers it, and the others copy."""

from collections.abc import Sequence
from random import Random

from labelfield.simulate.cheating_labelers import labelers_scenario
from labelfield.simulate.crowd import Seat
from labelfield.simulate.job import Job


def strategy(_: Job, seats: Sequence[Seat], __: Random) -> list[Seat]:
    """The first one's own answer, from all of them."""
    first: dict[str, str] = {}
    for seat in seats:
        for task, label in seat.answers.items():
            first.setdefault(task, label)
    return [
        Seat(f"copier {seat.name}", {task: first[task] for task in seat.answers}) for seat in seats
    ]


SCENARIO = labelers_scenario(
    "labelers-copiers",
    "one works, friends copy its answers",
    strategy,
    caught="clusters: answers that hang together count as one, and are informative once",
    exposure="copies of good answers agree like good answers; what they are paid is at most "
    "their price, and they move no label",
)
