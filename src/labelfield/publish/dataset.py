"""The finished dataset: one bundle in the project's bucket, from the last settlement's labels.

However many tasks there are, a stretch of them is in memory at a time.
"""

from collections.abc import Iterator, Sequence
from tempfile import TemporaryFile
from typing import IO

from sqlalchemy import Connection

from labelfield.db.answers import given_answers
from labelfield.db.projects import task_stretches
from labelfield.db.settlements import label_rows
from labelfield.db.tables import AnyRow
from labelfield.formats.concluded import (
    Conclusion,
    GivenAnswer,
    Project,
    answer_lines,
    concluded_row,
)
from labelfield.formats.dataset import AnswerLine, Dataset, DatasetRow
from labelfield.formats.published import (
    ANSWERS_FILE,
    LABELS_FILE,
    answers_to_jsonl,
    rows_to_jsonl,
)
from labelfield.protocol.ids import TaskId
from labelfield.protocol.tasks import parse_task
from labelfield.storage.bundle import StreamedItem, bundle_pieces

STRETCH = 1_000
"""Tasks in memory at a time."""
_PIECE_BYTES = 1024 * 1024


def write_dataset(
    connection: Connection, project_id: int, project: Project, target: IO[bytes]
) -> None:
    """Write the object that holds every task with its label, and every answer, by pseudonyms."""
    with TemporaryFile() as labels, TemporaryFile() as answers:
        for rows in task_stretches(connection, project_id, STRETCH):
            stretch = _stretch(connection, project_id, project, rows)
            labels.writelines(rows_to_jsonl(stretch))
            answers.writelines(answers_to_jsonl(stretch))
        items = [
            StreamedItem(LABELS_FILE, _from_start(labels), "application/jsonl"),
            StreamedItem(ANSWERS_FILE, _from_start(answers), "application/jsonl"),
        ]
        target.writelines(bundle_pieces(items))


def _stretch(
    connection: Connection, project_id: int, project: Project, tasks: Sequence[AnyRow]
) -> Dataset:
    """Return what is known of some tasks; raise DatasetMismatch where answers are missing."""
    names = [row.task for row in tasks]
    concluded = {row.task: _conclusion(row) for row in label_rows(connection, project_id, names)}
    given: dict[TaskId, list[GivenAnswer]] = {}
    for row in given_answers(connection, project_id, names):
        answer = GivenAnswer(row.labeler, row.sequence, bytes(row.answer_json))
        given.setdefault(row.task, []).append(answer)
    rows: list[DatasetRow] = []
    lines: list[AnswerLine] = []
    for row in tasks:
        task, answers = parse_task(row.task_json), given.get(row.task, [])
        rows.append(concluded_row(project, row.task, task, concluded.get(row.task), answers))
        lines += answer_lines(project, task, answers)
    return Dataset(tuple(rows), tuple(lines))


def _conclusion(row: AnyRow) -> Conclusion:
    said = row.label if row.stored is None else bytes(row.stored)
    return Conclusion(said, row.confidence_q16, row.answers)


def _from_start(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(_PIECE_BYTES):
        yield piece
