"""The finished dataset: one bundle in the project's bucket, from the last settlement's labels."""

from sqlalchemy import Connection, select

from labelfield.db.projects import task_rows
from labelfield.db.settlements import label_rows
from labelfield.db.tables import AnyRow, answers
from labelfield.formats.dataset import AnswerLine, Dataset, DatasetRow
from labelfield.formats.export import answers_to_jsonl, rows_to_jsonl
from labelfield.formats.published import ANSWERS_FILE, LABELS_FILE, confidence_text, pseudonym
from labelfield.labeling.answers import answer_of
from labelfield.labeling.config import LabelingConfig, classes
from labelfield.protocol.tasks import parse_task
from labelfield.storage.bundle import BundleItem, write_bundle


def build_dataset(connection: Connection, project: AnyRow, config: LabelingConfig) -> Dataset:
    """Return every task with its label, and every answer under a pseudonym."""
    labels = {row.task: row for row in label_rows(connection, project.id)}
    tasks = {row.task: parse_task(row.task_json) for row in task_rows(connection, project.id)}
    names = classes(config)
    given = connection.execute(
        select(answers.c.task, answers.c.labeler, answers.c.label, answers.c.sequence).where(
            answers.c.project_id == project.id
        )
    ).all()
    rows = []
    for identifier, task in tasks.items():
        found = labels.get(identifier)
        rows.append(
            DatasetRow(
                key=task.key,
                task_id=identifier,
                data=task.data,
                label=names[found.label] if found else None,
                confidence=confidence_text(found.confidence_q16 if found else 0),
                answers=found.answers if found else 0,
                result=answer_of(config, names[found.label]) if found else [],
            )
        )
    lines = [
        AnswerLine(
            key=tasks[row.task].key,
            labeler=pseudonym(project.manifest_hash, row.labeler),
            label=names[row.label],
            sequence=row.sequence,
        )
        for row in given
    ]
    return Dataset(tuple(rows), tuple(lines))


def dataset_bundle(dataset: Dataset) -> bytes:
    """Return the object that holds a dataset."""
    return write_bundle(
        (
            BundleItem(LABELS_FILE, b"".join(rows_to_jsonl(dataset)), "application/jsonl"),
            BundleItem(ANSWERS_FILE, b"".join(answers_to_jsonl(dataset)), "application/jsonl"),
        )
    )
