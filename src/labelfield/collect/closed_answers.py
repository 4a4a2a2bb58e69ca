"""Answers of closed tasks, added once and kept as columns: inputs of one settlement after another.

The Inputs are those of `collect_inputs` over the same facts; a test compares them. An audit of a
million answers in many settlements would otherwise sort all of them as objects each time.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from labelfield.collect.inputs import (
    NONE_MINTED,
    ClosedAnswer,
    ClosedPrediction,
    Member,
    collect_inputs,
    minted_places,
    predicted_of,
)
from labelfield.protocol.ids import Address, TaskId
from labelfield.protocol.scoring import Scoring
from labelfield.quality.crowd import Int32s
from labelfield.settle.inputs import Inputs
from labelfield.settle.judged import Said


class ClosedAnswers:
    """What all closed tasks of a project were answered so far."""

    def __init__(self, scoring: Scoring, price: int) -> None:
        self._scoring = scoring
        self._price = price
        self._tasks: dict[TaskId, int] = {}
        self._labelers: dict[Address, int] = {}
        self._columns = tuple(array("i") for _ in range(3))
        """Number of the task, number of the labeler, class: a row an answer."""
        self._rows: list[ClosedAnswer] = []
        """Instead of the columns, where answers are no classes."""

    def add(self, task: TaskId, given: Iterable[tuple[Address, Said]]) -> None:
        """Add a task that closed, with all its answers; one without any does not count.

        A task that closed once more after an appeal is added with the answers since.
        """
        rows = list(given)
        if self._scoring.controls:
            self._rows += [ClosedAnswer(task, labeler, said) for labeler, said in rows]
            return
        if not rows:
            return
        tasks, labelers, labels = self._columns
        numbers = self._labelers
        labels.extend([_class(said) for _, said in rows])
        labelers.extend([numbers.setdefault(name, len(numbers)) for name, _ in rows])
        tasks.extend([self._tasks.setdefault(task, len(self._tasks))] * len(rows))

    def inputs(
        self,
        gold: Mapping[TaskId, Said],
        members: Iterable[Member],
        predictions: Iterable[ClosedPrediction] = (),
        minted: Mapping[TaskId, int] = NONE_MINTED,
    ) -> Inputs:
        """Return the inputs of a settlement of everything that was added."""
        if self._scoring.controls:
            return collect_inputs(self._scoring, self._price, self._rows, gold, members)
        names_of_tasks = tuple(self._tasks)
        task_order, task_place = _ascending(names_of_tasks)
        labeler_order, labeler_place = _ascending(tuple(self._labelers))
        tasks, labelers, labels = (np.array(column, np.int32) for column in self._columns)
        task, labeler = task_place[tasks], labeler_place[labelers]
        rows = np.lexsort((labeler, task))
        ordered = tuple(names_of_tasks[place] for place in task_order)
        names = tuple(self._labelers)
        standing = {member.labeler: member for member in members}
        counted = [standing[names[place]] for place in labeler_order]
        return Inputs(
            scoring=self._scoring,
            price=self._price,
            tasks=ordered,
            labelers=tuple(member.labeler for member in counted),
            task=task[rows],
            labeler=labeler[rows],
            label=labels[rows],
            gold=self._gold(gold, minted, task_place),
            minted=minted_places(ordered, minted, gold),
            owed=tuple(member.owed for member in counted),
            accepted=tuple(member.accepted for member in counted),
            predicted=predicted_of(
                predictions, {name: place for place, name in enumerate(ordered)}
            ),
        )

    def _gold(
        self, gold: Mapping[TaskId, Said], minted: Mapping[TaskId, int], task_place: Int32s
    ) -> tuple[int, ...]:
        """Return each closed task's known class, in their order; −1 of most."""
        found = [-1] * len(task_place)
        for known in (minted, gold):
            for name, said in known.items():
                if name in self._tasks:
                    found[task_place[self._tasks[name]]] = _class(said)
        return tuple(found)


def _ascending(names: Sequence[str]) -> tuple[list[int], Int32s]:
    """Return the numbers of names in their order, and each one's place in it."""
    order = np.argsort(np.array(names, "S66"), kind="stable")
    place = np.empty(len(names), np.int32)
    place[order] = np.arange(len(names), dtype=np.int32)
    return order.tolist(), place


def _class(said: Said) -> int:
    assert isinstance(said, int)
    return said
