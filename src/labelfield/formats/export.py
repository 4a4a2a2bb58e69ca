"""Finished datasets as JSONL, CSV and Label Studio JSON: same dataset, same bytes.

Each function yields pieces of the file, to be written one after another.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from labelfield.formats.dataset import AnswerLine, Dataset, DatasetRow
from labelfield.protocol.canonical import Json, canonical_json

_ROW_COLUMNS = ("key", "task_id", "label", "confidence", "answers")
_ANSWER_COLUMNS = ("task", "worker", "label", "sequence")
"""The first three are the columns of crowd answers that `labelfield score` reads."""


def rows_to_jsonl(dataset: Dataset) -> Iterator[bytes]:
    """Yield a line of canonical JSON for each task."""
    for row in dataset.rows:
        fields: dict[str, Json] = {
            "answers": row.answers,
            "confidence": row.confidence,
            "data": row.data,
            "key": row.key,
            "label": row.label,
            "result": row.result,
            "task_id": row.task_id,
        }
        yield canonical_json(fields) + b"\n"


def answers_to_jsonl(dataset: Dataset) -> Iterator[bytes]:
    """Yield a line of canonical JSON for each answer."""
    for line in dataset.ordered_answers():
        fields: dict[str, Json] = {
            "key": line.key,
            "label": line.label,
            "labeler": line.labeler,
            "result": line.result,
            "sequence": line.sequence,
        }
        yield canonical_json(fields) + b"\n"


def rows_to_csv(dataset: Dataset) -> Iterator[bytes]:
    """Yield a header and a line for each task, with a column `data.<field>` for each field.

    Text stands as it is, any other value as JSON, nothing where a task lacks the field.
    """
    fields = sorted({field for row in dataset.rows for field in row.data})
    yield _csv_line((*_ROW_COLUMNS, *(f"data.{field}" for field in fields)))
    for row in dataset.rows:
        shown = (_csv_value(row.data[field]) if field in row.data else "" for field in fields)
        known = (row.key, row.task_id, row.label or "", row.confidence, str(row.answers))
        yield _csv_line((*known, *shown))


def answers_to_csv(dataset: Dataset) -> Iterator[bytes]:
    """Yield a header and a line for each answer, as `labelfield score` reads them."""
    yield _csv_line(_ANSWER_COLUMNS)
    for line in dataset.ordered_answers():
        yield _csv_line((line.key, line.labeler, line.label or "", str(line.sequence)))


def dataset_to_label_studio(dataset: Dataset) -> Iterator[bytes]:
    """Yield an array of tasks for Label Studio's import.

    Answers become annotations; the consensus becomes a prediction whose score is its confidence.
    """
    groups = groupby(dataset.ordered_answers(), key=lambda line: line.key)
    answers = {key: list(lines) for key, lines in groups}
    yield b"["
    for place, row in enumerate(dataset.rows):
        task = _label_studio_task(row, answers.get(row.key, []))
        yield (b",\n" if place else b"\n") + canonical_json(task)
    yield b"\n]\n"


def _label_studio_task(row: DatasetRow, answers: Iterable[AnswerLine]) -> dict[str, Json]:
    prediction: dict[str, Json] = {
        "model_version": "labelfield",
        "result": row.result,
        "score": float(row.confidence),
    }
    return {
        "annotations": [_annotation(line) for line in answers],
        "data": row.data,
        "meta": {"answers": row.answers, "key": row.key, "task_id": row.task_id},
        "predictions": [prediction] if row.result else [],
    }


def _annotation(line: AnswerLine) -> dict[str, Json]:
    return {
        "ground_truth": False,
        "meta": {"labeler": line.labeler, "sequence": line.sequence},
        "result": line.result,
        "was_cancelled": False,
    }


def _csv_line(cells: Iterable[str]) -> bytes:
    return ",".join(map(_csv_cell, cells)).encode() + b"\n"


def _csv_cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in '",\r\n') else text


def _csv_value(value: Json) -> str:
    return value if isinstance(value, str) else canonical_json(value).decode()
