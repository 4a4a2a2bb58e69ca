"""Who answers alike beyond what the tasks explain, and what each answer of theirs is worth.

Labelers who share errors count as one. For a pair, an answer's surprise is what it was less the
shares of the other answers to the task; pairs whose surprises move together on all tasks that both
answered, on the losing side too, are linked, and who is linked is a cluster. A cluster is a reason
for more gold and a cap on its joint weight; it lowers nobody's score by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from labelfield.quality.crowd import Crowd, Flags, Int32s, Int64s
from labelfield.quality.tables import ONE

FEWEST_ANSWERS = 3
"""A pair is compared where somebody else answered too."""

MOST_ANSWERS = 64
"""Tasks with more answers are not compared: pairs grow with the square."""

MOST_PAIRS = 1 << 22
"""Pairs of answers compared in all; a larger crowd has no clusters, and gold alone breaks rings."""

UNIT = 1 << 8
"""1 in surprises, Q8."""

LEAST_SURPRISE = 5 * UNIT
"""Surprise, in answers, that a linked pair must have had, on average of the two."""


@dataclass(frozen=True, slots=True, eq=False)
class PairSums:
    """What pairs of labelers have in common; of integers, so parts of a crowd add up."""

    key: Int64s
    """(P,) ascending: first labeler × labelers + second."""

    sums: Int64s
    """(3, P) own × other, own² + other², and how often both lost, over shared tasks."""


def clusters_of(crowd: Crowd) -> Int32s:
    """(W,) the first labeler of each labeler's cluster; their own number for those in none."""
    if not comparable(pair_count(crowd)):
        return np.arange(crowd.labeler_count, dtype=np.int32)
    return linked(pair_sums(crowd), crowd.labeler_count)


def comparable(pairs: int) -> bool:
    """Return whether a crowd with so many pairs of answers has its clusters looked for."""
    return 0 < pairs <= MOST_PAIRS


def pair_count(crowd: Crowd) -> int:
    """Pairs of answers to one task that would be compared."""
    size = np.bincount(crowd.task, minlength=crowd.task_count)
    return int((size * (size - 1) // 2)[_compared(size)].sum())


def pair_sums(crowd: Crowd) -> PairSums:
    """Return what the pairs of a crowd, or of a part of its tasks, have in common."""
    order = np.lexsort((crowd.labeler, crowd.task))
    labeler = crowd.labeler[order].astype(np.int64)
    rows = _PairRows(crowd, crowd.task[order], crowd.label[order])
    parts = [PairSums(np.zeros(0, np.int64), np.zeros((3, 0), np.int64))]
    for distance in range(1, int(rows.answers.max(initial=0))):
        first, found = rows.surprises(distance)
        key = labeler[first] * crowd.labeler_count + labeler[first + distance]
        parts.append(PairSums(key, np.stack(found)))
    return add_pairs(parts)


def add_pairs(parts: Sequence[PairSums]) -> PairSums:
    """Return the sums of all parts."""
    key, inverse = np.unique(np.concatenate([part.key for part in parts]), return_inverse=True)
    sums = np.zeros((3, len(key)), np.int64)
    for place, total in enumerate(sums):
        np.add.at(total, inverse, np.concatenate([part.sums[place] for part in parts]))
    return PairSums(key, sums)


def linked(pairs: PairSums, labeler_count: int) -> Int32s:
    """(W,) the first labeler of each labeler's cluster."""
    together, alone, lost = pairs.sums
    alike = (20 * together > 9 * alone) & (alone >= 2 * LEAST_SURPRISE) & (lost > 0)
    return _components(pairs.key[alike], labeler_count)


def mates_of(crowd: Crowd, cluster: Int32s) -> Int64s:
    """(W,) answers of cluster mates to tasks that a labeler answered."""
    inside = np.bincount(cluster, minlength=crowd.labeler_count)[cluster] > 1
    rows = np.flatnonzero(inside[crowd.labeler])
    place = crowd.task[rows].astype(np.int64) * crowd.labeler_count + cluster[crowd.labeler[rows]]
    _, inverse, count = np.unique(place, return_inverse=True, return_counts=True)
    mates = np.zeros(crowd.labeler_count, np.int64)
    np.add.at(mates, crowd.labeler[rows], count[inverse] - 1)
    return mates


def independence(answers: Int64s, mates: Int64s) -> Int64s:
    """(W,) answers over answers and those of cluster mates to the same tasks, Q16."""
    share: Int64s = np.maximum(answers, 1) * ONE // np.maximum(answers + mates, 1)
    return share


def _compared(size: Int64s) -> Flags:
    """(T,) whether pairs are compared on tasks of so many answers."""
    return (size >= FEWEST_ANSWERS) & (size <= MOST_ANSWERS)


class _PairRows:
    """Rows sorted by task and labeler, with what a pair's surprise is computed from."""

    def __init__(self, crowd: Crowd, task: Int32s, label: Int32s) -> None:
        size = np.bincount(task, minlength=crowd.task_count)
        self.task, self.label = task, label
        self.answers = np.where(_compared(size), size, 0)[task]
        self.place = np.arange(len(task)) - (np.cumsum(size) - size)[task]
        cell = task.astype(np.int64) * crowd.class_count + label
        _, inverse, votes = np.unique(cell, return_inverse=True, return_counts=True)
        self.votes = votes[inverse]
        self.squares, self.top = np.zeros((2, crowd.task_count), np.int64)
        np.add.at(self.squares, task, self.votes)
        np.maximum.at(self.top, task, self.votes)

    def surprises(self, distance: int) -> tuple[Int64s, tuple[Int64s, Int64s, Int64s]]:
        """Rows with another this far after them in their task; own × other, own² + other², lost."""
        first = np.flatnonzero(self.place + distance < self.answers)
        second = first + distance
        same = (self.label[first] == self.label[second]).astype(np.int64)
        others = self.answers[first] - 2
        one, two = self.votes[first], self.votes[second]
        squares = self.squares[self.task[first]] - 2 * (one + two - 1 - same)
        mine, theirs = one - 1 - same, two - 1 - same
        both = others * others
        unit = UNIT * (both * same - others * (mine + theirs) + squares) // both
        alone = sum(UNIT * (both - 2 * others * m + squares) // both for m in (mine, theirs))
        lost = same * (one < self.top[self.task[first]])
        return first, (unit, np.asarray(alone, np.int64), lost)


def _components(pairs: Int64s, labeler_count: int) -> Int32s:
    """(W,) the least member of each labeler's connected component."""
    root = list(range(labeler_count))

    def find(member: int) -> int:
        while root[member] != member:
            root[member] = root[root[member]]
            member = root[member]
        return member

    for pair in pairs.tolist():
        low, high = sorted(map(find, divmod(pair, labeler_count)))
        root[high] = low
    return np.array([find(member) for member in range(labeler_count)], np.int32)
