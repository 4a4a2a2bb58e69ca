"""Tasks as their files spell them, before keys, media and gold are checked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from labelfield.formats.errors import InvalidField, NotJson, Place
from labelfield.formats.rows import Row, read_rows
from labelfield.protocol.canonical import Json


@dataclass(frozen=True, slots=True)
class TaskEntry:
    """One task of a file."""

    place: Place
    fields: dict[str, Json]
    """The task's data as they are shown, save that images are named by their paths."""

    key: Json = None
    label: Json = None
    annotations: Json = None
    """Label Studio's, of which those marked as ground truth are gold."""

    predictions: Json = None
    """Label Studio's, the surest of which is shown to labelers."""

    prediction: dict[str, Json] | None = None
    """What is shown to labelers to correct, checked already."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    """The bytes of fields that are files."""


def read_entries(path: Path, key_field: str, label_field: str | None) -> Iterator[TaskEntry]:
    """Yield the tasks of a CSV or JSONL file: rows of fields, or objects with `data`."""
    for row in read_rows(path):
        yield _entry(row, key_field, label_field)


def label_studio_tasks(
    path: Path, value: Json, key_field: str, label_field: str | None
) -> Iterator[TaskEntry]:
    """Yield the tasks of a Label Studio export: id, data, annotations and predictions."""
    if not isinstance(value, list):
        fix = "export it as JSON from Label Studio, or write one object a line in a .jsonl file"
        raise NotJson(Place(str(path)), "not an array of tasks", fix)
    for number, task in enumerate(value, start=1):
        place = Place(str(path), f"task {number}")
        if not isinstance(task, dict):
            raise NotJson(place, "not a JSON object", 'write it like {"data": {…}}')
        if isinstance(task.get("data"), dict):
            yield _label_studio_entry(place, task, label_field)
        else:
            yield _entry(Row(place, task), key_field, label_field)


def _entry(row: Row, key_field: str, label_field: str | None) -> TaskEntry:
    fields = dict(row.fields)
    key = fields.pop(key_field, None)
    data = fields.get("data")
    if not isinstance(data, dict):
        return _without_label(TaskEntry(row.place, fields, key), label_field)
    for name in fields.keys() - {"data", label_field}:
        fix = f"move it into data, or remove it; beside data only {key_field!r} is read"
        raise InvalidField(row.place, "the field stands beside data", fix, name)
    beside = {name: fields[name] for name in fields.keys() & {label_field}}
    return _without_label(TaskEntry(row.place, data | beside, key), label_field)


def _label_studio_entry(place: Place, task: dict[str, Json], label_field: str | None) -> TaskEntry:
    number, data = task.get("id"), task["data"]
    assert isinstance(data, dict)
    key = str(number) if type(number) is int else number
    entry = TaskEntry(place, data, key, annotations=task.get("annotations"))
    entry = replace(entry, predictions=task.get("predictions"))
    return _without_label(entry, label_field)


def _without_label(entry: TaskEntry, label_field: str | None) -> TaskEntry:
    """Take the right answer out of what labelers will see."""
    if label_field is None:
        return entry
    fields = {name: value for name, value in entry.fields.items() if name != label_field}
    return replace(entry, fields=fields, label=entry.fields.get(label_field))
