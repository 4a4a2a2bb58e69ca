"""The same consensus, plainly: whole numbers, loops and lists, to be read beside the formulae.

`consensus.py` must equal this to the bit. The auditor computes with this one.
"""

from collections.abc import Sequence

import numpy as np

from labelfield.protocol.scoring import Scoring
from labelfield.quality.crowd import FULL_ROWS, Consensus, Crowd, check_crowd, pass_count
from labelfield.quality.reference_posteriors import (
    Answer,
    Matrix,
    answers_of,
    believed,
    clamp,
    first_evidence,
    informative,
    normalise,
    share,
    shrunk_skills,
    vote_shares,
    weigh_gold,
    worths,
)
from labelfield.quality.reference_rings import clusters_of, weight_limits
from labelfield.quality.reference_wide import one_coin
from labelfield.quality.tables import ONE, log2_q16

Shrunk = tuple[Matrix, list[int]]
"""A labeler's shrunk counts, and each row's shrunk total: their ratio is θ."""


def consensus(crowd: Crowd, scoring: Scoring) -> Consensus:
    """Return labels, skills and margins after the preset's passes of integer EM."""
    check_crowd(crowd, scoring)
    if crowd.class_count > FULL_ROWS:
        return one_coin(crowd, scoring)
    answers = answers_of(crowd)
    given_gold = gold = crowd.gold.tolist()
    cluster = clusters_of(crowd)
    limit = weight_limits(crowd, cluster)
    posterior = clamp(vote_shares(crowd, answers, limit), gold)
    evidence = first_evidence(answers, gold, posterior)
    for number in range(pass_count(crowd, scoring)):
        if number:
            evidence = posterior
        counts = _count(crowd, answers, weigh_gold(evidence, gold))
        shrunk = _confusion(counts, scoring)
        worth = list(map(min, _weights(crowd, answers, posterior, shrunk), limit))
        tables = [_log_matrix(*each) for each in zip(shrunk, worth, strict=True)]
        weight = [ONE + sum(row[truth] for row in posterior) for truth in range(crowd.class_count)]
        log_prior = [log2_q16(total) for total in weight]
        logs = _log_posterior(crowd, answers, log_prior, tables)
        free = [normalise(row) for row in logs]
        gold = believed(answers, given_gold, free) if number else given_gold
        posterior = clamp(free, gold)
    prior = share(weight)
    return Consensus(
        posterior=np.array(posterior, np.int64).reshape(crowd.task_count, crowd.class_count),
        prior=np.array(prior, np.int64),
        log_prior=np.array(log_prior, np.int64),
        log_skill=np.array(tables, np.int32).reshape(-1, crowd.class_count, crowd.class_count),
        skill=np.array(_skills(counts, scoring), np.int64),
        margin=np.array(_margins(answers, gold, logs, tables, prior), np.int64),
        informative=np.array(informative(answers, gold, limit), np.bool_),
        gold=np.array(gold, np.int32),
        cluster=np.array(cluster, np.int32),
    )


def without_own(logs: Sequence[int], table: Matrix, label: int) -> list[int]:
    """Return a task's posterior from its log weights as if this labeler had not answered."""
    return normalise([log - row[label] for log, row in zip(logs, table, strict=True)])


def _count(crowd: Crowd, answers: list[Answer], evidence: Matrix) -> list[Matrix]:
    """How often each labeler gave a label while the truth was k, in answers, Q16."""
    classes = range(crowd.class_count)
    counts = [[[0] * crowd.class_count for _ in classes] for _ in range(crowd.labeler_count)]
    for task, labeler, label in answers:
        for truth in classes:
            counts[labeler][truth][label] += evidence[task][truth]
    return counts


def _skills(counts: list[Matrix], scoring: Scoring) -> list[int]:
    """Shrunk accuracies, Q16."""
    right = [sum(row[truth] for truth, row in enumerate(rows)) for rows in counts]
    return shrunk_skills(right, [sum(map(sum, rows)) for rows in counts], scoring)


def _confusion(counts: list[Matrix], scoring: Scoring) -> list[Shrunk]:
    """Count + d × expected, and row's count + d, where expected = knows × (l = k), else habit."""
    habits = [_habit(rows, scoring) for rows in counts]
    known = _knowledge(counts, habits, scoring)
    return [_shrunk(*each, scoring) for each in zip(counts, habits, known, strict=True)]


