"""Labels of closed tasks while a project runs: found anew once a settlement has changed them."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from labelfield.db import projects as projects_db
from labelfield.db.projects import NO_CLASS
from labelfield.protocol.ids import TaskId
from labelfield.quality.consensus import consensus
from labelfield.server.context import Coordinator, ProjectFacts
from labelfield.server.settlement import closed_inputs
from labelfield.settle.inputs import Inputs
from labelfield.settle.judgment import Judgment
from labelfield.settle.settle import judge
from labelfield.settle.typed_answers import RIGHT

MOST_KEPT = 16
"""Projects whose labels are kept; others are found again when they are asked for."""
_ONE_Q16 = 65_536


@dataclass(frozen=True, slots=True)
class FoundLabel:
    """What a closed task's answers conclude."""

    label: int
    """The class; NO_CLASS where there is more to it."""

    confidence_q16: int

    @property
    def confidence_percent(self) -> float:
        """The confidence for people, rounded down to two digits."""
        return self.confidence_q16 * 10_000 // _ONE_Q16 / 100


@dataclass(frozen=True, slots=True)
class FoundLabels:
    """The labels of one settlement, and how far answers agree with them."""

    settlement: int
    by_task: Mapping[TaskId, FoundLabel]
    answers: int
    agreeing: int

    def by_doubt(self) -> Sequence[TaskId]:
        """Return the tasks, the least certain first."""
        return sorted(self.by_task, key=lambda task: (self.by_task[task].confidence_q16, task))


async def found_labels(coordinator: Coordinator, facts: ProjectFacts) -> FoundLabels:
    """Return the labels of the last settlement; computed beside the event loop where not known."""
    number, inputs = await asyncio.to_thread(
        coordinator.writer.read,
        lambda connection: _unless_known(coordinator, connection, facts),
    )
    known = coordinator.labels.get(facts.project_id)
    if known is not None and known.settlement == number:
        return known
    found = FoundLabels(number, {}, 0, 0)
    if inputs is not None:
        found = await asyncio.to_thread(_find, number, inputs)
    while len(coordinator.labels) >= MOST_KEPT:
        coordinator.labels.pop(next(iter(coordinator.labels)))
    coordinator.labels[facts.project_id] = found
    return found


def _unless_known(
    coordinator: Coordinator, connection: Connection, facts: ProjectFacts
) -> tuple[int, Inputs | None]:
    number = projects_db.get_project_by_id(connection, facts.project_id).settlements
    known = coordinator.labels.get(facts.project_id)
    if (known is not None and known.settlement == number) or not number:
        return number, None
    return number, closed_inputs(connection, facts, number)


def _find(number: int, inputs: Inputs) -> FoundLabels:
    judgment = judge(inputs, consensus)
    labels = {
        task.task: FoundLabel(NO_CLASS if judgment.values else task.label, task.confidence_q16)
        for task in judgment.tasks
    }
    return FoundLabels(number, labels, len(inputs.label), _agreeing(inputs, judgment))


def _agreeing(inputs: Inputs, judgment: Judgment) -> int:
    """Count the answers that say what is concluded; of other types those that score a half."""
    if judgment.values:
        return sum(margin is not None and margin >= RIGHT for margin in judgment.margins)
    concluded = [task.label for task in judgment.tasks]
    rows = zip(inputs.task.tolist(), inputs.label.tolist(), strict=True)
    return sum(label == concluded[task] for task, label in rows)
