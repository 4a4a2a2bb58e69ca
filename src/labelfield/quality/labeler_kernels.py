"""Compiled loops over labelers: from counts to chances and their logarithms.

Every kernel works on the labelers `first` to `end` − 1, so that threads can share the work. Tables
are flat: `[labeler, label, truth]` but for `expected`, which is `[labeler, truth, label]`.
"""

import math

import numpy as np
from numba import njit

from labelfield.quality.tables import log2_table

_ONE = 1 << 16
_LOGARITHMS = np.array(log2_table(), np.int32)


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
def damp(table, worth, size, first, end):
    """Multiply each labeler's logarithms by their worth, floored."""
    for w in range(first, end):
        for place in range(w * size, (w + 1) * size):
            table[place] = (np.int64(table[place]) * worth[w]) >> 16


@njit(cache=True, nogil=True, inline="always")
def _log2(number):
    """log2 in Q16 of an integer from 1 to 2^53 − 1, whose float is exact."""
    mantissa, exponent = math.frexp(float(number))
    return ((exponent - 1) << 16) + _LOGARITHMS[int(mantissa * 8192.0) - 4096]


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
