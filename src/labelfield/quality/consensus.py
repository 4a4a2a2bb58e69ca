"""Consensus by EM over integers, vectorised: `reference.py` says the same plainly.

Dawid and Skene (1979), with each labeler's confusion row shrunk to "knows, or answers by habit"
(Hovy et al. 2013, MACE), and the word of labelers who are surprising together counted once. Sums
are of integers, so no order of rows can change them.
"""

from functools import cache

import numpy as np

from labelfield.protocol.scoring import Scoring
from labelfield.quality.crowd import (
    DEPENDENCE_PSEUDO_ANSWERS,
    ENOUGH_GOLD_TASKS,
    GOLD_WEIGHT,
    Consensus,
    Crowd,
    Flags,
    Int32s,
    Int64s,
    check_crowd,
)
from labelfield.quality.tables import ONE, log2_table, power_table

_BLOCK = 1 << 16
"""Answers scored at a time, so that memory stays a few times K × block."""


def consensus(crowd: Crowd, scoring: Scoring) -> Consensus:
    """Return labels, skills and margins after the preset's passes of integer EM."""
    check_crowd(crowd, scoring)
    cell = crowd.labeler.astype(np.int64) * crowd.class_count + crowd.label
    posterior = _clamp(_vote_shares(crowd), crowd.gold)
    evidence = _first_evidence(crowd, posterior)
    for number in range(scoring.passes):
        if number:
            evidence = posterior
        counts = _count(crowd, cell, _weigh_gold(crowd, evidence))
        given, total = _confusion(counts, crowd, scoring)
        log_skill = _damp(_log2(given) - _log2(total), _weight(crowd, posterior, given, total))
        weight = posterior.sum(axis=1) + ONE
        logs = _log_posterior(crowd, cell, _log2(weight), log_skill)
        posterior = _clamp(_normalise(logs), crowd.gold)
    prior = _share(weight)
    margin, informative = _margins(crowd, cell, logs, log_skill, prior)
    return Consensus(
        posterior=np.ascontiguousarray(posterior.T),
        prior=prior,
        log_prior=_log2(weight),
        log_skill=_by_labeler(log_skill, crowd),
        skill=_skills(counts, scoring),
        margin=margin,
        informative=informative,
    )


def _vote_shares(crowd: Crowd) -> Int64s:
    """(K, T) each class's share of a task's answers, Q16; equal shares where there are none."""
    votes = np.zeros((crowd.class_count, crowd.task_count), np.int64)
    np.add.at(votes, (crowd.label, crowd.task), 1)
    votes[:, votes.sum(axis=0) == 0] = 1
    return _share(votes)


def _clamp(posterior: Int64s, gold: Int32s) -> Int64s:
    """(K, T) with the columns of gold tasks set to their class."""
    known = np.flatnonzero(gold >= 0)
    posterior[:, known] = 0
    posterior[gold[known], known] = ONE
    return posterior


def _first_evidence(crowd: Crowd, posterior: Int64s) -> Int64s:
    """(K, T) what first skills are counted from: gold alone if there is enough, else all."""
    known = crowd.gold >= 0
    answered = np.unique(crowd.task[known[crowd.task]])
    if len(answered) < ENOUGH_GOLD_TASKS:
        return posterior
    return np.where(known, posterior, 0)


def _weigh_gold(crowd: Crowd, evidence: Int64s) -> Int64s:
    """(K, T) the evidence, that of gold tasks multiplied."""
    return np.where(crowd.gold >= 0, evidence * GOLD_WEIGHT, evidence)


def _count(crowd: Crowd, cell: Int64s, evidence: Int64s) -> Int64s:
    """(K, W, K) how often a labeler gave a label while the truth was k, in answers, Q16."""
    counts = np.zeros((crowd.class_count, crowd.labeler_count * crowd.class_count), np.int64)
    for truth in range(crowd.class_count):
        np.add.at(counts[truth], cell, evidence[truth][crowd.task])
    return counts.reshape(crowd.class_count, crowd.labeler_count, crowd.class_count)


