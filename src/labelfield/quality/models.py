"""The most that an answer may weigh: of those who answer alike, and of models.

A model's answers cost nothing, so there can be any number of them, all wrong alike. It weighs
nothing until it is proven right, then G/(G + 80) of what its record says. G is four times what gold
says of it, right answers less twice the wrong ones, and what people say who agree with each other:
times that it agrees less times that it does not. Gold has the last word: nothing makes up for what
it says against a model, and people speak for one only where enough of it is answered. They can
always speak against one: it may know the gold, and lie where there is none.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

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
    chosen = (np.ones(len(gold), np.bool_), gold >= 0, gold == crowd.label, met, agrees)
    counts = (np.bincount(crowd.labeler[each], minlength=crowd.labeler_count) for each in chosen)
    return AnswerCounts(*counts)


def limits(counts: AnswerCounts, mates: Int64s, models: int, gold_tasks: int) -> Int64s:
    """(W,) the least of what independence and, for the last labelers, proof allows, Q16.

    `gold_tasks` is how many of them have an answer.
    """
    gold = 3 * counts.right - 2 * counts.known
    people = 2 * counts.agreed - counts.vouched
    if gold_tasks < ENOUGH_GOLD_TASKS:
        people = np.minimum(people, 0)
    better = np.where(gold < 0, 0, np.maximum(GOLD_WEIGHT * gold + people, 0))
    proven = better * ONE // (better + GOLD_WEIGHT * MODEL_PSEUDO_ANSWERS)
    is_person = np.arange(len(mates)) < len(mates) - models
    limit: Int64s = np.minimum(
        independence(counts.answers, mates), np.where(is_person, ONE, proven)
    )
    return limit


def heard_models(crowd: Crowd) -> tuple[int, ...]:
    """Return which models, from 0, are proven right; what others say must change nothing."""
    if not crowd.models:
        return ()
    limit = weight_limits(crowd, np.arange(crowd.labeler_count, dtype=np.int32))
    people = crowd.labeler_count - crowd.models
    return tuple(np.flatnonzero(limit[people:] > 0).tolist())


def with_models(crowd: Crowd, kept: Sequence[int]) -> Crowd:
    """Return the crowd with these of its models alone."""
    people = crowd.labeler_count - crowd.models
    number = np.full(crowd.labeler_count, -1, np.int32)
    number[:people] = np.arange(people)
    number[[people + model for model in kept]] = people + np.arange(len(kept))
    rows = number[crowd.labeler] >= 0
    return replace(
        crowd,
        labeler_count=people + len(kept),
        task=crowd.task[rows],
        labeler=number[crowd.labeler[rows]],
        label=crowd.label[rows],
        models=len(kept),
    )


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
