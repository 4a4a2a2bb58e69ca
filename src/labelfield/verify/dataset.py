"""Rebuilds the published dataset from the record and the final settlement, and compares."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TypeVar

from labelfield.collect.objects import read_dataset
from labelfield.formats.concluded import (
    Conclusion,
    GivenAnswer,
    Project,
    answer_lines,
    concluded_row,
)
from labelfield.formats.dataset import AnswerLine, Dataset, DatasetRow
from labelfield.protocol.errors import LabelfieldError
from labelfield.protocol.ids import TaskId
from labelfield.settle.settlement import Settlement
from labelfield.storage.store import Store
from labelfield.verify.answers import AnswerCheck
from labelfield.verify.errors import Mismatch, expect

Line = TypeVar("Line", DatasetRow, AnswerLine)


@dataclass(frozen=True, slots=True)
class Expected:
    """What a dataset must follow from."""

    project: Project
    answers: AnswerCheck
    settlement: Settlement


def check_dataset(store: Store, bucket: str, expected: Expected, where: str) -> int:
    """Return how many labels agree; raise Mismatch at the first row or answer that does not."""
    at = f"{where}, dataset"
    try:
        found = read_dataset(store, bucket)
    except LabelfieldError as error:
        raise Mismatch(at, "object", "a readable dataset", error) from error
    due = _expected_dataset(expected)
    _compare(f"{at}, row", due.rows, found.rows)
    _compare(f"{at}, answer", tuple(due.ordered_answers()), tuple(found.ordered_answers()))
    return len(expected.settlement.tasks)


def _expected_dataset(expected: Expected) -> Dataset:
    answers, values = expected.answers, expected.settlement.values
    concluded = {
        row.task: Conclusion(
            values[row.label] if values else row.label, row.confidence_q16, row.answers
        )
        for row in expected.settlement.tasks
    }
    given: dict[TaskId, list[GivenAnswer]] = {}
    for (name, labeler), content in answers.contents.answers.items():
        sequence = answers.sequences[name, labeler]
        given.setdefault(name, []).append(GivenAnswer(labeler, sequence, content))
    rows: list[DatasetRow] = []
    lines: list[AnswerLine] = []
    for identifier, task in answers.tasks.items():
        said = given.get(identifier, [])
        found = concluded.get(identifier)
        rows.append(concluded_row(expected.project, identifier, task, found, said))
        lines += answer_lines(expected.project, task, said)
    return Dataset(tuple(rows), tuple(lines))


def _compare(at: str, expected: Sequence[Line], found: Sequence[Line]) -> None:
    for number, (one, other) in enumerate(zip(expected, found, strict=False), start=1):
        for name in (field.name for field in fields(one)):
            place = f"{at} {number} (key {one.key!r})"
            expect(place, name, getattr(one, name), getattr(other, name))
    expect(f"{at}s", "number", len(expected), len(found))