def _skills(counts: Int64s, scoring: Scoring) -> Int64s:
    """(W,) shrunk accuracies, Q16."""
    right = _right(counts)
    answered = counts.sum(axis=(0, 2))
    mean = int(right.sum()) * ONE // max(int(answered.sum()), 1)
    own = ((right + scoring.crowd_pseudo_answers * mean) << 16) // (
        answered + scoring.crowd_pseudo_answers * ONE
    )
    skill: Int64s = np.clip(own, 1, ONE - 1)
    return skill


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
    mean = int(over.sum()) * ONE // max(int(possible.sum()), 1)
    pseudo = scoring.crowd_pseudo_answers
    own = ((over + pseudo * min(max(mean, 0), ONE)) << 16) // (possible + pseudo * ONE)
    knows: Int64s = np.clip(own, 0, ONE - 1)
    return knows


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
    least = own + DEPENDENCE_PSEUDO_ANSWERS * ONE
    mean = sum(joint.tolist()) * ONE // max(sum(least.tolist()), 1)
    above = np.maximum(joint + DEPENDENCE_PSEUDO_ANSWERS * mean, 0)
    weight: Int64s = (least << 16) // (least + above)
    return weight


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


def _normalise(logs: Int64s) -> Int64s:
    """(K, T) 2^logs as shares in Q16 that sum to exactly 65536 a column."""
    below = logs.max(axis=0) - logs
    _, powers = _tables()
    return _share(powers[(below & (ONE - 1)) >> 4] >> np.minimum(below >> 16, 31))


def _share(weights: Int64s) -> Int64s:
    """(K, …) weights as shares in Q16, floored, the remainder given to the first largest."""
    shares: Int64s = (weights << 16) // weights.sum(axis=0)
    first = np.expand_dims(weights.argmax(axis=0), 0)
    rest = ONE - shares.sum(axis=0, keepdims=True)
    np.put_along_axis(shares, first, np.take_along_axis(shares, first, 0) + rest, 0)
    return shares


def _margins(
    crowd: Crowd, cell: Int64s, logs: Int64s, log_skill: Int64s, prior: Int64s
) -> tuple[Int64s, Flags]:
    """(N,) q(l) − π(l) without the answer's own weight, Q16, and whether anything informs q."""
    others = np.bincount(crowd.task, minlength=crowd.task_count)[crowd.task] > 1
    gold = crowd.gold[crowd.task]
    margin = np.empty(len(crowd.task), np.int64)
    for start in range(0, len(margin), _BLOCK):
        rows = slice(start, start + _BLOCK)
        rest = logs[:, crowd.task[rows]] - log_skill[:, cell[rows]]
        implied = np.take_along_axis(_normalise(rest), crowd.label[rows][None].astype(np.int64), 0)
        truth = np.where(gold[rows] == crowd.label[rows], ONE, 0)
        margin[rows] = np.where(gold[rows] >= 0, truth, implied[0]) - prior[crowd.label[rows]]
    return margin, others | (gold >= 0)


def _by_labeler(log_skill: Int64s, crowd: Crowd) -> Int32s:
    """(W, K, K) the table turned to [labeler, truth, label]."""
    shape = (crowd.class_count, crowd.labeler_count, crowd.class_count)
    turned = log_skill.reshape(shape).transpose(1, 0, 2)
    return np.ascontiguousarray(turned, np.int32)


def _log2(numbers: Int64s) -> Int64s:
    """log2 in Q16 of integers 1..2^53−1; float64 holds them exactly, so its bits are read."""
    logarithms, _ = _tables()
    bits: Int64s = numbers.astype(np.float64).view(np.int64)
    exponent: Int64s = (bits >> 52) - 1023
    fraction: Int64s = logarithms[(bits >> 40) & 4095]
    return (exponent << 16) + fraction


@cache
def _tables() -> tuple[Int64s, Int64s]:
    """The two tables as arrays."""
    return np.array(log2_table(), np.int64), np.array(power_table(), np.int64)
