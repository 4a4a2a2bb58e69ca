"""A labeler who chooses any class."""

from collections.abc import Sequence
from random import Random

from labelfield.simulate.cheating_labelers import labelers_scenario
from labelfield.simulate.crowd import Seat
from labelfield.simulate.job import Job


def strategy(job: Job, seats: Sequence[Seat], random: Random) -> list[Seat]:
    """Any class, equally often."""
    return [
        Seat(
            f"random {seat.name}", {task: random.choice(job.crowd.classes) for task in seat.answers}
        )
        for seat in seats
    ]


SCENARIO = labelers_scenario(
    "labelers-random",
    "answers at random",
    strategy,
    caught="score: unrelated to the task is worth nothing",
)
