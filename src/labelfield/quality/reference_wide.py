"""The same as `wide.py`, plainly: whole numbers and loops over answers."""

import numpy as np

from labelfield.protocol.scoring import Scoring
from labelfield.quality.crowd import Consensus, Crowd, pass_count
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
from labelfield.quality.tables import ONE, log2_q16

Pair = tuple[int, int]
"""log2 of the chance of the right label, and of one certain wrong one, Q16."""


def one_coin(crowd: Crowd, scoring: Scoring) -> Consensus:
    """Return the consensus of a checked crowd."""
    answers = answers_of(crowd)
    classes = range(crowd.class_count)
    given_gold = gold = crowd.gold.tolist()
    cluster = clusters_of(crowd)
    limit = weight_limits(crowd, cluster)
    posterior = clamp(vote_shares(crowd, answers, limit), gold)
    evidence = first_evidence(answers, gold, posterior)
    for number in range(pass_count(crowd, scoring)):
        if number:
            evidence = posterior
        skill = _skills(crowd, answers, weigh_gold(evidence, gold), scoring)
        worth = map(min, _weights(crowd, answers, posterior, skill), limit)
        tables = [_pair(*each, crowd.class_count) for each in zip(skill, worth, strict=True)]
        weight = [ONE + sum(row[truth] for row in posterior) for truth in classes]
        log_prior = [log2_q16(total) for total in weight]
        logs = [list(log_prior) for _ in given_gold]
        for task, labeler, label in answers:
            for truth in classes:
                logs[task][truth] += tables[labeler][truth != label]
        free = [normalise(row) for row in logs]
        gold = believed(answers, given_gold, free) if number else given_gold
        posterior = clamp(free, gold)
    prior = share(weight)
    return Consensus(
        posterior=np.array(posterior, np.int64).reshape(crowd.task_count, crowd.class_count),
        prior=np.array(prior, np.int64),
        log_prior=np.array(log_prior, np.int64),
        log_skill=np.array(tables, np.int32).reshape(-1, 2),
        skill=np.array(skill, np.int64),
        margin=np.array(_margins(answers, gold, logs, tables, prior), np.int64),
        informative=np.array(informative(answers, gold, limit), np.bool_),
        gold=np.array(gold, np.int32),
        cluster=np.array(cluster, np.int32),
    )


def _skills(crowd: Crowd, answers: list[Answer], evidence: Matrix, scoring: Scoring) -> list[int]:
    """Shrunk accuracies, Q16."""
    right, answered = [0] * crowd.labeler_count, [0] * crowd.labeler_count
    for task, labeler, label in answers:
        right[labeler] += evidence[task][label]
        answered[labeler] += sum(evidence[task])
    return shrunk_skills(right, answered, scoring)


def _weights(crowd: Crowd, answers: list[Answer], posterior: Matrix, skill: list[int]) -> list[int]:
    """1 / max(1, 1 + dependence), Q16; a surprise (Q8) is being right or not less the skill."""
    likeliest = [row.index(max(row)) for row in posterior]
    together = [0] * crowd.task_count
    surprises = []
    for task, labeler, label in answers:
        surprises.append(256 * (label == likeliest[task]) - (skill[labeler] >> 8))
        together[task] += surprises[-1]
    joint, own = [0] * crowd.labeler_count, [0] * crowd.labeler_count
    for (task, labeler, _), surprise in zip(answers, surprises, strict=True):
        joint[labeler] += surprise * (together[task] - surprise)
        own[labeler] += surprise * surprise
    return worths(joint, own)


def _pair(skill: int, worth: int, classes: int) -> Pair:
    """Worth × log2 of the chances of the right label and of one wrong one, floored."""
    wrong = ((ONE - skill) << 16) // (classes - 1)
    right, other = ((log2_q16(each) - (32 << 16)) * worth >> 16 for each in (skill << 16, wrong))
    return right, other


def _margins(
    answers: list[Answer], gold: list[int], logs: Matrix, tables: list[Pair], prior: list[int]
) -> list[int]:
    """q(l) − π(l) of each answer, Q16."""
    margins = []
    for task, labeler, label in answers:
        if gold[task] >= 0:
            implied = ONE if gold[task] == label else 0
        else:
            pair = tables[labeler]
            rest = [log - pair[truth != label] for truth, log in enumerate(logs[task])]
            implied = normalise(rest)[label]
        margins.append(implied - prior[label])
    return margins
