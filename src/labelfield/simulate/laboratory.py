"""Where scenarios are played: one chain, one crowd, and the honest project all are measured by."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from random import Random

from labelfield.ledger.amounts import BASIS
from labelfield.simulate.crowd import Seat, read_crowd
from labelfield.simulate.economy import FEE_BPS, Economy, economy
from labelfield.simulate.ground import Ground, prepared
from labelfield.simulate.job import PRICE, Job, Outcome, played

GOLD_PERCENT = 10
CHEATS_PERCENT = 25
"""Of all answers, those of cheating labelers."""
QUICK = {"minimum_answers": 2, "deduction_percent": 0, "credit_line_percent": 1_000}
QUICK_MAXIMUM = 3
NEVER_DONE = "a task that is never done"
LARGEST_TASKS_SHARE = 4
"""A project may cost so many times what the crowd's answers cost at full pay."""


@dataclass(slots=True)
class Laboratory:
    """What all scenarios share."""

    job: Job
    seed: int
    ground: Ground
    deposit: int
    """Units that the largest project may lock; half of it is the operator's float."""
    price: int
    _home: Path
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _honest: Outcome | None = None

    def economy(self, credit_from: int | None = None) -> AbstractContextManager[Economy]:
        """Begin a new pool and a new server."""
        home = self._home / f"economy {next(self._numbers)}"
        return economy(self.ground, home, credit_from)

    def honest(self) -> Outcome:
        """Return what comes of the project when nobody cheats; played once."""
        if self._honest is None:
            with self.economy() as place:
                self._honest = played(place, self.job)
        return self._honest

    def quick(self) -> Job:
        """Return the project with fewer answers a task, and a preset that pays soon.

        So there are receipts that promise something; and it does not end, for the last seat is of
        somebody who never comes to a task that nobody else may have.
        """
        crowd = self.job.crowd
        absent = Seat("never comes", {NEVER_DONE: crowd.classes[0]})
        truth = {**crowd.truth, NEVER_DONE: crowd.classes[0]}
        waiting = replace(crowd, seats=(*crowd.seats, absent), truth=truth)
        return replace(self.job, crowd=waiting, scoring=QUICK, maximum=QUICK_MAXIMUM)

    def cheats(self) -> tuple[Seat, ...]:
        """Return the seats that cheating labelers take: a random quarter of all answers."""
        seats, left = list(self.job.crowd.seats), self.job.crowd.answers * CHEATS_PERCENT // 100
        Random(self.seed).shuffle(seats)  # noqa: S311 (a made crowd)
        taken = []
        for seat in seats:
            if len(seat.answers) <= left:
                taken.append(seat)
                left -= len(seat.answers)
        return tuple(taken)

    def folder(self) -> Path:
        """Return an empty folder."""
        made = self._home / f"folder {next(self._numbers)}"
        made.mkdir()
        return made


@contextmanager
def laboratory(home: Path, folder: Path, labelers: int, seed: int) -> Iterator[Laboratory]:
    """Yield a laboratory with the crowd of a folder's answers, on a chain of its own."""
    crowd = read_crowd(folder, labelers, seed)
    cost = crowd.answers * PRICE * (BASIS + FEE_BPS) // BASIS
    deposit = cost * LARGEST_TASKS_SHARE
    job = Job(crowd, crowd.gold(GOLD_PERCENT, seed))
    with prepared(home, deposit // 2, deposit) as ground:
        yield Laboratory(job, seed, ground, deposit, PRICE, home)
