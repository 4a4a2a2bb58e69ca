"""Consensus by EM over integers, vectorised: `reference.py` says the same plainly.

Dawid and Skene (1979), with each labeler's confusion row shrunk to "knows, or answers by habit"
(Hovy et al. 2013, MACE), and the word of labelers who are surprising together counted once. Sums
are of integers, so no order of rows can change them.
"""

import numpy as np

from labelfield.protocol.scoring import Scoring
from labelfield.quality.crowd import (
    FULL_ROWS,
    GOLD_WEIGHT,
    MOST_IN_TASK,
    Consensus,
    Crowd,
    Int32s,
    Int64s,
    check_crowd,
    pass_count,
)
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
from labelfield.quality.skills import shrunk_knowledge, shrunk_skills, worth
from labelfield.quality.tables import ONE
from labelfield.quality.wide import one_coin

_BLOCK = 1 << 16
"""Answers scored at a time, so that memory stays a few times K × block."""


COMPILED_FROM = 1 << 18
"""Answers from which compiled loops are worth loading."""


def consensus(crowd: Crowd, scoring: Scoring) -> Consensus:
    """Return labels, skills and margins after the preset's passes of integer EM."""
    check_crowd(crowd, scoring)
    if crowd.class_count > FULL_ROWS:
        return one_coin(crowd, scoring)
    if len(crowd.task) < COMPILED_FROM or _largest_task(crowd) > MOST_IN_TASK:
        return vectorised(crowd, scoring)
    from labelfield.quality.compiled import compiled

    return compiled(crowd, scoring)


def _largest_task(crowd: Crowd) -> int:
    """The most answers that any task has."""
    return int(np.bincount(crowd.task).max())


def vectorised(crowd: Crowd, scoring: Scoring) -> Consensus:
    """Return the consensus of a checked crowd by NumPy alone."""
    cell = crowd.labeler.astype(np.int64) * crowd.class_count + crowd.label
    cluster = clusters_of(crowd)
    limit = weight_limits(crowd, cluster)
    gold = crowd.gold
    posterior = clamp(vote_shares(crowd, limit), gold)
    evidence = first_evidence(crowd, posterior)
    for number in range(pass_count(crowd, scoring)):
        if number:
            evidence = posterior
        counts = _count(crowd, cell, np.where(gold >= 0, evidence * GOLD_WEIGHT, evidence))
        given, total = _confusion(counts, crowd, scoring)
        weights = np.minimum(_weight(crowd, posterior, given, total), limit)
        log_skill = _damp(log2(given) - log2(total), weights)
        weight = posterior.sum(axis=1) + ONE
        logs = _log_posterior(crowd, cell, log2(weight), log_skill)
        free = normalise(logs)
        gold = believed(crowd, free) if number else crowd.gold
        posterior = clamp(free, gold)
    prior = share(weight)
    margin = _margins(crowd, gold, cell, logs, log_skill, prior)
    return Consensus(
        posterior=np.ascontiguousarray(posterior.T),
        prior=prior,
        log_prior=log2(weight),
        log_skill=_by_labeler(log_skill, crowd),
        skill=shrunk_skills(_right(counts), counts.sum(axis=(0, 2)), scoring),
        margin=margin,
        informative=informative(crowd, gold, limit),
        gold=gold,
        cluster=cluster,
    )


def _count(crowd: Crowd, cell: Int64s, evidence: Int64s) -> Int64s:
    """(K, W, K) how often a labeler gave a label while the truth was k, in answers, Q16."""
    counts = np.zeros((crowd.class_count, crowd.labeler_count * crowd.class_count), np.int64)
    for truth in range(crowd.class_count):
        np.add.at(counts[truth], cell, evidence[truth][crowd.task])
    return counts.reshape(crowd.class_count, crowd.labeler_count, crowd.class_count)


def _right(counts: Int64s) -> Int64s:
    """(W,) each labeler's sum of the diagonal."""
    diagonal = np.arange(len(counts))
    right: Int64s = counts[diagonal, :, diagonal].sum(axis=0)
    return right


