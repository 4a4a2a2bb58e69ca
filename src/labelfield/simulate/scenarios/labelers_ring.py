"""Labelers who agree beforehand on one guess for every task."""

from collections.abc import Sequence
from random import Random

from labelfield.simulate.cheating_labelers import labelers_scenario
from labelfield.simulate.crowd import Seat
from labelfield.simulate.job import Job


def strategy(job: Job, seats: Sequence[Seat], random: Random) -> list[Seat]:
    """One guess a task, which all of them give."""
    agreed = {task: random.choice(job.crowd.classes) for task in sorted(job.crowd.truth)}
    return [
        Seat(f"ring {seat.name}", {task: agreed[task] for task in seat.answers}) for seat in seats
    ]


SCENARIO = labelers_scenario(
    "labelers-ring",
    "a ring agrees on one guess for every task",
    strategy,
    caught="gold, and clusters: who always agrees when the others differ counts as one",
)
