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

FEWEST_SHARED = 3
"""Tasks that a linked pair must share: one adds at most 2 × UNIT to the surprise of each."""


def clusters_of(crowd: Crowd) -> Int32s:
    """(W,) the first labeler of each labeler's cluster; their own number for those in none."""
    if not comparable(pair_count(crowd)):
        return np.arange(crowd.labeler_count, dtype=np.int32)
    pairs = often([pair_keys(crowd)])
    return linked(pairs, pair_sums(crowd, pairs), crowd.labeler_count)


def comparable(pairs: int) -> bool:
    """Return whether a crowd with so many pairs of answers has its clusters looked for."""
    return 0 < pairs <= MOST_PAIRS


def pair_count(crowd: Crowd) -> int:
    """Pairs of answers to one task that would be compared."""
    size = np.bincount(crowd.task, minlength=crowd.task_count)
    return int((size * (size - 1) // 2)[_compared(size)].sum())


def pair_keys(crowd: Crowd) -> Int64s:
    """(P,) first labeler × labelers + second, of each pair of answers to one task."""
    rows = _rows_of(crowd)
    parts = [np.zeros(0, np.int64)]
    for distance in range(1, int(rows.answers.max(initial=0))):
        first = rows.pairs(distance)
        parts.append(rows.key(first, distance, crowd.labeler_count))
    return np.concatenate(parts)


def often(keys: Sequence[Int64s]) -> Int64s:
    """(P,) ascending: the keys of pairs that share enough tasks to be linked, in all parts."""
    ordered = np.concatenate(keys)
    ordered.sort()
    apart = FEWEST_SHARED - 1
    return np.unique(ordered[apart:][ordered[apart:] == ordered[:-apart]])


def pair_sums(crowd: Crowd, pairs: Int64s) -> Int64s:
    """(3, P) what the chosen pairs have in common; of integers, so parts of a crowd add up.

    Own × other, own² + other², and how often both lost, over the tasks that they share.
    """
    sums = np.zeros((3, len(pairs)), np.int64)
    if not len(pairs):
        return sums
    rows = _rows_of(crowd)
    votes = _Votes(crowd, rows)
    for distance in range(1, int(rows.answers.max(initial=0))):
        first = rows.pairs(distance)
        key = rows.key(first, distance, crowd.labeler_count)
        place = np.minimum(np.searchsorted(pairs, key), len(pairs) - 1)
        chosen = pairs[place] == key
        found = votes.surprises(first[chosen], distance)
        for total, part in zip(sums, found, strict=True):
            np.add.at(total, place[chosen], part)
    return sums


def linked(pairs: Int64s, sums: Int64s, labeler_count: int) -> Int32s:
    """(W,) the first labeler of each labeler's cluster."""
    together, alone, lost = sums
    alike = (20 * together > 9 * alone) & (alone >= 2 * LEAST_SURPRISE) & (lost > 0)
    return _components(pairs[alike], labeler_count)


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


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """Answers sorted by task and labeler."""

    task: Int32s
    labeler: Int64s
    label: Int32s

    answers: Int64s
    """How many the row's task has; 0 where its pairs are not compared."""

    place: Int64s
    """Of the row in its task."""

    def pairs(self, distance: int) -> Int64s:
        """Return the rows with another this far after them in their task."""
        return np.flatnonzero(self.place + distance < self.answers)

    def key(self, first: Int64s, distance: int, labeler_count: int) -> Int64s:
        """Return the keys of these rows and those this far after them."""
        return self.labeler[first] * labeler_count + self.labeler[first + distance]


def _rows_of(crowd: Crowd) -> _Rows:
    order = np.lexsort((crowd.labeler, crowd.task))
    task = crowd.task[order]
    size = np.bincount(task, minlength=crowd.task_count)
    return _Rows(
        task=task,
        labeler=crowd.labeler[order].astype(np.int64),
        label=crowd.label[order],
        answers=np.where(_compared(size), size, 0)[task],
        place=np.arange(len(task)) - (np.cumsum(size) - size)[task],
    )


class _Votes:
    """What a pair's surprise is computed from."""

    def __init__(self, crowd: Crowd, rows: _Rows) -> None:
        self._rows = rows
        cell = rows.task.astype(np.int64) * crowd.class_count + rows.label
        _, inverse, votes = np.unique(cell, return_inverse=True, return_counts=True)
        self._votes = votes[inverse]
        self._squares, self._top = np.zeros((2, crowd.task_count), np.int64)
        np.add.at(self._squares, rows.task, self._votes)
        np.maximum.at(self._top, rows.task, self._votes)

    def surprises(self, first: Int64s, distance: int) -> tuple[Int64s, Int64s, Int64s]:
        """Return own × other, own² + other², and whether both lost, of pairs of rows."""
        rows, second = self._rows, first + distance
        same = (rows.label[first] == rows.label[second]).astype(np.int64)
        others = rows.answers[first] - 2
        one, two = self._votes[first], self._votes[second]
        squares = self._squares[rows.task[first]] - 2 * (one + two - 1 - same)
        mine, theirs = one - 1 - same, two - 1 - same
        both = others * others
        unit = UNIT * (both * same - others * (mine + theirs) + squares) // both
        alone = sum(UNIT * (both - 2 * others * m + squares) // both for m in (mine, theirs))
        lost = same * (one < self._top[rows.task[first]])
        return unit, np.asarray(alone, np.int64), lost


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
