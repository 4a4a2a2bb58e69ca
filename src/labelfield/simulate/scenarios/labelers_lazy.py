"""A labeler who looks at every second task only."""

from collections.abc import Sequence
from random import Random

from labelfield.simulate.cheating_labelers import labelers_scenario
from labelfield.simulate.crowd import Seat
from labelfield.simulate.job import Job


def strategy(job: Job, seats: Sequence[Seat], random: Random) -> list[Seat]:
    """Own answers, half of them replaced by guesses."""

    def said(label: str) -> str:
        return random.choice(job.crowd.classes) if random.random() < 0.5 else label

    return [
        Seat(f"lazy {seat.name}", {task: said(label) for task, label in seat.answers.items()})
        for seat in seats
    ]


SCENARIO = labelers_scenario(
    "labelers-lazy",
    "guesses half of the tasks",
    strategy,
    caught="score: pay falls with every guess",
)
