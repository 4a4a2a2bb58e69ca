"""Gold files: which tasks have which right answer (CSV or JSONL of `key,label`)."""

from collections.abc import Collection
from pathlib import Path

from labelfield.formats.errors import (
    DuplicateKey,
    InvalidField,
    MissingField,
    NoSuchTask,
    UnknownFormat,
)
from labelfield.formats.ground_truth import answer_from_label
from labelfield.formats.rows import Row, read_rows
from labelfield.labeling.config import LabelingConfig
from labelfield.protocol.canonical import Json


def read_gold(path: Path, config: LabelingConfig, keys: Collection[str]) -> dict[str, list[Json]]:
    """Return the right answer of each gold task; `keys` are those of all tasks.

    A row has a `label` and, as `key` or `task`, the task's key; other fields are not read.
    """
    if path.suffix.lower() not in (".csv", ".jsonl", ".ndjson"):
        raise UnknownFormat(str(path), "a .csv or .jsonl file with the columns key and label")
    gold: dict[str, list[Json]] = {}
    for row in read_rows(path):
        field, key = _key_of(row)
        if key not in keys:
            fix = "use the key of a task, as the tasks file spells it"
            raise NoSuchTask(row.place, f"no task has the key {key!r:.80}", fix, field)
        if key in gold:
            fix = "keep one row for each task"
            raise DuplicateKey(row.place, f"task {key!r:.80} has gold already", fix, field)
        gold[key] = answer_from_label(config, _needed(row, "label"), row.place, "label")
    return gold


def _key_of(row: Row) -> tuple[str, str]:
    field = "task" if "task" in row.fields and "key" not in row.fields else "key"
    key = _needed(row, field)
    if not isinstance(key, str):
        raise InvalidField(row.place, f"{key!r:.80} is not text", "put it between quotes", field)
    return field, key


def _needed(row: Row, field: str) -> Json:
    if field not in row.fields:
        problem = f"found only {', '.join(map(repr, row.fields)):.120}"
        raise MissingField(row.place, problem, "give every row a key and a label", field)
    return row.fields[field]
