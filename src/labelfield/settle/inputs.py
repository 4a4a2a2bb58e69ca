"""Everything a settlement is computed from, in one canonical order."""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from labelfield.ledger.amounts import check_amount, check_number
from labelfield.protocol.ids import Address, TaskId, check_hashes, parse_address
from labelfield.protocol.scoring import Scoring
from labelfield.quality.crowd import Crowd, Int32s
from labelfield.settle.errors import MalformedInputs
from labelfield.settle.predicted import Predicted, check_column, check_predicted


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

    minted: tuple[int, ...] = ()
    """Indices of the tasks whose gold a settlement made, ascending; the rest was committed to."""

    values: tuple[bytes, ...] = ()
    """What is answered or known, ascending, each once, as `values.canonical_values` spells it; none
    where the preset has classes."""

    predicted: Predicted | None = None
    """What models said of these tasks; None where none did."""

    def __post_init__(self) -> None:
        check_amount("price", self.price)
        _check_ids(self)
        _check_values(self)
        _check_rows(self)
        _check_minted(self)
        _check_balances(self)
        _check_predicted(self)


def crowd_of(inputs: Inputs) -> Crowd:
    """Return the answers by number, as quality takes them: behind people's those of models."""
    people = Crowd(
        task_count=len(inputs.tasks),
        labeler_count=len(inputs.labelers),
        class_count=len(inputs.scoring.classes),
        task=inputs.task,
        labeler=inputs.labeler,
        label=inputs.label,
        gold=np.array(inputs.gold, np.int32),
    )
    found = inputs.predicted
    if found is None:
        return people
    return replace(
        people,
        labeler_count=people.labeler_count + len(found.models),
        task=np.concatenate([people.task, found.task]),
        labeler=np.concatenate([people.labeler, found.model + np.int32(people.labeler_count)]),
        label=np.concatenate([people.label, found.label]),
        models=len(found.models),
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
    check_hashes(inputs.tasks)
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
    check_column("task", inputs.task, count, len(inputs.tasks))
    check_column("labeler", inputs.labeler, count, len(inputs.labelers))
    check_column("label", inputs.label, count, label_count(inputs))
    place = inputs.task.astype(np.int64) * len(inputs.labelers) + inputs.labeler
    wrong = np.flatnonzero(place[1:] <= place[:-1])
    if len(wrong):
        row = int(wrong[0]) + 1
        found = f"task {inputs.task[row]}, labeler {inputs.labeler[row]} at row {row}"
        raise MalformedInputs("rows", found, "ascending by (task, labeler), each pair once")
    _check_length("gold", inputs.gold, len(inputs.tasks))
    for known in inputs.gold:
        check_number("gold", known, -1, label_count(inputs) - 1)


def _check_minted(inputs: Inputs) -> None:
    """Raise unless minted tasks ascend, have gold, and are of a preset with classes."""
    for before, after in pairwise((-1, *inputs.minted)):
        check_number("minted", after, before + 1, len(inputs.tasks) - 1)
        if inputs.gold[after] < 0 or inputs.scoring.controls:
            raise MalformedInputs("minted", after, "a task with gold, of a preset with classes")


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


def _check_predicted(inputs: Inputs) -> None:
    """Raise unless predictions are of classes, and well formed."""
    if inputs.predicted is None:
        return
    if inputs.scoring.controls:
        raise MalformedInputs("predictions", "some", "none, because models choose among classes")
    check_predicted(inputs.predicted, len(inputs.tasks), len(inputs.scoring.classes))
