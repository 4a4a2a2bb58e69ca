"""One person with a new wallet for every few answers, so that none is ever judged alone."""

from collections.abc import Iterator, Sequence
from random import Random

from labelfield.simulate.cheating_labelers import commonest, labelers_scenario
from labelfield.simulate.crowd import Seat
from labelfield.simulate.job import Job

ANSWERS_A_WALLET = 9
"""One less than a rate takes."""


def strategy(job: Job, seats: Sequence[Seat], _: Random) -> list[Seat]:
    """The commonest class from wallets that leave before they are judged."""
    said = commonest(job.crowd)
    return [
        Seat(f"sybil {number} {seat.name}", dict.fromkeys(tasks, said))
        for seat in seats
        for number, tasks in enumerate(_few(list(seat.answers)))
    ]


def _few(tasks: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(tasks), ANSWERS_A_WALLET):
        yield tasks[start : start + ANSWERS_A_WALLET]


SCENARIO = labelers_scenario(
    "labelers-sybils",
    "changes the wallet after every 9 answers, never looks",
    strategy,
    caught="no rate below 10 answers; all answers of those without one are rated together",
    when="at the final settlement",
)
