"""The same consensus, plainly: whole numbers, loops and lists, to be read beside the formulae.

`consensus.py` must equal this to the bit. The auditor computes with this one.
"""

from collections.abc import Sequence

import numpy as np

from labelfield.protocol.scoring import Scoring
from labelfield.quality.crowd import ENOUGH_GOLD_TASKS, Consensus, Crowd, check_crowd
from labelfield.quality.tables import ONE, log2_q16, power_q30

Answer = tuple[int, int, int]
"""Task, labeler, label."""

Matrix = list[list[int]]
"""A row a truth, a column a label."""


def consensus(crowd: Crowd, scoring: Scoring) -> Consensus:
    """Return labels, skills and margins after the preset's passes of integer EM."""
    check_crowd(crowd, scoring)
    answers = list(
        zip(crowd.task.tolist(), crowd.labeler.tolist(), crowd.label.tolist(), strict=True)
    )
    gold = crowd.gold.tolist()
    posterior = _clamp(_vote_shares(crowd, answers), gold)
    counts = _count(crowd, answers, _first_evidence(answers, gold, posterior))
    for number in range(scoring.passes):
        if number:
            counts = _count(crowd, answers, posterior)
        skill = _skills(counts, scoring)
        tables = [_log_matrix(rows, own, scoring) for rows, own in zip(counts, skill, strict=True)]
        weight = [ONE + sum(row[truth] for row in posterior) for truth in range(crowd.class_count)]
        log_prior = [log2_q16(total) for total in weight]
        logs = _log_posterior(crowd, answers, log_prior, tables)
        posterior = _clamp([normalise(row) for row in logs], gold)
    prior = share(weight)
    return Consensus(
        posterior=np.array(posterior, np.int64).reshape(crowd.task_count, crowd.class_count),
        prior=np.array(prior, np.int64),
        log_prior=np.array(log_prior, np.int64),
        log_skill=np.array(tables, np.int32).reshape(-1, crowd.class_count, crowd.class_count),
        skill=np.array(skill, np.int64),
        margin=np.array(_margins(answers, gold, logs, tables, prior), np.int64),
        informative=np.array(_informative(answers, gold), np.bool_),
    )


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


def without_own(logs: Sequence[int], table: Matrix, label: int) -> list[int]:
    """Return a task's posterior from its log weights as if this labeler had not answered."""
    return normalise([log - row[label] for log, row in zip(logs, table, strict=True)])


def _vote_shares(crowd: Crowd, answers: list[Answer]) -> Matrix:
    """Each task's share of answers a class; equal shares where there are none."""
    votes = [[0] * crowd.class_count for _ in range(crowd.task_count)]
    for task, _, label in answers:
        votes[task][label] += 1
    return [share(row if any(row) else [1] * crowd.class_count) for row in votes]


def _clamp(posterior: Matrix, gold: list[int]) -> Matrix:
    """The posterior with the rows of gold tasks set to their class."""
    return [
        [ONE if known == truth else 0 for truth in range(len(row))] if known >= 0 else row
        for row, known in zip(posterior, gold, strict=True)
    ]


def _first_evidence(answers: list[Answer], gold: list[int], posterior: Matrix) -> Matrix:
    """What first skills are counted from: gold alone if there is enough, else all."""
    answered = {task for task, _, _ in answers if gold[task] >= 0}
    if len(answered) < ENOUGH_GOLD_TASKS:
        return posterior
    nothing = [0] * len(posterior[0])
    return [row if known >= 0 else nothing for row, known in zip(posterior, gold, strict=True)]


def _count(crowd: Crowd, answers: list[Answer], evidence: Matrix) -> list[Matrix]:
    """How often each labeler gave a label while the truth was k, in answers, Q16."""
    classes = range(crowd.class_count)
    counts = [[[0] * crowd.class_count for _ in classes] for _ in range(crowd.labeler_count)]
    for task, labeler, label in answers:
        for truth in classes:
            counts[labeler][truth][label] += evidence[task][truth]
    return counts


def _skills(counts: list[Matrix], scoring: Scoring) -> list[int]:
    """a = (right + c × crowd's mean) / (answered + c), Q16, kept off 0 and 1."""
    right = [sum(row[truth] for truth, row in enumerate(rows)) for rows in counts]
    answered = [sum(map(sum, rows)) for rows in counts]
    pseudo = scoring.crowd_pseudo_answers
    mean = sum(right) * ONE // max(sum(answered), 1)
    return [
        min(max((good + pseudo * mean) * ONE // (given + pseudo * ONE), 1), ONE - 1)
        for good, given in zip(right, answered, strict=True)
    ]


def _log_matrix(rows: Matrix, skill: int, scoring: Scoring) -> Matrix:
    """log2 of (count + d × one-coin chance) / (row's count + d), Q16."""
    pseudo = scoring.labeler_pseudo_answers
    other = max((ONE - skill) // (len(rows) - 1), 1)
    table = []
    for truth, row in enumerate(rows):
        total = log2_q16(sum(row) + pseudo * ONE)
        chances = [skill if label == truth else other for label in range(len(row))]
        given = [count + pseudo * chance for count, chance in zip(row, chances, strict=True)]
        table.append([log2_q16(number) - total for number in given])
    return table


def _log_posterior(
    crowd: Crowd, answers: list[Answer], log_prior: list[int], tables: list[Matrix]
) -> Matrix:
    """log2 of each class's weight for each task: the prior and every answer's own, Q16."""
    logs = [list(log_prior) for _ in range(crowd.task_count)]
    for task, labeler, label in answers:
        for truth, row in enumerate(tables[labeler]):
            logs[task][truth] += row[label]
    return logs


def _margins(
    answers: list[Answer],
    gold: list[int],
    logs: Matrix,
    tables: list[Matrix],
    prior: list[int],
) -> list[int]:
    """q(l) − π(l) of each answer, Q16; on gold q is 1 for the truth and 0 for the rest."""
    margins = []
    for task, labeler, label in answers:
        if gold[task] >= 0:
            implied = ONE if gold[task] == label else 0
        else:
            implied = without_own(logs[task], tables[labeler], label)[label]
        margins.append(implied - prior[label])
    return margins


def _informative(answers: list[Answer], gold: list[int]) -> list[bool]:
    """Whether each answer's task is gold or has another answer."""
    answered = [0] * len(gold)
    for task, _, _ in answers:
        answered[task] += 1
    return [gold[task] >= 0 or answered[task] > 1 for task, _, _ in answers]
