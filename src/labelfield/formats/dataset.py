"""A finished dataset: one row a task, one line an answer, and proof that none is missing."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from labelfield.formats.errors import DatasetMismatch
from labelfield.protocol.canonical import Json
from labelfield.protocol.ids import TaskId

_CONFIDENCE = re.compile(r"0\.[0-9]{4}|1\.0000")


@dataclass(frozen=True, slots=True)
class DatasetRow:
    """What is known of one task in the end."""

    key: str
    task_id: TaskId
    data: dict[str, Json]
    label: str | None
    """The consensus, where it is one class; nothing for a task without answers."""

    confidence: str
    """The consensus's probability, or the answers' agreement with it, with four decimals."""

    answers: int
    """How many answers it rests on."""

    result: list[Json]
    """The consensus as a Label Studio result; empty where nothing was concluded."""


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """What one labeler said of one task."""

    key: str
    labeler: str
    """A pseudonym."""

    label: str | None
    """The class, where the answer is one."""

    result: list[Json]
    """The answer as it was given."""

    sequence: int
    """The labeler's answers in the project, counted from 1."""


@dataclass(frozen=True)
class Dataset:
    """All tasks in the project's order and all answers, each belonging to one of them."""

    rows: tuple[DatasetRow, ...]
    answers: tuple[AnswerLine, ...]

    def __post_init__(self) -> None:
        """Raise DatasetMismatch unless every answer is accounted for."""
        given = Counter(answer.key for answer in self.answers)
        for key in given.keys() - self.place_of.keys():
            raise DatasetMismatch(key, "there are answers, but no row")
        for place, row in enumerate(self.rows):
            if self.place_of[row.key] != place:
                raise DatasetMismatch(row.key, "two rows have this key")
            _check_row(row, given[row.key])

    @cached_property
    def place_of(self) -> dict[str, int]:
        """Where each key stands among the rows."""
        return {row.key: place for place, row in enumerate(self.rows)}

    def ordered_answers(self) -> Iterable[AnswerLine]:
        """Return the answers by task, labeler and sequence, however they came in."""
        return sorted(
            self.answers, key=lambda line: (self.place_of[line.key], line.labeler, line.sequence)
        )


def _check_row(row: DatasetRow, given: int) -> None:
    if not _CONFIDENCE.fullmatch(row.confidence):
        raise DatasetMismatch(row.key, f"confidence {row.confidence!r}, expected like '0.9876'")
    if row.answers != given:
        raise DatasetMismatch(row.key, f"{row.answers} answers stated, {given} given")
    if row.label is not None and not row.result:
        raise DatasetMismatch(row.key, "a label without a result")