def _confusion(counts: Int64s, crowd: Crowd, scoring: Scoring) -> tuple[Int64s, Int64s]:
    """(K, W, K) shrunk counts of labels, and (K, W, 1) of answers, Q16; their ratio is θ."""
    habit = _habits(counts, crowd, scoring)
    knows = _knowledge(counts, habit, scoring)
    expected = np.repeat(((ONE - knows)[:, None] * habit >> 16)[None], crowd.class_count, axis=0)
    diagonal = np.arange(crowd.class_count)
    expected[diagonal, :, diagonal] += knows
    given = counts + scoring.labeler_pseudo_answers * np.maximum(expected, 1)
    return given, counts.sum(axis=2, keepdims=True) + scoring.labeler_pseudo_answers * ONE


def _habits(counts: Int64s, crowd: Crowd, scoring: Scoring) -> Int64s:
    """(W, K) how often a labeler gives a label whatever the truth, shrunk to all alike, Q16."""
    pseudo = (scoring.crowd_pseudo_answers << 32) // crowd.class_count
    answered = counts.sum(axis=(0, 2)) + scoring.crowd_pseudo_answers * ONE
    habit: Int64s = ((counts.sum(axis=0) << 16) + pseudo) // answered[:, None]
    return habit


def _knowledge(counts: Int64s, habit: Int64s, scoring: Scoring) -> Int64s:
    """(W,) how much more often than by habit a labeler is right, of what is possible, Q16."""
    chance = (counts.sum(axis=2).T * habit).sum(axis=1) >> 16
    over = _right(counts) - chance
    possible = counts.sum(axis=(0, 2)) - chance
    return shrunk_knowledge(over, possible, scoring)


def _weight(crowd: Crowd, posterior: Int64s, given: Int64s, total: Int64s) -> Int64s:
    """(W,) 1 / max(1, 1 + dependence), Q16: what one answer is worth beside the others'.

    An answer's surprise is what it was less what its labeler was expected to give, were the
    likeliest class true. Dependence is Σ (own × the others' surprise) / Σ own², shrunk to the
    crowd's: 0 for the independent, m − 1 for m that always answer alike.
    """
    expected = ((given << 8) // total).ravel()
    likeliest = posterior.argmax(axis=0)[crowd.task]
    first = (likeliest * crowd.labeler_count + crowd.labeler) * crowd.class_count
    shared, alone = np.zeros((2, len(crowd.task)), np.int64)
    for label in range(crowd.class_count):
        surprise = (crowd.label == label) * 256 - expected[first + label]
        together = np.zeros(crowd.task_count, np.int64)
        np.add.at(together, crowd.task, surprise)
        squared = surprise * surprise
        shared += surprise * together[crowd.task] - squared
        alone += squared
    joint, own = np.zeros((2, crowd.labeler_count), np.int64)
    np.add.at(joint, crowd.labeler, shared)
    np.add.at(own, crowd.labeler, alone)
    return worth(joint, own)


def _damp(log_skill: Int64s, weight: Int64s) -> Int64s:
    """(K, W×K) each labeler's logarithms times their weight, floored."""
    damped: Int64s = log_skill * weight[:, None] >> 16
    return damped.reshape(len(log_skill), -1)


def _log_posterior(crowd: Crowd, cell: Int64s, log_prior: Int64s, log_skill: Int64s) -> Int64s:
    """(K, T) log2 of each class's weight for each task, Q16."""
    logs = np.repeat(log_prior[:, None], crowd.task_count, axis=1)
    for truth in range(crowd.class_count):
        np.add.at(logs[truth], crowd.task, log_skill[truth][cell])
    return logs


def _margins(
    crowd: Crowd, gold: Int32s, cell: Int64s, logs: Int64s, log_skill: Int64s, prior: Int64s
) -> Int64s:
    """(N,) q(l) − π(l) without the answer's own weight, Q16."""
    margin = np.empty(len(crowd.task), np.int64)
    for start in range(0, len(margin), _BLOCK):
        rows = slice(start, start + _BLOCK)
        rest = logs[:, crowd.task[rows]] - log_skill[:, cell[rows]]
        margin[rows] = margins(rest, crowd.label[rows], gold[crowd.task[rows]], prior)
    return margin


def _by_labeler(log_skill: Int64s, crowd: Crowd) -> Int32s:
    """(W, K, K) the table turned to [labeler, truth, label]."""
    shape = (crowd.class_count, crowd.labeler_count, crowd.class_count)
    turned = log_skill.reshape(shape).transpose(1, 0, 2)
    return np.ascontiguousarray(turned, np.int32)
