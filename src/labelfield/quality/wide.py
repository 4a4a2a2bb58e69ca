"""Consensus over many classes: a labeler has one chance of being right, not a row a class.

A dense confusion matrix of 1,000 classes takes 8 MB a labeler, and nobody answers often enough to
fill it. `reference_wide.py` says the same plainly.
"""

import numpy as np

from labelfield.protocol.scoring import Scoring
from labelfield.quality.crowd import GOLD_WEIGHT, Consensus, Crowd, Int64s, pass_count
from labelfield.quality.models import weight_limits
from labelfield.quality.posteriors import (
    believed,
    clamp,
    first_evidence,
    informative,
    log2,
    margins,
    normalise,
    share,
    vote_shares,
)
from labelfield.quality.rings import clusters_of
from labelfield.quality.skills import shrunk_skills, worth
from labelfield.quality.tables import ONE

_BLOCK = 1 << 12
"""Answers scored at a time, so that memory stays a few times K × block."""


def one_coin(crowd: Crowd, scoring: Scoring) -> Consensus:
    """Return the consensus of a checked crowd."""
    cluster = clusters_of(crowd)
    limit = weight_limits(crowd, cluster)
    gold = crowd.gold
    posterior = clamp(vote_shares(crowd, limit), gold)
    evidence = first_evidence(crowd, posterior)
    for number in range(pass_count(crowd, scoring)):
        if number:
            evidence = posterior
        right, answered = _count(crowd, np.where(gold >= 0, evidence * GOLD_WEIGHT, evidence))
        skill = shrunk_skills(right, answered, scoring)
        weights = np.minimum(_weight(crowd, posterior, skill), limit)
        table = _logarithms(skill, crowd.class_count) * weights[:, None] >> 16
        weight = posterior.sum(axis=1) + ONE
        logs = _log_posterior(crowd, log2(weight), table)
        free = normalise(logs)
        gold = believed(crowd, free) if number else crowd.gold
        posterior = clamp(free, gold)
    prior = share(weight)
    margin = np.empty(len(crowd.task), np.int64)
    for start in range(0, len(margin), _BLOCK):
        rows = np.arange(start, min(start + _BLOCK, len(margin)))
        known = gold[crowd.task[rows]]
        rest = logs[:, crowd.task[rows]] - table[crowd.labeler[rows], 1]
        own = table[crowd.labeler[rows], 0] - table[crowd.labeler[rows], 1]
        rest[crowd.label[rows], rows - start] -= own
        margin[rows] = margins(rest, crowd.label[rows], known, prior)
    return Consensus(
        posterior=np.ascontiguousarray(posterior.T),
        prior=prior,
        log_prior=log2(weight),
        log_skill=table.astype(np.int32),
        skill=skill,
        margin=margin,
        informative=informative(crowd, gold, limit),
        gold=gold,
        cluster=cluster,
    )


def _count(crowd: Crowd, evidence: Int64s) -> tuple[Int64s, Int64s]:
    """(W,) how often each labeler was right, and answered, in answers, Q16."""
    right, answered = np.zeros((2, crowd.labeler_count), np.int64)
    np.add.at(right, crowd.labeler, evidence[crowd.label, crowd.task])
    np.add.at(answered, crowd.labeler, evidence.sum(axis=0)[crowd.task])
    return right, answered


def _weight(crowd: Crowd, posterior: Int64s, skill: Int64s) -> Int64s:
    """(W,) 1 / max(1, 1 + dependence), a surprise being right or not less the skill."""
    likely = posterior.argmax(axis=0)[crowd.task] == crowd.label
    surprise = likely * 256 - (skill >> 8)[crowd.labeler]
    together = np.zeros(crowd.task_count, np.int64)
    np.add.at(together, crowd.task, surprise)
    joint, own = np.zeros((2, crowd.labeler_count), np.int64)
    np.add.at(joint, crowd.labeler, surprise * (together[crowd.task] - surprise))
    np.add.at(own, crowd.labeler, surprise * surprise)
    return worth(joint, own)


def _logarithms(skill: Int64s, classes: int) -> Int64s:
    """(W, 2) log2 of the chance of the right label, and of one certain wrong one, Q16."""
    wrong = ((ONE - skill) << 16) // (classes - 1)
    pair: Int64s = np.stack((log2(skill << 16), log2(wrong)), axis=1) - (32 << 16)
    return pair


def _log_posterior(crowd: Crowd, log_prior: Int64s, table: Int64s) -> Int64s:
    """(K, T) log2 of each class's weight for each task, Q16."""
    any_class = np.zeros(crowd.task_count, np.int64)
    np.add.at(any_class, crowd.task, table[crowd.labeler, 1])
    logs: Int64s = log_prior[:, None] + any_class
    np.add.at(logs, (crowd.label, crowd.task), (table[:, 0] - table[:, 1])[crowd.labeler])
    return logs
