"""What it saves to close tasks when they are sure, and to ask those first whose answers say more.

Reads the sets from the folder that LABELFIELD_CROWD_DATA names. Each draw replays a set: labelers
come in random order, as often as they answered, and each takes that one of the open tasks they
answered which has the fewest answers, and of those the least sure. 5% of the tasks are gold. Tables
are made anew whenever a tenth more answers have come. A task closes once it is sure of its label
(0.99, raised where gold does not bear it out), with at least two answers, by the answers of
labelers who have given twenty; one in twenty is audited to its end. The last column has the same
without `market/asking.py`, who then asks everybody.

*Needed* is how many answers an equal share for every task needs to be as accurate: the mean curve
of accuracy over all draws, made to rise (pool adjacent violators). *Saved* is what is taken less
than that, and *of all* less than all there are; *better* is accuracy beyond that curve at as many
answers as were taken.
"""

import os
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from attacks import hide_gold
from labelfield.market.asking import Standing, resting
from labelfield.market.closing import (
    AUDITED_ONE_IN,
    SCORED_ANSWERS_TO_COUNT,
    calibrated_target_bps,
)
from labelfield.protocol.scoring import Scoring
from labelfield.quality.consensus import consensus
from labelfield.quality.crowd import Consensus, Crowd
from labelfield.quality.rate import tally_labelers
from labelfield.quality.tables import ONE
from quality import CHOICE_SETS, accuracy, read_set
from quality_arrivals import growing, rank_in_task, take

SEEDS = 4
TARGET_BPS = 9900
LEAST = 2
SHARES = np.linspace(0.05, 1, 20)


def main() -> None:
    """Print one line a set."""
    folder = os.environ.get("LABELFIELD_CROWD_DATA")
    if not folder:
        print("WARNING: LABELFIELD_CROWD_DATA is unset, so nothing is measured")
        return
    heads = ("of", "accuracy", "taken", "accuracy", "needed", "saved", "of all", "better", "plain")
    print(f"{'set':16}" + "".join(f"{head:>9}" for head in heads))
    rows = []
    for name in sys.argv[1:] or CHOICE_SETS:
        named, truth = read_set(Path(folder) / name)
        rows.append(measure(named.crowd, truth, Scoring(named.classes)))
        print(f"{name:16}" + "".join(f"{number:9.2f}" for number in rows[-1]), flush=True)
    print(f"{'mean':16}" + "".join(f"{number:9.2f}" for number in np.mean(rows, axis=0)))


def measure(crowd: Crowd, truth: np.ndarray, scoring: Scoring) -> list[float]:
    """One set's line, means over draws."""
    curves, closed, plain = [], [], []
    for seed in range(SEEDS):
        generator = np.random.default_rng(seed)
        gold = hide_gold(truth, generator)
        order = generator.permutation(len(crowd.task))
        mixed = replace(take(crowd, order), gold=gold)
        unknown = np.where(gold >= 0, -1, truth)
        curves.append([point(mixed, equal_share(mixed, part), scoring, unknown) for part in SHARES])
        for found, choose in ((closed, resting), (plain, lambda crowd: (False,) * len(crowd))):
            rows = Replay(mixed, scoring, np.random.default_rng(seed), choose).run()
            found.append(point(mixed, rows, scoring, unknown))
    curve = np.mean(curves, axis=0)
    answers, right = curve[:, 0], rising(curve[:, 1])
    taken, reached = np.mean(closed, axis=0)
    needed = answers_for(answers, right, reached)
    better = reached - np.interp(taken, answers, right)
    saved = 100 * (1 - taken / needed)
    plain_taken, plain_reached = np.mean(plain, axis=0)
    plain_saved = 100 * (1 - plain_taken / answers_for(answers, right, plain_reached))
    of_all = 100 * (1 - taken / answers[-1])
    return [
        *(answers[-1], curve[-1, 1], taken, reached, needed),
        *(saved, of_all, better, plain_saved),
    ]


def point(
    crowd: Crowd, rows: np.ndarray, scoring: Scoring, truth: np.ndarray
) -> tuple[float, float]:
    """Answers a task, and the accuracy of their consensus."""
    found = consensus(take(crowd, rows), scoring)
    return len(rows) / crowd.task_count, accuracy(found.posterior, truth)


def equal_share(crowd: Crowd, share: float) -> np.ndarray:
    """Rows so that every task has this share of its answers, fractions by chance."""
    size = np.bincount(crowd.task, minlength=crowd.task_count)
    chance = np.random.default_rng(0).random(crowd.task_count)
    wanted = np.where(share < 1, np.floor(share * size + chance), size)
    return np.flatnonzero(rank_in_task(crowd.task) < wanted[crowd.task])


