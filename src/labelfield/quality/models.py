"""The most that an answer may weigh: of those who answer alike, and of models.

A model's answers cost nothing, so there can be any number of them, all wrong alike. It weighs
nothing until it is proven right, then G/(G + 80) of what its record says. G counts its answers to
gold, four times, and those to tasks on which people agree without it: right ones less twice the
wrong ones, so that a model that is right less than two times in three never weighs anything. People
vouch only where gold vouches for them: enough of it must be answered, and it must not be against
the model.
"""

from dataclasses import dataclass

import numpy as np

from labelfield.quality.crowd import (
    ENOUGH_GOLD_TASKS,
    GOLD_WEIGHT,
    MODEL_PSEUDO_ANSWERS,
    VOUCHING_ANSWERS,
    Crowd,
    Flags,
    Int32s,
    Int64s,
)
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

    vouched: Int64s
    """(W,) a model's to other tasks on which most of at least three people agree."""

    agreed: Int64s
    """(W,) of those, as these people say."""


def weight_limits(crowd: Crowd, cluster: Int32s) -> Int64s:
    """(W,) what a labeler's answer may weigh at most, Q16."""
    gold_tasks = len(np.unique(crowd.task[crowd.gold[crowd.task] >= 0]))
    return limits(count_answers(crowd), mates_of(crowd, cluster), crowd.models, gold_tasks)


def count_answers(crowd: Crowd) -> AnswerCounts:
    """Return how much each labeler answered."""
    gold = crowd.gold[crowd.task]
    met, agrees = _vouched(crowd) if crowd.models else (np.zeros((2, len(gold)), np.bool_))
    rows = (crowd.labeler, crowd.labeler[gold >= 0], crowd.labeler[gold == crowd.label])
    rows = (*rows, crowd.labeler[met], crowd.labeler[agrees])
    counts = (np.bincount(each, minlength=crowd.labeler_count) for each in rows)
    return AnswerCounts(*counts)


def limits(counts: AnswerCounts, mates: Int64s, models: int, gold_tasks: int) -> Int64s:
    """(W,) the least of what independence and, for the last labelers, proof allows, Q16.

    `gold_tasks` is how many of them have an answer.
    """
    gold = 3 * counts.right - 2 * counts.known
    people = np.maximum(3 * counts.agreed - 2 * counts.vouched, 0)
    heard = people if gold_tasks >= ENOUGH_GOLD_TASKS else 0
    better = np.where(gold < 0, 0, GOLD_WEIGHT * gold + heard)
    proven = better * ONE // (better + GOLD_WEIGHT * MODEL_PSEUDO_ANSWERS)
    is_person = np.arange(len(mates)) < len(mates) - models
    limit: Int64s = np.minimum(
        independence(counts.answers, mates), np.where(is_person, ONE, proven)
    )
    return limit


def _vouched(crowd: Crowd) -> tuple[Flags, Flags]:
    """(N,) which answers of models people vouch for or against, and for which of them."""
    by_person = crowd.labeler < crowd.labeler_count - crowd.models
    cell = crowd.task.astype(np.int64) * crowd.class_count + crowd.label
    heard, place = np.unique(cell, return_inverse=True)
    votes = np.bincount(place[by_person], minlength=len(heard))
    task = heard // crowd.class_count
    size = np.bincount(task, weights=votes, minlength=crowd.task_count).astype(np.int64)
    most = np.zeros(crowd.task_count, np.int64)
    np.maximum.at(most, task, votes)
    clear = (crowd.gold < 0) & (size >= VOUCHING_ANSWERS) & (2 * most > size)
    met: Flags = ~by_person & clear[crowd.task]
    agrees: Flags = met & (votes[place] == most[crowd.task])
    return met, agrees
