"""Compiled loops over task-sorted answers; `consensus.py` is the same in NumPy, and the norm.

A sweep works on the tasks of one shard, and what it adds up goes into arrays of its own, so that
threads and machines can share it. Tables are flat: `[labeler, label, truth]` but for `expected`,
which is `[labeler, truth, label]`.
"""

import numpy as np
from numba import njit

from labelfield.quality.crowd import GOLD_DOUBT, GOLD_DOUBT_ANSWERS, GOLD_WEIGHT
from labelfield.quality.prefetch import prefetch
from labelfield.quality.tables import power_table

_ONE = 1 << 16
_POWERS = np.array(power_table(), np.int32)
_NOTHING = 31 << 16
_NEAR = 1 << 17
"""Numbers in a table that a processor's nearest memory holds."""
_AHEAD = 24
"""Rows between asking for a row's tables and using them."""


@njit(cache=True, nogil=True, inline="always")
def _power(below):
    """2^−x in Q30 for x ≥ 0 in Q16."""
    if below >= _NOTHING:
        return np.int64(0)
    return np.int64(_POWERS[(below & 65535) >> 4] >> (below >> 16))


@njit(cache=True, nogil=True, inline="always")
def _normalise(logs, weights):
    """Turn logs (K,) into shares of 65536 in `weights`; return the first largest.

    Quotients of integers up to 2^46 and 2^35 are never rounded up to the next integer by a
    float's division, so its floor is exact.
    """
    classes = len(logs)
    largest = logs[0]
    for k in range(1, classes):
        largest = max(largest, logs[k])
    total = np.int64(0)
    best = 0
    for k in range(classes):
        weights[k] = _power(largest - logs[k])
        total += weights[k]
        if weights[k] > weights[best]:
            best = k
    divisor = float(total)
    rest = np.int64(_ONE)
    for k in range(classes):
        if weights[k]:
            weights[k] = int(float(weights[k] << 16) / divisor)
            rest -= weights[k]
    weights[best] += rest
    return best


@njit(cache=True, nogil=True, inline="always")
def _largest(values):
    """The first index of the largest value."""
    best = 0
    for k in range(1, len(values)):
        if values[k] > values[best]:
            best = k
    return best


@njit(cache=True, nogil=True)
def vote(start, labeler, label, gold, limit, gold_alone, counts, prior, likeliest):
    """Vote shares of tasks: their sums, the likeliest classes, and the first counts."""
    classes = len(prior)
    shares = np.zeros(classes, np.int64)
    for task in range(len(gold)):
        shares[:] = 0
        for row in range(start[task], start[task + 1]):
            shares[label[row]] += limit[labeler[row]]
        known = gold[task]
        if known >= 0:
            shares[:] = 0
            shares[known] = _ONE
            best = known
        else:
            total = shares.sum()
            if total == 0:
                shares[:] = 1
                total = classes
            best = _largest(shares)
            rest = np.int64(_ONE)
            for k in range(classes):
                shares[k] = (shares[k] << 16) // total
                rest -= shares[k]
            shares[best] += rest
        likeliest[task] = best
        for k in range(classes):
            prior[k] += shares[k]
        if known >= 0 or not gold_alone:
            _count(start, labeler, label, task, known, best, shares, counts)


@njit(cache=True, nogil=True, inline="always")
def _place(labeler, other, classes):
    """Where a row of a flat table begins; unsigned, so that no index is taken from the end."""
    return (np.uint64(labeler) * classes + np.uint64(other)) * classes


@njit(cache=True, nogil=True, inline="always")
def _count(start, labeler, label, task, known, best, shares, counts):
    """Add a task's shares to the counts of who answered it; gold counts four times."""
    classes = np.uint64(len(shares))
    most = np.int64(_ONE if known < 0 else GOLD_WEIGHT * _ONE)
    only = known
    if known < 0 and shares[best] == _ONE:
        only = best
    for row in range(start[task], start[task + 1]):
        place = _place(labeler[row], label[row], classes)
        if only >= 0:
            counts[place + np.uint64(only)] += most
        else:
            for k in range(classes):
                counts[place + k] += shares[k]


