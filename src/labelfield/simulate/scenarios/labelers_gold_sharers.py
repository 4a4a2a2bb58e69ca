"""Labelers who found out which tasks are gold, and guess the rest."""

from collections.abc import Sequence
from random import Random

from labelfield.simulate.cheating_labelers import labelers_scenario
from labelfield.simulate.crowd import Seat
from labelfield.simulate.job import Job


def strategy(job: Job, seats: Sequence[Seat], random: Random) -> list[Seat]:
    """Right on gold, which is the worst that can leak; any class elsewhere."""

    def said(task: str) -> str:
        return job.gold.get(task) or random.choice(job.crowd.classes)

    return [
        Seat(f"sharer {seat.name}", {task: said(task) for task in seat.answers}) for seat in seats
    ]


SCENARIO = labelers_scenario(
    "labelers-gold-sharers",
    "knows all gold, guesses the rest",
    strategy,
    caught="score: answers to other tasks are judged by the crowd; opened gold is retired",
)
