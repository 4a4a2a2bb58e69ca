"""The finished dataset: one bundle in the project's bucket, from the last settlement's labels."""

from sqlalchemy import Connection

from labelfield.db.answers import given_answers
from labelfield.db.projects import task_rows
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
from labelfield.storage.bundle import BundleItem, write_bundle


def build_dataset(connection: Connection, project_id: int, project: Project) -> Dataset:
    """Return every task with its label, and every answer under a pseudonym."""
    concluded = {row.task: _conclusion(row) for row in label_rows(connection, project_id)}
    given: dict[TaskId, list[GivenAnswer]] = {}
    for row in given_answers(connection, project_id):
        answer = GivenAnswer(row.labeler, row.sequence, bytes(row.answer_json))
        given.setdefault(row.task, []).append(answer)
    rows: list[DatasetRow] = []
    lines: list[AnswerLine] = []
    for row in task_rows(connection, project_id):
        task, answers = parse_task(row.task_json), given.get(row.task, [])
        rows.append(concluded_row(project, row.task, task, concluded.get(row.task), answers))
        lines += answer_lines(project, task, answers)
    return Dataset(tuple(rows), tuple(lines))


def _conclusion(row: AnyRow) -> Conclusion:
    said = row.label if row.stored is None else bytes(row.stored)
    return Conclusion(said, row.confidence_q16, row.answers)


def dataset_bundle(dataset: Dataset) -> bytes:
    """Return the object that holds a dataset."""
    return write_bundle(
        (
            BundleItem(LABELS_FILE, b"".join(rows_to_jsonl(dataset)), "application/jsonl"),
            BundleItem(ANSWERS_FILE, b"".join(answers_to_jsonl(dataset)), "application/jsonl"),
        )
    )