def _shrunk(rows: Matrix, habit: list[int], knows: int, scoring: Scoring) -> Shrunk:
    """One labeler's shrunk counts and totals, Q16."""
    pseudo = scoring.labeler_pseudo_answers
    by_habit = [(ONE - knows) * often >> 16 for often in habit]
    given = []
    for truth, row in enumerate(rows):
        expected = [
            max(part + (knows if label == truth else 0), 1) for label, part in enumerate(by_habit)
        ]
        given.append([count + pseudo * part for count, part in zip(row, expected, strict=True)])
    return given, [sum(row) + pseudo * ONE for row in rows]


def _habit(rows: Matrix, scoring: Scoring) -> list[int]:
    """h(l) = (all l given + c / K) / (all given + c), Q16."""
    pseudo = scoring.crowd_pseudo_answers
    total = sum(map(sum, rows)) + pseudo * ONE
    return [
        (sum(column) * ONE + pseudo * ONE * ONE // len(rows)) // total
        for column in zip(*rows, strict=True)
    ]


def _knowledge(counts: list[Matrix], habits: Matrix, scoring: Scoring) -> list[int]:
    """b = (right − chance + c × crowd's mean) / (answered − chance + c), Q16, from 0 to below 1."""
    over, possible = [], []
    for rows, habit in zip(counts, habits, strict=True):
        chance = sum(sum(row) * often for row, often in zip(rows, habit, strict=True)) >> 16
        over.append(sum(row[truth] for truth, row in enumerate(rows)) - chance)
        possible.append(sum(map(sum, rows)) - chance)
    pseudo = scoring.crowd_pseudo_answers
    mean = min(max(sum(over) * ONE // max(sum(possible), 1), 0), ONE)
    return [
        min(max((good + pseudo * mean) * ONE // (most + pseudo * ONE), 0), ONE - 1)
        for good, most in zip(over, possible, strict=True)
    ]


def _weights(
    crowd: Crowd, answers: list[Answer], posterior: Matrix, shrunk: list[Shrunk]
) -> list[int]:
    """1 / max(1, 1 + dependence) of each labeler, Q16.

    An answer's surprise (Q8) is 1 at its label and 0 elsewhere, less what its labeler was expected
    to give, were the likeliest class true. Dependence is Σ (own × the others' surprise) / Σ own²,
    shrunk to the crowd's: 0 for the limit, m − 1 for m that always answer alike.
    """
    likeliest = [row.index(max(row)) for row in posterior]
    expected = [_expected(*each) for each in shrunk]
    surprises = [
        _surprise(expected[labeler][likeliest[task]], label) for task, labeler, label in answers
    ]
    together = [[0] * crowd.class_count for _ in range(crowd.task_count)]
    for (task, _, _), surprise in zip(answers, surprises, strict=True):
        together[task] = [a + b for a, b in zip(together[task], surprise, strict=True)]
    joint, own = [0] * crowd.labeler_count, [0] * crowd.labeler_count
    for (task, labeler, _), surprise in zip(answers, surprises, strict=True):
        joint[labeler] += sum(a * (b - a) for a, b in zip(surprise, together[task], strict=True))
        own[labeler] += sum(a * a for a in surprise)
    return worths(joint, own)


def _expected(given: Matrix, totals: list[int]) -> Matrix:
    """θ in Q8, floored."""
    return [
        [(count << 8) // total for count in row] for row, total in zip(given, totals, strict=True)
    ]


def _surprise(expected: list[int], label: int) -> list[int]:
    """What was answered less what was expected, Q8."""
    surprise = [-share for share in expected]
    surprise[label] += 256
    return surprise


def _log_matrix(shrunk: Shrunk, weight: int) -> Matrix:
    """Weight × (log2 of count − log2 of total), Q16, floored."""
    given, totals = shrunk
    logs = [log2_q16(total) for total in totals]
    return [
        [(log2_q16(count) - log) * weight >> 16 for count in row]
        for row, log in zip(given, logs, strict=True)
    ]


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
