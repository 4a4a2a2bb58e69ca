"""Closed tasks whose right answer the requester knew, beside what was said of them.

Gold that answers contradict is among them: it tells how often sure answers are wrong. Gold that
settlements made is not: it was chosen for being sure.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from labelfield.protocol.ids import Address
from labelfield.quality.crowd import Int32s
from labelfield.settle.inputs import Inputs
from labelfield.settle.judged import Said
from labelfield.settle.predicted import NOTHING_PREDICTED

Given = Sequence[tuple[Address, Said]]
"""Who said what of a task."""

Predictions = Sequence[tuple[str, int]]
"""Which model chose which class."""


@dataclass(frozen=True, slots=True)
class KnownTask:
    """One of them."""

    gold: int
    """As the inputs' is."""

    answers: Given
    predictions: Predictions


def known_tasks(inputs: Inputs) -> list[KnownTask]:
    """Return the inputs' tasks with gold that the requester committed to, in their order."""
    made = set(inputs.minted)
    golds = {task: gold for task, gold in enumerate(inputs.gold) if gold >= 0 and task not in made}
    answers = _by_task(golds, inputs.task, inputs.labeler, inputs.label)
    predicted = inputs.predicted or NOTHING_PREDICTED
    predictions = _by_task(golds, predicted.task, predicted.model, predicted.label)
    return [
        KnownTask(
            gold,
            [(inputs.labelers[who], _spelled(inputs, said)) for who, said in answers[task]],
            [(predicted.models[model], label) for model, label in predictions[task]],
        )
        for task, gold in golds.items()
    ]


def _by_task(
    tasks: Collection[int], task: Int32s, who: Int32s, said: Int32s
) -> dict[int, list[tuple[int, int]]]:
    """Who said what of each of some tasks, by number."""
    found: dict[int, list[tuple[int, int]]] = {each: [] for each in tasks}
    rows = np.flatnonzero(np.isin(task, np.fromiter(tasks, np.int64, len(tasks))))
    columns = (column[rows].tolist() for column in (task, who, said))
    for each, someone, label in zip(*columns, strict=True):
        found[each].append((someone, label))
    return found


def _spelled(inputs: Inputs, said: int) -> Said:
    """An answer as closings hear it: its class, or where the preset names controls its bytes."""
    return inputs.values[said] if inputs.scoring.controls else said