@njit(cache=True, nogil=True)
def surprise(start, labeler, label, likeliest, expected, classes, sums):
    """Add up every labeler's surprises times the others' of the task, and their squares."""
    unsigned = np.uint64(classes)
    together = np.zeros(classes, np.int32)
    far = len(expected) > _NEAR
    final = len(label) - 1
    for task in range(len(likeliest)):
        together[:] = 0
        truth = likeliest[task]
        for row in range(start[task], start[task + 1]):
            if far:
                prefetch(expected, _place(labeler[min(row + _AHEAD, final)], truth, unsigned))
            place = _place(labeler[row], truth, unsigned)
            for k in range(unsigned):
                together[k] -= expected[place + k]
            together[label[row]] += 256
        for row in range(start[task], start[task + 1]):
            place = _place(labeler[row], truth, unsigned)
            given = np.uint64(label[row])
            shared = np.int64(0)
            squared = np.int64(0)
            for k in range(unsigned):
                chance = expected[place + k]
                shared -= np.int64(together[k]) * chance
                squared += np.int64(chance) * chance
            shared += 256 * np.int64(together[given])
            squared += 65536 - 512 * np.int64(expected[place + given])
            who = np.uint64(labeler[row])
            sums[who, 0] += shared - squared
            sums[who, 1] += squared


@njit(cache=True, nogil=True)
def surprise_of_two(start, labeler, label, likeliest, expected, sums):
    """The same for two classes, in half the time: sums in registers, not in memory."""
    far = len(expected) > _NEAR
    final = len(label) - 1
    two = np.uint64(2)
    for task in range(len(likeliest)):
        low = np.int64(0)
        high = np.int64(0)
        truth = likeliest[task]
        for row in range(start[task], start[task + 1]):
            if far:
                prefetch(expected, _place(labeler[min(row + _AHEAD, final)], truth, two))
            place = _place(labeler[row], truth, two)
            step = 256 * np.int64(label[row])
            low += 256 - step - expected[place]
            high += step - expected[place + np.uint64(1)]
        for row in range(start[task], start[task + 1]):
            place = _place(labeler[row], truth, two)
            step = 256 * np.int64(label[row])
            zero = 256 - step - expected[place]
            one = step - expected[place + np.uint64(1)]
            who = np.uint64(labeler[row])
            sums[who, 0] += zero * (low - zero) + one * (high - one)
            sums[who, 1] += zero * zero + one * one


@njit(cache=True, nogil=True)
def infer(
    start,
    labeler,
    label,
    gold,
    doubt,
    table,
    log_prior,
    counts,
    prior,
    likeliest,
    confidence,
    believed,
    posterior,
):
    """Posteriors of tasks: their sums, likeliest classes, gold believed and the next counts.

    `posterior` (T, K) is filled where it has rows.
    """
    classes = len(log_prior)
    unsigned = np.uint64(classes)
    logs = np.zeros(classes, np.int64)
    shares = np.zeros(classes, np.int64)
    counting = len(counts) > 0
    far = len(table) > _NEAR
    final = len(label) - 1
    for task in range(len(gold)):
        logs[:] = log_prior
        for row in range(start[task], start[task + 1]):
            if far:
                later = min(row + _AHEAD, final)
                place = _place(labeler[later], label[later], unsigned)
                prefetch(table, place)
                prefetch(table, place + unsigned - np.uint64(1))
                if counting:
                    prefetch(counts, place)
                    prefetch(counts, place + unsigned - np.uint64(1))
            place = _place(labeler[row], label[row], unsigned)
            for k in range(unsigned):
                logs[k] += table[place + k]
        best = _normalise(logs, shares)
        known = gold[task]
        if known >= 0:
            if (
                doubt
                and start[task + 1] - start[task] >= GOLD_DOUBT_ANSWERS
                and shares[known] * GOLD_DOUBT < _ONE
            ):
                known = -1
            else:
                shares[:] = 0
                shares[known] = _ONE
                best = known
        believed[task] = known
        likeliest[task] = best
        confidence[task] = shares[best]
        for k in range(classes):
            prior[k] += shares[k]
        if len(posterior):
            posterior[task] = shares
        if counting:
            _count(start, labeler, label, task, known, best, shares, counts)


