"""The compiled loop of word transition networks; `word_alignment.network_of` is the same, plainly.

Imported only for much text, since Numba takes a second to load.
"""

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def _kinds(table, slots, count, kinds, lengths, leaving):
    """List each slot's different words, and what it costs to leave the slot out."""
    for slot in range(slots):
        length, absent = 0, False
        for place in range(count):
            word = table[slot, place]
            if word == 0:
                absent = True
                continue
            known = False
            for kind in range(length):
                known = known or kinds[slot, kind] == word
            if not known:
                kinds[slot, length] = word
                length += 1
        lengths[slot] = length
        leaving[slot] = 0 if absent else 1


@njit(cache=True, nogil=True)
def _steps(words, slots, kinds, lengths, leaving, steps, costs):
    """Fill (slots + 1, words + 1) the last step of the cheapest alignment of two prefixes.

    0 puts the word into the slot, 1 leaves the slot out, 2 makes a new slot; of equals the first.
    """
    for column in range(len(words) + 1):
        costs[column] = column
        steps[0, column] = 2
    for slot in range(slots):
        diagonal = costs[0]
        costs[0] += leaving[slot]
        steps[slot + 1, 0] = 1
        for column in range(len(words)):
            word = words[column]
            replacing = 1
            for kind in range(lengths[slot]):
                if kinds[slot, kind] == word:
                    replacing = 0
                    break
            best, step = diagonal + replacing, 0
            diagonal = costs[column + 1]
            if diagonal + leaving[slot] < best:
                best, step = diagonal + leaving[slot], 1
            if costs[column] + 1 < best:
                best, step = costs[column] + 1, 2
            costs[column + 1] = best
            steps[slot + 1, column + 1] = step


@njit(cache=True, nogil=True)
def network(words, start, most_cells):
    """(S, d) int32 slots by transcript: a word's number, or 0 where a transcript has none there.

    words: (N,) int32 numbers from 1 of all transcripts' words, one transcript after another.
    start: (d + 1,) int64 where each transcript begins. (0, 0) where that takes more cells.
    """
    count, most = len(start) - 1, len(words)
    table = np.zeros((start[1] - start[0], count), np.int32)
    slots = start[1] - start[0]
    for slot in range(slots):
        table[slot, 0] = words[start[0] + slot]
    kinds = np.zeros((most, count), np.int32)
    lengths, leaving = np.zeros(most, np.int32), np.zeros(most, np.int32)
    cells = 0
    for place in range(1, count):
        own = words[start[place] : start[place + 1]]
        cells += slots * len(own)
        if cells > most_cells:
            return np.zeros((0, 0), np.int32)
        _kinds(table, slots, place, kinds, lengths, leaving)
        steps = np.empty((slots + 1, len(own) + 1), np.uint8)
        _steps(own, slots, kinds, lengths, leaving, steps, np.empty(len(own) + 1, np.int32))
        row, column, added = slots, len(own), 0
        while row > 0 or column > 0:
            step = steps[row, column]
            row -= step != 2
            column -= step != 1
            added += 1
        after = np.zeros((added, count), np.int32)
        row, column, slot = slots, len(own), added
        while row > 0 or column > 0:
            step = steps[row, column]
            row -= step != 2
            column -= step != 1
            slot -= 1
            if step != 2:
                after[slot, :place] = table[row, :place]
            if step != 1:
                after[slot, place] = own[column]
        table, slots = after, added
    return table


@njit(cache=True, nogil=True)
def heaviest(table, weights):
    """(S,) int32 the entry of each slot with the most weight; of equals the one aligned first."""
    slots, count = table.shape
    chosen = np.empty(slots, np.int32)
    votes = np.zeros(table.max() + 1 if slots else 1, np.int64)
    for slot in range(slots):
        for place in range(count):
            votes[table[slot, place]] += weights[place]
        best = table[slot, 0]
        for place in range(1, count):
            if votes[table[slot, place]] > votes[best]:
                best = table[slot, place]
        for place in range(count):
            votes[table[slot, place]] = 0
        chosen[slot] = best
    return chosen
