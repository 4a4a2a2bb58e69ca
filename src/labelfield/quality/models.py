"""The most that an answer may weigh: of those who answer alike, and of models.

A model's answers cost nothing, so there can be any number of them, all wrong alike. It weighs
nothing until gold proves it right, then G/(G + 20) of what its record says, where G is its right
answers on gold less twice its wrong ones: below two thirds right it never weighs anything.
"""

from dataclasses import dataclass

import numpy as np

from labelfield.quality.crowd import MODEL_PSEUDO_ANSWERS, Crowd, Int32s, Int64s
from labelfield.quality.rings import independence, mates_of
from labelfield.quality.tables import ONE


@dataclass(frozen=True, slots=True, eq=False)
class AnswerCounts:
    """How much each labeler answered; of integers, so parts of a crowd add up."""

    answers: Int64s
    """(W,)"""

    known: Int64s
    """(W,) of them to gold tasks."""

    right: Int64s
    """(W,) of those, as the gold says."""


def weight_limits(crowd: Crowd, cluster: Int32s) -> Int64s:
    """(W,) what a labeler's answer may weigh at most, Q16."""
    return limits(count_answers(crowd), mates_of(crowd, cluster), crowd.models)


def count_answers(crowd: Crowd) -> AnswerCounts:
    """Return how much each labeler answered."""
    gold = crowd.gold[crowd.task]
    rows = (crowd.labeler, crowd.labeler[gold >= 0], crowd.labeler[gold == crowd.label])
    return AnswerCounts(*(np.bincount(each, minlength=crowd.labeler_count) for each in rows))


def limits(counts: AnswerCounts, mates: Int64s, models: int) -> Int64s:
    """(W,) the least of what independence and, for the last labelers, gold allows, Q16."""
    better = np.maximum(3 * counts.right - 2 * counts.known, 0)
    proven = better * ONE // (better + MODEL_PSEUDO_ANSWERS)
    people = np.arange(len(mates)) < len(mates) - models
    limit: Int64s = np.minimum(independence(counts.answers, mates), np.where(people, ONE, proven))
    return limit
