"""Alignments of word sequences: edit distance, and the word transition network of ROVER."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

Words = tuple[str, ...]

NOTHING = ""
"""Stands in a slot for a transcript that has no word there."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of the network: what each transcript aligned so far has there."""

    words: Words
    """One entry a transcript, in the order of alignment; NOTHING where it has no word."""


def word_distance(one: Words, other: Words) -> int:
    """Return the least number of words to insert, delete or replace.

    Bit-parallel over whole columns: Myers (1999) as written by Hyyrö (2003).
    """
    if not one or not other:
        return len(one) + len(other)
    places: dict[str, int] = {}
    for index, word in enumerate(one):
        places[word] = places.get(word, 0) | 1 << index
    full, last = (1 << len(one)) - 1, 1 << (len(one) - 1)
    up, down, distance = full, 0, len(one)
    for word in other:
        equal = places.get(word, 0)
        diagonal = (((equal & up) + up) ^ up) | equal | down
        right, left = down | ~(diagonal | up) & full, up & diagonal
        distance += bool(right & last) - bool(left & last)
        right = right << 1 | 1
        up = (left << 1 | ~(diagonal | right)) & full
        down = right & diagonal & full
    return distance


def heaviest_words(
    transcripts: Sequence[Words], weights: Sequence[int], most_cells: int
) -> Words | None:
    """Return the words with the most weight slot by slot; None where that takes more cells.

    Of equal weights the word of the transcript aligned first wins.
    """
    network = network_of(transcripts, most_cells)
    if network is None:
        return None
    chosen = (_heaviest(slot.words, weights) for slot in network)
    return tuple(word for word in chosen if word != NOTHING)


def network_of(transcripts: Sequence[Words], most_cells: int) -> tuple[Slot, ...] | None:
    """Return the word transition network of transcripts aligned one after another.

    ROVER, Fiscus (1997): each transcript is aligned with the network of those before it. Matching
    a slot costs nothing if any of them has the word there, leaving out a slot nothing if any of
    them leaves it out; all else costs 1. A cell is a slot beside a word; None where there are more.
    """
    slots, cells = [Slot((word,)) for word in transcripts[0]], 0
    for count, transcript in enumerate(transcripts[1:], start=1):
        cells += len(slots) * len(transcript)
        if cells > most_cells:
            return None
        slots = _extended(slots, transcript, (NOTHING,) * count)
    return tuple(slots)


def _heaviest(words: Words, weights: Sequence[int]) -> str:
    """The entry of a slot with the most weight; of equals the first."""
    votes: Counter[str] = Counter()
    for word, weight in zip(words, weights, strict=True):
        votes[word] += weight
    return max(votes, key=lambda word: votes[word])


def _extended(slots: Sequence[Slot], transcript: Words, absent: Words) -> list[Slot]:
    """The network with one more transcript in it."""
    costs = _costs(slots, transcript)
    row, column, extended = len(slots), len(transcript), []
    while row or column:
        here = costs[row][column]
        if (
            row
            and column
            and here
            == costs[row - 1][column - 1] + _replacing(slots[row - 1], transcript[column - 1])
        ):
            row, column = row - 1, column - 1
            extended.append(Slot((*slots[row].words, transcript[column])))
        elif row and here == costs[row - 1][column] + _leaving(slots[row - 1]):
            row -= 1
            extended.append(Slot((*slots[row].words, NOTHING)))
        else:
            column -= 1
            extended.append(Slot((*absent, transcript[column])))
    return extended[::-1]


def _costs(slots: Sequence[Slot], transcript: Words) -> list[list[int]]:
    """The least cost of aligning each prefix of the network with each prefix of the transcript."""
    above = list(range(len(transcript) + 1))
    costs = [above]
    for slot in slots:
        leaving, words = _leaving(slot), slot.words
        row = [above[0] + leaving]
        for column, word in enumerate(transcript):
            best = above[column] + (word not in words)
            best = min(best, above[column + 1] + leaving, row[column] + 1)
            row.append(best)
        costs.append(row)
        above = row
    return costs


def _replacing(slot: Slot, word: str) -> int:
    """1 unless some transcript has this word in the slot."""
    return int(word not in slot.words)


def _leaving(slot: Slot) -> int:
    """1 unless some transcript has no word in the slot."""
    return int(NOTHING not in slot.words)
