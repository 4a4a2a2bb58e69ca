"""Compiled loops over task-sorted answers; `consensus.py` is the same in NumPy, and the norm.

A sweep works on the tasks of one shard, and what it adds up goes into arrays of its own, so that
threads and machines can share it; kernels of labelers work on `first` to `end` − 1. Tables are
flat: `[labeler, label, truth]` but for `expected`, which is `[labeler, truth, label]`.
"""

import math

import numpy as np
from numba import njit

from labelfield.quality.crowd import GOLD_DOUBT, GOLD_DOUBT_ANSWERS, GOLD_WEIGHT
from labelfield.quality.prefetch import prefetch
from labelfield.quality.tables import log2_table, power_table

_ONE = 1 << 16
_LOGARITHMS = np.array(log2_table(), np.int32)
_POWERS = np.array(power_table(), np.int32)
_NOTHING = 31 << 16
_NEAR = 1 << 17
"""Numbers in a table that a processor's nearest memory holds."""
_AHEAD = 24
"""Rows between asking for a row's tables and using them."""


@njit(cache=True, nogil=True, inline="always")
def _log2(number):
    """log2 in Q16 of an integer from 1 to 2^53 − 1, whose float is exact."""
    mantissa, exponent = math.frexp(float(number))
    return ((exponent - 1) << 16) + _LOGARITHMS[int(mantissa * 8192.0) - 4096]


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
def know(counts, classes, pseudo, first, end, over, possible):
    """How much labelers are right beyond their habit, and how much they could be."""
    for w in range(first, end):
        square = counts[w * classes * classes : (w + 1) * classes * classes]
        total = _sum(square)
        right = np.int64(0)
        chance = np.int64(0)
        for label in range(classes):
            habit = _habit(square, label, total, classes, pseudo)
            truth = np.int64(0)
            for other in range(classes):
                truth += square[other * classes + label]
            chance += truth * habit
            right += square[label * classes + label]
        over[w] = right - (chance >> 16)
        possible[w] = total - (chance >> 16)


@njit(cache=True, nogil=True, inline="always")
def _sum(values):
    """The sum, in 64 bits."""
    total = np.int64(0)
    for value in values:
        total += value
    return total


@njit(cache=True, nogil=True, inline="always")
def _habit(square, label, total, classes, pseudo):
    """How often a labeler gives a label whatever the truth, Q16."""
    given = np.int64(0)
    for k in range(classes):
        given += square[label * classes + k]
    return ((given << 16) + (pseudo << 32) // classes) // (total + pseudo * _ONE)


@njit(cache=True, nogil=True)
def tabulate(counts, knows, classes, pseudo, weight, first, end, expected, table):
    """Chances of labels, Q8, and their logarithms, not yet damped; the counts are used up."""
    totals = np.zeros(classes, np.int64)
    logs = np.zeros(classes, np.int64)
    for w in range(first, end):
        base = w * classes * classes
        square = counts[base : base + classes * classes]
        total = _sum(square)
        totals[:] = weight * _ONE
        for place in range(classes * classes):
            totals[place % classes] += square[place]
        for k in range(classes):
            logs[k] = _log2(totals[k])
        for label in range(classes):
            by_habit = (_ONE - knows[w]) * _habit(square, label, total, classes, pseudo) >> 16
            for k in range(classes):
                prior = by_habit + (knows[w] if k == label else 0)
                given = square[label * classes + k] + weight * max(prior, 1)
                expected[base + k * classes + label] = (given << 8) // totals[k]
                table[base + label * classes + k] = _log2(given) - logs[k]


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
def damp(table, worth, size, first, end):
    """Multiply each labeler's logarithms by their worth, floored."""
    for w in range(first, end):
        for place in range(w * size, (w + 1) * size):
            table[place] = (np.int64(table[place]) * worth[w]) >> 16


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
