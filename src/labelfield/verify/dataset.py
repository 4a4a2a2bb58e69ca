"""Rebuilds the published dataset from the record and the final settlement, and compares."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import TypeVar

from labelfield.collect.objects import read_dataset
from labelfield.formats.dataset import AnswerLine, Dataset, DatasetRow
from labelfield.formats.published import confidence_text, pseudonym
from labelfield.labeling.answers import answer_of
from labelfield.labeling.config import LabelingConfig, classes
from labelfield.protocol.errors import LabelfieldError
from labelfield.protocol.ids import Hash32
from labelfield.settle.settlement import Settlement
from labelfield.storage.store import Store
from labelfield.verify.answers import AnswerCheck
from labelfield.verify.errors import Mismatch, expect

Line = TypeVar("Line", DatasetRow, AnswerLine)


@dataclass(frozen=True, slots=True)
class Expected:
    """What a dataset must follow from."""

    manifest_hash: Hash32
    config: LabelingConfig
    answers: AnswerCheck
    settlement: Settlement


def check_dataset(store: Store, bucket: str, expected: Expected, where: str) -> int:
    """Return how many labels agree; raise Mismatch at the first row or answer that does not."""
    at = f"{where}, dataset"
    try:
        found = read_dataset(store, bucket)
    except LabelfieldError as error:
        raise Mismatch(at, "object", "a readable dataset", error) from error
    due = Dataset(tuple(_rows(expected)), tuple(_lines(expected)))
    _compare(f"{at}, row", due.rows, found.rows)
    _compare(f"{at}, answer", tuple(due.ordered_answers()), tuple(found.ordered_answers()))
    return len(expected.settlement.tasks)


def _rows(expected: Expected) -> Iterable[DatasetRow]:
    names = classes(expected.config)
    settled = {task.task: task for task in expected.settlement.tasks}
    for identifier, task in expected.answers.tasks.items():
        found = settled.get(identifier)
        label = names[found.label] if found else None
        yield DatasetRow(
            key=task.key,
            task_id=identifier,
            data=task.data,
            label=label,
            confidence=confidence_text(found.confidence_q16 if found else 0),
            answers=found.answers if found else 0,
            result=answer_of(expected.config, label) if label is not None else [],
        )


def _lines(expected: Expected) -> Iterable[AnswerLine]:
    names, answers = classes(expected.config), expected.answers
    for (task, labeler), label in answers.contents.labels.items():
        yield AnswerLine(
            key=answers.tasks[task].key,
            labeler=pseudonym(expected.manifest_hash, labeler),
            label=names[label],
            sequence=answers.sequences[task, labeler],
        )


def _compare(at: str, expected: Sequence[Line], found: Sequence[Line]) -> None:
    for number, (one, other) in enumerate(zip(expected, found, strict=False), start=1):
        for name in (field.name for field in fields(one)):
            place = f"{at} {number} (key {one.key!r})"
            expect(place, name, getattr(one, name), getattr(other, name))
    expect(f"{at}s", "number", len(expected), len(found))
