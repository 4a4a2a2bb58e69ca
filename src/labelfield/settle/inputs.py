"""Everything a settlement is computed from, in one canonical order."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from labelfield.ledger.amounts import check_amount, check_number
from labelfield.protocol.ids import Address, TaskId, parse_address, parse_task_id
from labelfield.protocol.scoring import Scoring
from labelfield.quality.crowd import Crowd, Int32s
from labelfield.settle.errors import MalformedInputs


@dataclass(frozen=True, slots=True, eq=False)
class Inputs:
    """One project at one settlement; refused when malformed. Compare two by their `inputs_hash`."""

    scoring: Scoring
    price: int
    """Units an answer earns at the full rate."""

    tasks: tuple[TaskId, ...]
    """Closed tasks, ascending."""

    labelers: tuple[Address, ...]
    """Everybody with an answer to a closed task, ascending."""

    task: Int32s
    """(N,) index into `tasks`; rows ascend by (task, labeler)."""

    labeler: Int32s
    """(N,) index into `labelers`."""

    label: Int32s
    """(N,) index into the preset's classes, or into `values` where the preset names controls."""

    gold: tuple[int, ...]
    """For each task its known class, or index into `values`; −1 where unknown."""

    owed: tuple[int, ...]
    """For each labeler A, what was owed before this settlement."""

    accepted: tuple[int, ...]
    """For each labeler the accepted answers, in closed tasks or not."""

    values: tuple[bytes, ...] = ()
    """What is answered or known, ascending, each once, as `values.canonical_values` spells it; none
    where the preset has classes."""

    def __post_init__(self) -> None:
        check_amount("price", self.price)
        _check_ids(self)
        _check_values(self)
        _check_rows(self)
        _check_balances(self)


def crowd_of(inputs: Inputs) -> Crowd:
    """Return the answers by number, as quality takes them."""
    return Crowd(
        task_count=len(inputs.tasks),
        labeler_count=len(inputs.labelers),
        class_count=len(inputs.scoring.classes),
        task=inputs.task,
        labeler=inputs.labeler,
        label=inputs.label,
        gold=np.array(inputs.gold, np.int32),
    )


def label_count(inputs: Inputs) -> int:
    """Return how many different labels there may be: classes, or values."""
    return len(inputs.values) if inputs.scoring.controls else len(inputs.scoring.classes)


def closed_answers(inputs: Inputs) -> tuple[int, ...]:
    """Return each labeler's answers in closed tasks."""
    return tuple(np.bincount(inputs.labeler, minlength=len(inputs.labelers)).tolist())


def _check_ids(inputs: Inputs) -> None:
    """Raise unless classes are distinct, and tasks and labelers well spelled, distinct, sorted."""
    classes = inputs.scoring.classes
    if len(set(classes)) != len(classes):
        raise MalformedInputs("scoring.classes", classes, "each class once")
    for task in inputs.tasks:
        parse_task_id(task)
    for labeler in inputs.labelers:
        parse_address(labeler)
    _check_ascending("tasks", inputs.tasks)
    _check_ascending("labelers", inputs.labelers)


def _check_ascending(field: str, ids: tuple[str, ...]) -> None:
    """Raise unless the ids strictly ascend."""
    for before, after in pairwise(ids):
        if before >= after:
            raise MalformedInputs(field, f"{before} before {after}", "ascending, each once")


def _check_values(inputs: Inputs) -> None:
    """Raise unless values ascend, and are there only where the preset names controls."""
    if inputs.values and not inputs.scoring.controls:
        raise MalformedInputs("values", f"{len(inputs.values)}", "none, because there are classes")
    for before, after in pairwise(inputs.values):
        if before >= after:
            raise MalformedInputs("values", f"{before!r:.60} first", "ascending, each once")


def _check_rows(inputs: Inputs) -> None:
    """Raise unless rows are int32, in range, and strictly ascend by (task, labeler)."""
    count = len(inputs.task)
    _check_column("task", inputs.task, count, len(inputs.tasks))
    _check_column("labeler", inputs.labeler, count, len(inputs.labelers))
    _check_column("label", inputs.label, count, label_count(inputs))
    place = inputs.task.astype(np.int64) * len(inputs.labelers) + inputs.labeler
    wrong = np.flatnonzero(place[1:] <= place[:-1])
    if len(wrong):
        row = int(wrong[0]) + 1
        found = f"task {inputs.task[row]}, labeler {inputs.labeler[row]} at row {row}"
        raise MalformedInputs("rows", found, "ascending by (task, labeler), each pair once")
    _check_length("gold", inputs.gold, len(inputs.tasks))
    for known in inputs.gold:
        check_number("gold", known, -1, label_count(inputs) - 1)


def _check_column(field: str, column: Int32s, count: int, end: int) -> None:
    """Raise unless `column` is an int32 array of `count` values within 0..end−1."""
    if column.dtype != np.int32 or column.shape != (count,):
        raise MalformedInputs(field, f"{column.dtype}{column.shape}", f"int32({count},)")
    if count and not (column.min() >= 0 and column.max() < end):
        raise MalformedInputs(field, f"{column.min()}..{column.max()}", f"0..{end - 1}")


def _check_balances(inputs: Inputs) -> None:
    """Raise unless owed and accepted fit: closed ≤ accepted, and owed ≤ price × accepted."""
    _check_length("owed", inputs.owed, len(inputs.labelers))
    _check_length("accepted", inputs.accepted, len(inputs.labelers))
    rows = zip(inputs.owed, inputs.accepted, closed_answers(inputs), strict=True)
    for index, (owed, accepted, closed) in enumerate(rows):
        check_amount(f"owed[{index}]", owed)
        check_number(f"accepted[{index}]", accepted, max(closed, 1), (1 << 32) - 1)
        if owed > inputs.price * accepted:
            limit = f"at most price × accepted = {inputs.price * accepted}"
            raise MalformedInputs(f"owed[{index}]", owed, limit)


def _check_length(field: str, values: tuple[int, ...], length: int) -> None:
    """Raise unless there is one value for each."""
    if len(values) != length:
        raise MalformedInputs(field, f"{len(values)} values", f"{length}")
