"""A program that always gives the commonest class."""

from collections.abc import Sequence
from random import Random

from labelfield.simulate.cheating_labelers import commonest, labelers_scenario
from labelfield.simulate.crowd import Seat
from labelfield.simulate.job import Job


def strategy(job: Job, seats: Sequence[Seat], _: Random) -> list[Seat]:
    """The same class everywhere."""
    said = commonest(job.crowd)
    return [Seat(f"bot {seat.name}", dict.fromkeys(seat.answers, said)) for seat in seats]


SCENARIO = labelers_scenario(
    "labelers-bot",
    "always gives the commonest class",
    strategy,
    caught="score: a class's prior is taken off, and its variance deducted",
)
