"""Inputs of a settlement from plain facts: the same whether a database or a record gave them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from labelfield.protocol.ids import Address, TaskId
from labelfield.protocol.scoring import Scoring
from labelfield.quality.crowd import Int32s
from labelfield.settle.inputs import Inputs
from labelfield.settle.judged import Said
from labelfield.settle.predicted import Predicted

NONE_MINTED: Mapping[TaskId, int] = {}


@dataclass(frozen=True, slots=True)
class ClosedAnswer:
    """An answer to a task that gets no more of them."""

    task: TaskId
    labeler: Address
    said: Said


@dataclass(frozen=True, slots=True)
class AnswerColumns:
    """Many of them, by columns of one length: to make a million objects takes long."""

    tasks: Sequence[TaskId]
    labelers: Sequence[Address]
    said: Sequence[Said]


@dataclass(frozen=True, slots=True)
class Member:
    """A labeler's balance just before the settlement."""

    labeler: Address
    owed: int
    accepted: int


@dataclass(frozen=True, slots=True)
class ClosedPrediction:
    """What a model said of a task before it closed."""

    task: TaskId
    model: str
    label: int


def collect_inputs(
    scoring: Scoring,
    price: int,
    answers: Iterable[ClosedAnswer] | AnswerColumns,
    gold: Mapping[TaskId, Said],
    members: Iterable[Member],
    predictions: Iterable[ClosedPrediction] = (),
    minted: Mapping[TaskId, int] = NONE_MINTED,
) -> Inputs:
    """Return the Inputs in canonical order, whatever order the facts came in.

    `gold` may hold tasks that are not closed yet, `members` labelers whose answers all are to such
    tasks, and `predictions` tasks that nobody answered; they do not count. `minted` is gold that
    settlements made; what the requester committed to comes first.
    """
    rows = answers if isinstance(answers, AnswerColumns) else _columns(answers)
    counted = set(rows.labelers)
    standing = sorted(
        (member for member in members if member.labeler in counted),
        key=lambda member: member.labeler,
    )
    tasks = tuple(sorted(set(rows.tasks)))
    values = _values(rows.said, tasks, gold) if scoring.controls else ()
    place = {value: index for index, value in enumerate(values)}
    task = _places(tasks, rows.tasks)
    labeler = _places([member.labeler for member in standing], rows.labelers)
    label = np.array([_number(said, place) for said in rows.said], np.int32)
    order = np.lexsort((labeler, task))
    return Inputs(
        scoring=scoring,
        price=price,
        tasks=tasks,
        labelers=tuple(member.labeler for member in standing),
        task=task[order],
        labeler=labeler[order],
        label=label[order],
        gold=tuple(_number(gold.get(name, minted.get(name, -1)), place) for name in tasks),
        minted=minted_places(tasks, minted, gold),
        owed=tuple(member.owed for member in standing),
        accepted=tuple(member.accepted for member in standing),
        values=values,
        predicted=predicted_of(predictions, {name: index for index, name in enumerate(tasks)}),
    )


def _columns(answers: Iterable[ClosedAnswer]) -> AnswerColumns:
    rows = tuple(answers)
    return AnswerColumns(
        [row.task for row in rows], [row.labeler for row in rows], [row.said for row in rows]
    )


def predicted_of(
    predictions: Iterable[ClosedPrediction], task_index: Mapping[TaskId, int]
) -> Predicted | None:
    """Return the predictions of these tasks in canonical order; None where there are none."""
    rows = sorted(
        (task_index[row.task], row.model.encode(), row.label)
        for row in predictions
        if row.task in task_index
    )
    if not rows:
        return None
    names = sorted({name for _, name, _ in rows})
    place = {name: index for index, name in enumerate(names)}
    return Predicted(
        models=tuple(name.decode() for name in names),
        task=np.array([task for task, _, _ in rows], np.int32),
        model=np.array([place[name] for _, name, _ in rows], np.int32),
        label=np.array([label for _, _, label in rows], np.int32),
    )


def minted_places(
    tasks: Sequence[TaskId], minted: Mapping[TaskId, int], gold: Mapping[TaskId, Said]
) -> tuple[int, ...]:
    """Return where the tasks stand whose gold settlements made, and nobody committed to."""
    return tuple(i for i, task in enumerate(tasks) if task in minted and task not in gold)


def _places(ascending: Sequence[str], names: Sequence[str]) -> Int32s:
    """Return where each of the names stands."""
    place = {name: index for index, name in enumerate(ascending)}
    return np.fromiter(map(place.__getitem__, names), np.int32, len(names))


def _values(
    answered: Iterable[Said], tasks: Iterable[TaskId], gold: Mapping[TaskId, Said]
) -> tuple[bytes, ...]:
    """What is answered or known, ascending, each once."""
    said = set(answered) | {gold[task] for task in tasks if task in gold}
    return tuple(sorted(each for each in said if isinstance(each, bytes)))


def _number(said: Said, place: Mapping[bytes, int]) -> int:
    """The class, or where the value stands."""
    return place[said] if isinstance(said, bytes) else said
