"""Tasks' posteriors by class in integers, vectorised: what every consensus of choices needs."""

from functools import cache

import numpy as np

from labelfield.quality.crowd import (
    ENOUGH_GOLD_TASKS,
    GOLD_DOUBT,
    GOLD_DOUBT_ANSWERS,
    Crowd,
    Flags,
    Int32s,
    Int64s,
)
from labelfield.quality.tables import ONE, log2_table, power_table


def vote_shares(crowd: Crowd, limit: Int64s) -> Int64s:
    """(K, T) each class's share of a task's answers, Q16; equal shares where there are none."""
    votes = np.zeros((crowd.class_count, crowd.task_count), np.int64)
    np.add.at(votes, (crowd.label, crowd.task), limit[crowd.labeler])
    votes[:, votes.sum(axis=0) == 0] = 1
    return share(votes)


def first_evidence(crowd: Crowd, posterior: Int64s) -> Int64s:
    """(K, T) what first skills are counted from: gold alone if there is enough, else all."""
    known = crowd.gold >= 0
    answered = np.unique(crowd.task[known[crowd.task]])
    if len(answered) < ENOUGH_GOLD_TASKS:
        return posterior
    return np.where(known, posterior, 0)


def clamp(posterior: Int64s, gold: Int32s) -> Int64s:
    """(K, T) with the columns of gold tasks set to their class."""
    known = np.flatnonzero(gold >= 0)
    posterior[:, known] = 0
    posterior[gold[known], known] = ONE
    return posterior


def believed(crowd: Crowd, free: Int64s) -> Int32s:
    """(T,) the gold, −1 where the task's answers leave it less than its doubt allows."""
    answers = np.bincount(crowd.task, minlength=crowd.task_count)
    known = np.flatnonzero((crowd.gold >= 0) & (answers >= GOLD_DOUBT_ANSWERS))
    gold = crowd.gold.copy()
    gold[known[free[gold[known], known] * GOLD_DOUBT < ONE]] = -1
    return gold


def normalise(logs: Int64s) -> Int64s:
    """(K, T) 2^logs as shares in Q16 that sum to exactly 65536 a column."""
    below = logs.max(axis=0) - logs
    _, powers = _tables()
    return share(powers[(below & (ONE - 1)) >> 4] >> np.minimum(below >> 16, 31))


def share(weights: Int64s) -> Int64s:
    """(K, …) weights as shares in Q16, floored, the remainder given to the first largest."""
    shares: Int64s = (weights << 16) // weights.sum(axis=0)
    first = np.expand_dims(weights.argmax(axis=0), 0)
    rest = ONE - shares.sum(axis=0, keepdims=True)
    np.put_along_axis(shares, first, np.take_along_axis(shares, first, 0) + rest, 0)
    return shares


def log2(numbers: Int64s) -> Int64s:
    """log2 in Q16 of integers 1..2^53−1; float64 holds them exactly, so its bits are read."""
    logarithms, _ = _tables()
    bits: Int64s = numbers.astype(np.float64).view(np.int64)
    exponent: Int64s = (bits >> 52) - 1023
    fraction: Int64s = logarithms[(bits >> 40) & 4095]
    return (exponent << 16) + fraction


def margins(rest: Int64s, label: Int32s, gold: Int32s, prior: Int64s) -> Int64s:
    """(N,) q(l) − π(l), Q16, from (K, N) logarithms without the answers' own and gold or −1."""
    implied = np.take_along_axis(normalise(rest), label[None].astype(np.int64), 0)[0]
    truth = np.where(gold == label, ONE, 0)
    margin: Int64s = np.where(gold >= 0, truth, implied) - prior[label]
    return margin


def informative(crowd: Crowd, gold: Int32s, limit: Int64s) -> Flags:
    """(N,) whether gold or another answer of any weight says anything about the task."""
    answers = np.bincount(crowd.task[limit[crowd.labeler] > 0], minlength=crowd.task_count)
    flags: Flags = ((answers > 1) | (gold >= 0))[crowd.task]
    return flags


@cache
def _tables() -> tuple[Int64s, Int64s]:
    """The two tables as arrays."""
    return np.array(log2_table(), np.int64), np.array(power_table(), np.int64)
