"""Inputs of a settlement from plain facts: the same whether a database or a record gave them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from labelfield.protocol.ids import Address, TaskId
from labelfield.protocol.scoring import Scoring
from labelfield.quality.crowd import Int32s
from labelfield.settle.inputs import Inputs
from labelfield.settle.judged import Said
from labelfield.settle.predicted import Predicted

Name = TypeVar("Name", bound=str)

NONE_MINTED: Mapping[TaskId, int] = {}


@dataclass(frozen=True, slots=True)
class ClosedAnswer:
    """An answer to a task that gets no more of them."""

    task: TaskId
    labeler: Address
    said: Said


@dataclass(frozen=True, slots=True, eq=False)
class AnswerColumns:
    """Many of them, numbered, in any order: to make a million objects takes long."""

    tasks: Sequence[TaskId]
    """Each once; those without an answer do not count."""

    labelers: Sequence[Address]
    """Each once; those without an answer do not count."""

    task: Int32s
    """(N,) index into `tasks`."""

    labeler: Int32s
    """(N,) index into `labelers`."""

    said: Sequence[Said] | Int32s
    """(N,) classes where the scoring has them."""


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
    tasks, task_place = _ascending(rows.tasks, rows.task)
    labelers, labeler_place = _ascending(rows.labelers, rows.labeler)
    standing = {member.labeler: member for member in members}
    counted = [standing[name] for name in labelers]
    index = {name: place for place, name in enumerate(tasks)}
    values = _values(rows.said, index, gold) if scoring.controls else ()
    number = {value: place for place, value in enumerate(values)}
    task, labeler = task_place[rows.task], labeler_place[rows.labeler]
    order = np.lexsort((labeler, task))
    return Inputs(
        scoring=scoring,
        price=price,
        tasks=tasks,
        labelers=labelers,
        task=task[order],
        labeler=labeler[order],
        label=_numbers(rows.said, number)[order],
        gold=_known(index, (minted, gold), number),
        minted=tuple(sorted(index[name] for name in minted if name in index and name not in gold)),
        owed=tuple(member.owed for member in counted),
        accepted=tuple(member.accepted for member in counted),
        values=values,
        predicted=_predicted(predictions, index),
    )


def _columns(answers: Iterable[ClosedAnswer]) -> AnswerColumns:
    tasks: dict[TaskId, int] = {}
    labelers: dict[Address, int] = {}
    rows = list(answers)
    task = [tasks.setdefault(row.task, len(tasks)) for row in rows]
    labeler = [labelers.setdefault(row.labeler, len(labelers)) for row in rows]
    return AnswerColumns(
        tuple(tasks),
        tuple(labelers),
        np.array(task, np.int32),
        np.array(labeler, np.int32),
        [row.said for row in rows],
    )


def _ascending(names: Sequence[Name], used: Int32s) -> tuple[tuple[Name, ...], Int32s]:
    """Return the names that are used, in their order, and the place there of each number."""
    numbers = np.flatnonzero(np.bincount(used, minlength=len(names)))
    found = np.array([names[number] for number in numbers.tolist()], "S66")
    ordered = numbers[np.argsort(found, kind="stable")]
    place = np.full(len(names), -1, np.int32)
    place[ordered] = np.arange(len(ordered), dtype=np.int32)
    return tuple(names[number] for number in ordered.tolist()), place


def _predicted(
    predictions: Iterable[ClosedPrediction], index: Mapping[TaskId, int]
) -> Predicted | None:
    """Return the predictions of these tasks in canonical order; None where there are none."""
    rows = sorted(
        (index[row.task], row.model.encode(), row.label) for row in predictions if row.task in index
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


def _known(
    index: Mapping[TaskId, int],
    golds: Iterable[Mapping[TaskId, Said]],
    number: Mapping[bytes, int],
) -> tuple[int, ...]:
    """Return each closed task's known class or value, the later gold's; −1 of most."""
    found = [-1] * len(index)
    for known in golds:
        for name, said in known.items():
            if name in index:
                found[index[name]] = number[said] if isinstance(said, bytes) else said
    return tuple(found)


def _values(
    answered: Iterable[Said], index: Mapping[TaskId, int], gold: Mapping[TaskId, Said]
) -> tuple[bytes, ...]:
    """What is answered or known, ascending, each once."""
    said = set(answered) | {gold[task] for task in gold if task in index}
    return tuple(sorted(each for each in said if isinstance(each, bytes)))


def _numbers(answered: Sequence[Said] | Int32s, number: Mapping[bytes, int]) -> Int32s:
    """(N,) classes as they are, or where the values stand."""
    if isinstance(answered, np.ndarray):
        return answered
    return np.array(
        [number[said] if isinstance(said, bytes) else said for said in answered], np.int32
    )
