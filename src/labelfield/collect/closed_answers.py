"""Answers of closed tasks, added once and kept as columns: inputs of one settlement after another.

An audit of a million answers in many settlements would otherwise sort all of them as objects each
time, and a server would hold them all as rows.
"""

from array import array
from collections.abc import Iterable, Mapping

import numpy as np

from labelfield.collect.inputs import (
    NONE_MINTED,
    AnswerColumns,
    ClosedPrediction,
    Member,
    collect_inputs,
)
from labelfield.protocol.ids import Address, TaskId
from labelfield.protocol.scoring import Scoring
from labelfield.settle.inputs import Inputs
from labelfield.settle.judged import Said


class ClosedAnswers:
    """What all closed tasks of a project were answered so far."""

    def __init__(self, scoring: Scoring, price: int) -> None:
        self._scoring = scoring
        self._price = price
        self._tasks: dict[TaskId, int] = {}
        self._labelers: dict[Address, int] = {}
        self._task = array("i")
        self._labeler = array("i")
        self._classes = array("i")
        self._values: list[Said] = []
        """Instead of classes, where answers are none."""

    def add(self, task: TaskId, given: Iterable[tuple[Address, Said]]) -> None:
        """Add a task that closed, with all its answers; one without any does not count.

        A task that closed once more after an appeal is added with the answers since.
        """
        rows = list(given)
        if not rows:
            return
        numbers = self._labelers
        place = self._tasks.setdefault(task, len(self._tasks))
        self._task.extend([place] * len(rows))
        self._labeler.extend([numbers.setdefault(name, len(numbers)) for name, _ in rows])
        if self._scoring.controls:
            self._values.extend([said for _, said in rows])
        else:
            self._classes.extend([_class(said) for _, said in rows])

    def inputs(
        self,
        gold: Mapping[TaskId, Said],
        members: Iterable[Member],
        predictions: Iterable[ClosedPrediction] = (),
        minted: Mapping[TaskId, int] = NONE_MINTED,
    ) -> Inputs:
        """Return the inputs of a settlement of everything that was added."""
        answers = AnswerColumns(
            tuple(self._tasks),
            tuple(self._labelers),
            np.array(self._task, np.int32),
            np.array(self._labeler, np.int32),
            self._values if self._scoring.controls else np.array(self._classes, np.int32),
        )
        return collect_inputs(
            self._scoring, self._price, answers, gold, members, predictions, minted
        )


def _class(said: Said) -> int:
    assert isinstance(said, int)
    return said
