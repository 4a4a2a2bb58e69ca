"""Answers in the order of their tasks, as compiled loops read them: five bytes each."""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from labelfield.quality import kernels
from labelfield.quality.crowd import Crowd, Int32s, Int64s


@dataclass(frozen=True, slots=True, eq=False)
class SortedAnswers:
    """Answers in the order of their tasks: task t has the rows start[t] to start[t + 1] − 1."""

    start: Int64s
    """(T + 1,)"""

    labeler: Int32s
    """(N,)"""

    label: npt.NDArray[np.uint8]
    """(N,)"""

    gold: Int32s
    """(T,) the known class, −1 where unknown."""

    labeler_count: int
    class_count: int

    models: int = 0
    """How many of the last labelers are models."""


def sort_answers(crowd: Crowd) -> tuple[Int64s, SortedAnswers]:
    """Return the rows in the order of their tasks, and the answers so."""
    size = np.bincount(crowd.task, minlength=crowd.task_count)
    start = np.concatenate(([0], np.cumsum(size)))
    order = np.empty(len(crowd.task), np.int64)
    kernels.by_task(crowd.task, start[:-1].copy(), order)
    return order, SortedAnswers(
        start=start,
        labeler=crowd.labeler[order],
        label=crowd.label[order].astype(np.uint8),
        gold=crowd.gold,
        labeler_count=crowd.labeler_count,
        class_count=crowd.class_count,
        models=crowd.models,
    )


def split(answers: SortedAnswers, parts: int) -> list[SortedAnswers]:
    """Return views on ranges of tasks with about as many answers each."""
    first, last = int(answers.start[0]), int(answers.start[-1])
    marks = [first + (last - first) * part // parts for part in range(1, parts)]
    cuts = [0, *np.searchsorted(answers.start, marks).tolist(), len(answers.gold)]
    return [_tasks(answers, *each) for each in pairwise(cuts)]


def crowd_of(answers: SortedAnswers) -> Crowd:
    """Return the same answers by number."""
    rows = slice(int(answers.start[0]), int(answers.start[-1]))
    task = np.arange(len(answers.gold), dtype=np.int32)
    return Crowd(
        task_count=len(answers.gold),
        labeler_count=answers.labeler_count,
        class_count=answers.class_count,
        task=np.repeat(task, np.diff(answers.start)),
        labeler=answers.labeler[rows],
        label=answers.label[rows].astype(np.int32),
        gold=answers.gold,
        models=answers.models,
    )


def _tasks(answers: SortedAnswers, first: int, end: int) -> SortedAnswers:
    """The answers to tasks `first` to `end` − 1."""
    rows = slice(int(answers.start[first]), int(answers.start[end]))
    return replace(
        answers,
        start=answers.start[first : end + 1] - rows.start,
        labeler=answers.labeler[rows],
        label=answers.label[rows],
        gold=answers.gold[first:end],
    )
