"""The same clusters as `rings.py`, plainly: a loop over tasks, and over pairs in them."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from labelfield.quality.crowd import (
    ENOUGH_GOLD_TASKS,
    GOLD_WEIGHT,
    MODEL_PSEUDO_ANSWERS,
    VOUCHING_ANSWERS,
    Crowd,
)
from labelfield.quality.rings import FEWEST_ANSWERS, LEAST_SURPRISE, MOST_ANSWERS, MOST_PAIRS, UNIT
from labelfield.quality.tables import ONE

Given = tuple[int, int]
"""Labeler, label."""


def clusters_of(crowd: Crowd) -> list[int]:
    """Return the first labeler of each labeler's cluster; their own number for those in none."""
    tasks = [rows for rows in _by_task(crowd) if FEWEST_ANSWERS <= len(rows) <= MOST_ANSWERS]
    root = list(range(crowd.labeler_count))
    if sum(len(rows) * (len(rows) - 1) // 2 for rows in tasks) > MOST_PAIRS:
        return root
    for (one, other), (together, alone, lost) in _pairs(tasks).items():
        if 20 * together > 9 * alone and alone >= 2 * LEAST_SURPRISE and lost:
            low, high = sorted((root[one], root[other]))
            root = [low if member == high else member for member in root]
    return root


def independence(crowd: Crowd, cluster: Sequence[int]) -> list[int]:
    """Return answers over answers and those of cluster mates to the same tasks, Q16."""
    answers, joint = [0] * crowd.labeler_count, [0] * crowd.labeler_count
    for rows in _by_task(crowd):
        size = Counter(cluster[labeler] for labeler, _ in rows)
        for labeler, _ in rows:
            answers[labeler] += 1
            joint[labeler] += size[cluster[labeler]]
    return [max(own, 1) * ONE // max(all_, 1) for own, all_ in zip(answers, joint, strict=True)]


def weight_limits(crowd: Crowd, cluster: Sequence[int]) -> list[int]:
    """Return what a labeler's answer may weigh at most, Q16: for models, as they are proven."""
    people = crowd.labeler_count - crowd.models
    tasks = _by_task(crowd)
    by_gold, by_people = [0] * crowd.labeler_count, [0] * crowd.labeler_count
    for known, rows in zip(crowd.gold.tolist(), tasks, strict=True):
        agreed = _agreed_by([label for labeler, label in rows if labeler < people])
        for labeler, label in rows:
            if known >= 0:
                by_gold[labeler] += 1 if label == known else -2
            elif agreed is not None:
                by_people[labeler] += 1 if label == agreed else -1
    gold_tasks = sum(
        known >= 0 and bool(rows) for known, rows in zip(crowd.gold.tolist(), tasks, strict=True)
    )
    enough = gold_tasks >= ENOUGH_GOLD_TASKS
    proven = [_proven(*each, enough) for each in zip(by_gold, by_people, strict=True)]
    alone = independence(crowd, cluster)
    return alone[:people] + list(map(min, alone[people:], proven[people:]))


def _agreed_by(labels: Sequence[int]) -> int | None:
    """What most of at least three people say of a task."""
    if len(labels) < VOUCHING_ANSWERS:
        return None
    label, count = Counter(labels).most_common(1)[0]
    return label if 2 * count > len(labels) else None


def _proven(by_gold: int, by_people: int, enough_gold: bool) -> int:
    """G / (G + 80), Q16."""
    if by_gold < 0:
        return 0
    better = max(GOLD_WEIGHT * by_gold + (by_people if enough_gold else min(by_people, 0)), 0)
    return better * ONE // (better + GOLD_WEIGHT * MODEL_PSEUDO_ANSWERS)


def _by_task(crowd: Crowd) -> list[list[Given]]:
    """Each task's answers, by labeler."""
    tasks: list[list[Given]] = [[] for _ in range(crowd.task_count)]
    columns = (crowd.task.tolist(), crowd.labeler.tolist(), crowd.label.tolist())
    for task, labeler, label in zip(*columns, strict=True):
        tasks[task].append((labeler, label))
    return [sorted(rows) for rows in tasks]


def _pairs(tasks: list[list[Given]]) -> dict[Given, list[int]]:
    """Sums over the tasks that two labelers share: own × other, own² + other², lost together."""
    sums: dict[Given, list[int]] = {}
    for rows in tasks:
        votes = Counter(label for _, label in rows)
        for (one, mine), (other, theirs) in combinations(rows, 2):
            total = sums.setdefault((one, other), [0, 0, 0])
            for place, term in enumerate(_terms(votes, mine, theirs)):
                total[place] += term
    return sums


def _terms(votes: Counter[int], mine: int, theirs: int) -> tuple[int, int, int]:
    """One task's part: a surprise is the answer less the shares of the others' answers."""
    rest = votes - Counter((mine, theirs))
    others = rest.total()
    squares = sum(count * count for count in rest.values())
    same = mine == theirs
    both = others * others
    together = UNIT * (both * same - others * (rest[mine] + rest[theirs]) + squares) // both
    alone = sum(
        UNIT * (both - 2 * others * rest[label] + squares) // both for label in (mine, theirs)
    )
    return together, alone, int(same and votes[mine] < max(votes.values()))
