"""Posteriors, skills and weights in plain whole numbers: what both plain consensuses need."""

from collections import Counter
from collections.abc import Sequence

from labelfield.protocol.scoring import Scoring
from labelfield.quality.crowd import (
    DEPENDENCE_PSEUDO_ANSWERS,
    ENOUGH_GOLD_TASKS,
    GOLD_DOUBT,
    GOLD_DOUBT_ANSWERS,
    GOLD_WEIGHT,
    Crowd,
)
from labelfield.quality.tables import ONE, power_q30

Answer = tuple[int, int, int]
"""Task, labeler, label."""

Matrix = list[list[int]]


def answers_of(crowd: Crowd) -> list[Answer]:
    """Return the rows."""
    return list(zip(crowd.task.tolist(), crowd.labeler.tolist(), crowd.label.tolist(), strict=True))


def share(weights: Sequence[int]) -> list[int]:
    """Return weights as shares in Q16, floored, the remainder given to the first largest."""
    total = sum(weights)
    shares = [weight * ONE // total for weight in weights]
    shares[weights.index(max(weights))] += ONE - sum(shares)
    return shares


def normalise(logs: Sequence[int]) -> list[int]:
    """Return 2^logs (Q16) as shares in Q16 that sum to exactly 65536."""
    largest = max(logs)
    return share([power_q30(largest - log) for log in logs])


def vote_shares(crowd: Crowd, answers: list[Answer], limit: list[int]) -> Matrix:
    """Each task's share of answers a class; equal shares where there are none."""
    votes = [[0] * crowd.class_count for _ in range(crowd.task_count)]
    for task, labeler, label in answers:
        votes[task][label] += limit[labeler]
    return [share(row if any(row) else [1] * crowd.class_count) for row in votes]


def first_evidence(answers: list[Answer], gold: list[int], posterior: Matrix) -> Matrix:
    """What first skills are counted from: gold alone if there is enough, else all."""
    answered = {task for task, _, _ in answers if gold[task] >= 0}
    if len(answered) < ENOUGH_GOLD_TASKS:
        return posterior
    nothing = [0] * len(posterior[0])
    return [row if known >= 0 else nothing for row, known in zip(posterior, gold, strict=True)]


def weigh_gold(evidence: Matrix, gold: list[int]) -> Matrix:
    """The evidence, that of gold tasks multiplied."""
    return [
        [GOLD_WEIGHT * part for part in row] if known >= 0 else row
        for row, known in zip(evidence, gold, strict=True)
    ]


def clamp(posterior: Matrix, gold: list[int]) -> Matrix:
    """The posterior with the rows of gold tasks set to their class."""
    return [
        [ONE if known == truth else 0 for truth in range(len(row))] if known >= 0 else row
        for row, known in zip(posterior, gold, strict=True)
    ]


def believed(answers: list[Answer], gold: list[int], free: Matrix) -> list[int]:
    """The gold, −1 where the task's answers leave it less than its doubt allows."""
    counted = Counter(task for task, _, _ in answers)
    return [
        -1
        if known >= 0 and counted[task] >= GOLD_DOUBT_ANSWERS and row[known] * GOLD_DOUBT < ONE
        else known
        for task, (known, row) in enumerate(zip(gold, free, strict=True))
    ]


def informative(answers: list[Answer], gold: list[int], limit: list[int]) -> list[bool]:
    """Whether each answer's task is gold or has another answer of any weight."""
    answered = [0] * len(gold)
    for task, labeler, _ in answers:
        answered[task] += limit[labeler] > 0
    return [gold[task] >= 0 or answered[task] > 1 for task, _, _ in answers]


def shrunk_skills(right: list[int], answered: list[int], scoring: Scoring) -> list[int]:
    """a = (right + c × crowd's mean) / (answered + c), Q16, kept off 0 and 1."""
    pseudo = scoring.crowd_pseudo_answers
    mean = sum(right) * ONE // max(sum(answered), 1)
    return [
        min(max((good + pseudo * mean) * ONE // (given + pseudo * ONE), 1), ONE - 1)
        for good, given in zip(right, answered, strict=True)
    ]


def worths(joint: list[int], own: list[int]) -> list[int]:
    """1 / max(1, 1 + dependence), Q16, dependence shrunk to the crowd's."""
    least = [alone + DEPENDENCE_PSEUDO_ANSWERS * ONE for alone in own]
    mean = sum(joint) * ONE // max(sum(least), 1)
    above = [max(shared + DEPENDENCE_PSEUDO_ANSWERS * mean, 0) for shared in joint]
    return [part * ONE // (part + more) for part, more in zip(least, above, strict=True)]