def rising(values: np.ndarray) -> np.ndarray:
    """The closest numbers that never fall: neighbours that do are pooled."""
    pools: list[list[float]] = []
    for value in values.tolist():
        pools.append([value, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (one, ones), (other, others) = pools.pop(), pools.pop()
            pools.append([(one * ones + other * others) / (ones + others), ones + others])
    return np.concatenate([[mean] * int(count) for mean, count in pools])


def answers_for(answers: np.ndarray, right: np.ndarray, wanted: float) -> float:
    """Where a rising curve first reaches an accuracy; its end where it does not."""
    after = int(np.searchsorted(right, wanted))
    if after == 0 or after == len(right):
        return float(answers[min(after, len(right) - 1)])
    part = (wanted - right[after - 1]) / (right[after] - right[after - 1])
    return float(answers[after - 1] + part * (answers[after] - answers[after - 1]))


class Replay:
    """A set answered once more, until its tasks are closed or nobody is left."""

    target_bps = TARGET_BPS
    least = LEAST

    def __init__(self, crowd: Crowd, scoring: Scoring, generator, choose) -> None:
        self.crowd, self.scoring, self.choose = crowd, scoring, choose
        self.audited = generator.random(crowd.task_count) * AUDITED_ONE_IN < 1
        self.closed = np.zeros(crowd.task_count, np.bool_)
        self.size = np.zeros(crowd.task_count, np.int64)
        self.taken: list[int] = []
        self.left = [
            np.flatnonzero(crowd.labeler == labeler) for labeler in range(crowd.labeler_count)
        ]

    def run(self) -> np.ndarray:
        """Return the rows taken."""
        arrivals = self.crowd.labeler[self.by_people()]
        marks = [0, *growing(len(arrivals)), len(arrivals)]
        for start, end in pairwise(marks):
            self.settle()
            for labeler in arrivals[start:end].tolist():
                if not self.rests[labeler]:
                    self.answer(labeler)
        return np.array(self.taken, np.int64)

    def by_people(self) -> np.ndarray:
        """Rows that arrive."""
        return np.flatnonzero(self.crowd.labeler < self.crowd.labeler_count - self.crowd.models)

    def counted(self) -> np.ndarray:
        """Rows that tables are made from."""
        return np.array(self.taken, np.int64)

    def known(self) -> np.ndarray:
        """Rows that tell how sure tasks are."""
        return np.array(self.taken, np.int64)

    def settle(self) -> None:
        """Make tables anew, close what is sure, choose who rests."""
        crowd = take(self.crowd, self.counted())
        found = consensus(crowd, self.scoring)
        answers = np.bincount(crowd.labeler, minlength=crowd.labeler_count)
        self.heard = answers >= SCORED_ANSWERS_TO_COUNT
        self.table = found.log_skill.astype(np.int64)
        self.logs = np.tile(found.log_prior, (crowd.task_count, 1))
        rows = self.known()
        rows = rows[self.heard[self.crowd.labeler[rows]]]
        said = self.table[self.crowd.labeler[rows], :, self.crowd.label[rows]]
        np.add.at(self.logs, self.crowd.task[rows], said)
        self.sure = confidence(self.logs)
        self.target = self.calibrated() / 10_000
        enough = (self.size >= self.least) & (self.sure >= self.target) & (self.target < 1)
        self.closed |= enough & ~self.audited
        people = crowd.labeler_count - crowd.models
        self.rests = self.choose(standings(crowd, found)[:people])

    def calibrated(self) -> int:
        """The target that gold bears out so far."""
        known = np.flatnonzero((self.crowd.gold >= 0) & (self.size >= self.least))
        right = self.logs[known].argmax(axis=1) == self.crowd.gold[known]
        sure = (self.sure[known] * 65_536).astype(int)
        return calibrated_target_bps(
            self.target_bps, zip(sure.tolist(), right.tolist(), strict=True)
        )

    def answer(self, labeler: int) -> None:
        """Take one more answer of this labeler, if a task of theirs is open."""
        rows = self.left[labeler]
        rows = rows[~self.closed[self.crowd.task[rows]]]
        self.left[labeler] = rows
        if len(rows) == 0:
            return
        tasks = self.crowd.task[rows]
        place = int((self.size[tasks] + self.sure[tasks] / 2).argmin())
        row, task = int(rows[place]), int(tasks[place])
        self.left[labeler] = np.delete(rows, place)
        self.taken.append(row)
        self.size[task] += 1
        if self.heard[labeler]:
            self.logs[task] += self.table[labeler, :, self.crowd.label[row]]
            self.sure[task] = confidence(self.logs[task : task + 1])[0]
        sure = self.sure[task] >= self.target and self.target < 1
        self.closed[task] = sure and self.size[task] >= self.least and not self.audited[task]


def standings(crowd: Crowd, found: Consensus) -> list[Standing]:
    """What is known of every labeler."""
    rows = np.flatnonzero(crowd.gold[crowd.task] >= 0)
    right = crowd.gold[crowd.task[rows]] == crowd.label[rows]
    margin, asked = np.zeros((2, crowd.labeler_count), np.int64)
    np.add.at(asked, crowd.labeler[rows], 1)
    np.add.at(margin, crowd.labeler[rows], right * ONE - found.prior[crowd.label[rows]])
    tallies = tally_labelers(crowd, found)
    known = zip(tallies, asked.tolist(), margin.tolist(), strict=True)
    return [Standing(tally.informative, tally.margin, *gold) for tally, *gold in known]


def confidence(logs: np.ndarray) -> np.ndarray:
    """(T,) the largest posterior."""
    return 1 / np.exp2((logs - logs.max(axis=1, keepdims=True)) / 65_536).sum(axis=1)


if __name__ == "__main__":
    main()