@njit(cache=True, nogil=True)
def infer_of_two(
    start,
    labeler,
    label,
    gold,
    doubt,
    odds,
    log_prior,
    counts,
    prior,
    likeliest,
    confidence,
    believed,
    posterior,
):
    """The same for two classes, from what a label adds to the second over the first.

    `odds` (W, 2) [labeler, label]: posteriors depend on differences of logarithms alone.
    """
    counting = len(counts) > 0
    far = len(odds) > _NEAR
    final = len(label) - 1
    two = np.uint64(2)
    one = np.uint64(1)
    zero = np.uint64(0)
    for task in range(len(gold)):
        above = log_prior[1] - log_prior[0]
        for row in range(start[task], start[task + 1]):
            if far:
                later = np.uint64(labeler[min(row + _AHEAD, final)])
                prefetch(odds, later * two)
                if counting:
                    prefetch(counts, later * two * two)
            above += odds[np.uint64(labeler[row]) * two + np.uint64(label[row])]
        first = _power(max(above, np.int64(0)))
        second = _power(max(-above, np.int64(0)))
        best = np.int64(second > first)
        least = min(first, second)
        share = np.int64(0)
        if least:
            share = np.int64(float(least << 16) / float(first + second))
        low = share if best else _ONE - share
        known = gold[task]
        weight = np.int64(1)
        if known >= 0:
            implied = low if known == 0 else _ONE - low
            answers = start[task + 1] - start[task]
            if doubt and answers >= GOLD_DOUBT_ANSWERS and implied * GOLD_DOUBT < _ONE:
                known = -1
            else:
                low = np.int64(_ONE if known == 0 else 0)
                best = np.int64(known)
                weight = np.int64(GOLD_WEIGHT)
        high = _ONE - low
        believed[task] = known
        likeliest[task] = best
        confidence[task] = high if best else low
        prior[0] += low
        prior[1] += high
        if len(posterior):
            posterior[task, 0] = low
            posterior[task, 1] = high
        if counting:
            low *= weight
            high *= weight
            for row in range(start[task], start[task + 1]):
                place = _place(labeler[row], label[row], two)
                counts[place + zero] += low
                counts[place + one] += high


@njit(cache=True, nogil=True)
def compare(start, labeler, label, gold, limit, table, log_prior, prior, margin, sums):
    """Margins of answers, where there is room for them, and (W, 5) what a tally holds."""
    classes = len(log_prior)
    unsigned = np.uint64(classes)
    logs = np.zeros(classes, np.int64)
    rest = np.zeros(classes, np.int64)
    for task in range(len(gold)):
        known = gold[task]
        weighty = 0
        for row in range(start[task], start[task + 1]):
            weighty += limit[labeler[row]] > 0
        informative = known >= 0 or weighty > 1
        logs[:] = log_prior
        if known < 0:
            for row in range(start[task], start[task + 1]):
                place = _place(labeler[row], label[row], unsigned)
                for k in range(unsigned):
                    logs[k] += table[place + k]
        for row in range(start[task], start[task + 1]):
            given = np.int64(label[row])
            if known >= 0:
                implied = np.int64(_ONE if known == given else 0)
            else:
                place = _place(labeler[row], given, unsigned)
                for k in range(unsigned):
                    rest[k] = logs[k] - table[place + k]
                _normalise(rest, rest)
                implied = rest[given]
            found = implied - prior[given]
            if len(margin):
                margin[row] = found
            who = np.uint64(labeler[row])
            sums[who, 0] += 1
            if informative:
                sums[who, 1] += 1
                sums[who, 2] += found
                sums[who, 3] += found * found
                sums[who, 4] += prior[given] * (_ONE - prior[given])


@njit(cache=True, nogil=True)
def by_task(task, start, order):
    """Fill `order` (N,) with rows in the order of their tasks; `start` (T,) is used up."""
    for row in range(len(task)):
        order[start[task[row]]] = row
        start[task[row]] += 1


@njit(cache=True, nogil=True)
def arrive(task, labeler, label, table, logs, confidence):
    """Add answers, in their order, to the logarithms (T, K) of their tasks.

    `confidence` (N,) becomes the largest posterior of the task after each.
    """
    classes = logs.shape[1]
    unsigned = np.uint64(classes)
    shares = np.zeros(classes, np.int64)
    for row in range(len(task)):
        own = logs[task[row]]
        place = _place(labeler[row], label[row], unsigned)
        for k in range(unsigned):
            own[k] += table[place + k]
        confidence[row] = shares[_normalise(own, shares)]
