"""Tasks from Parquet and Arrow files, folders of Hugging Face's `datasets`, and DataFrames.

DataFrames come by the Arrow PyCapsule interface (`__arrow_c_stream__`), which Polars, pandas and
Arrow itself speak: none of them is needed here. A batch of rows is in memory at a time.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from labelfield.formats.errors import (
    InvalidField,
    NotParquet,
    Place,
    UnknownFormat,
    UnreadableFile,
)
from labelfield.formats.task_entries import TaskEntry
from labelfield.protocol.canonical import Json

SUFFIXES = (".parquet", ".arrow", ".feather")
_DATASET_MARKS = ("dataset_info.json", "state.json", "dataset_infos.json", "dataset_dict.json")


@dataclass(frozen=True, slots=True)
class _Table:
    """Batches of rows and what their columns mean."""

    name: str
    batches: Iterable[Any]
    classes: Mapping[str, list[str]] = field(default_factory=dict)
    """The names of a column's classes, where the file says them."""


def is_dataset_folder(folder: Path) -> bool:
    """Tell whether a folder is a Hugging Face dataset, by its marks or its data files."""
    if any((folder / name).is_file() for name in _DATASET_MARKS):
        return True
    return any(_data_files(folder))


def read_dataset_folder(
    folder: Path, key_field: str, label_field: str | None
) -> Iterator[TaskEntry]:
    """Yield the rows of all data files of a dataset, one split after the other."""
    from labelfield.formats.task_entries import read_entries

    files = list(_data_files(folder, (".jsonl",)))
    if not files:
        raise UnknownFormat(str(folder), "a dataset with .parquet, .arrow or .jsonl files")
    for file in files:
        if file.suffix == ".jsonl":
            yield from read_entries(file, key_field, label_field)
        else:
            yield from read_arrow_file(file, key_field, label_field)


def read_arrow_file(path: Path, key_field: str, label_field: str | None) -> Iterator[TaskEntry]:
    """Yield the rows of a Parquet or Arrow file."""
    import pyarrow as pa

    try:
        yield from _entries(_opened(path), key_field, label_field)
    except FileNotFoundError as error:
        raise UnreadableFile(str(path), "cannot be read: No such file or directory") from error
    except (pa.ArrowException, OSError) as error:
        raise NotParquet(str(path), str(error).partition("\n")[0]) from error


def read_frame(frame: Any, key_field: str, label_field: str | None) -> Iterator[TaskEntry]:
    """Yield the rows of a DataFrame or Arrow table."""
    import pyarrow as pa

    if not hasattr(frame, "__arrow_c_stream__"):
        kind = type(frame).__name__
        expected = "a file, a folder, or a DataFrame of Polars, pandas (2.2 or newer) or Arrow"
        raise UnknownFormat(f"an object of type {kind}", expected)
    reader = pa.RecordBatchReader.from_stream(frame)
    table = _Table(type(frame).__name__, reader, _class_names(reader.schema))
    return _entries(table, key_field, label_field)


def _opened(path: Path) -> _Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    if path.suffix.lower() == ".parquet":
        file = pq.ParquetFile(path)
        return _Table(str(path), file.iter_batches(10_000), _class_names(file.schema_arrow))
    source = pa.memory_map(str(path))
    try:
        opened: Any = pa.ipc.open_file(source)
        batches = (opened.get_batch(place) for place in range(opened.num_record_batches))
    except pa.ArrowInvalid:
        source.seek(0)
        opened = batches = pa.ipc.open_stream(source)
    return _Table(str(path), batches, _class_names(opened.schema))


def _entries(table: _Table, key_field: str, label_field: str | None) -> Iterator[TaskEntry]:
    number = 0
    for batch in table.batches:
        for row in batch.to_pylist():
            number += 1
            place = Place(table.name, f"row {number}")
            files = {name: data for name, value in row.items() if (data := _file(value))}
            fields = {
                name: _plain(value, place, name)
                for name, value in row.items()
                if name not in files and value is not None
            }
            key = fields.pop(key_field, None)
            label = None if label_field is None else fields.pop(label_field, None)
            if label_field in table.classes and isinstance(label, int):
                label = _class_name(table.classes[str(label_field)], label)
            name = str(key) if isinstance(key, int) and not isinstance(key, bool) else key
            yield TaskEntry(place, fields, name, label, files=files)


def _class_name(names: list[str], label: int) -> str | None:
    """The name of a class; -1 is how `datasets` says that there is none."""
    return names[label] if 0 <= label < len(names) else None


def _file(value: Any) -> bytes | None:
    """The bytes of a picture or recording, as `datasets` stores them."""
    data = value.get("bytes") if isinstance(value, dict) else value
    return data if isinstance(data, bytes) else None


def _plain(value: Any, place: Place, name: str) -> Json:
    """A cell as JSON; a path stands for a file that is named and not held."""
    if isinstance(value, dict) and set(value) == {"bytes", "path"}:
        path: Json = value["path"]
        return path
    if isinstance(value, dict):
        return {str(key): _plain(one, place, name) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one, place, name) for one in value]
    if value is None or isinstance(value, str | bool | int | float):
        return value
    problem = f"a {type(value).__name__} has no place in a task"
    raise InvalidField(place, problem, "turn the column into text, or drop it", name)


def _class_names(schema: Any) -> dict[str, list[str]]:
    try:
        described = json.loads((schema.metadata or {}).get(b"huggingface", b"{}"))
        features = described.get("info", {}).get("features", {})
        return {
            name: list(feature["names"])
            for name, feature in features.items()
            if isinstance(feature, dict) and feature.get("_type") == "ClassLabel"
        }
    except (ValueError, AttributeError, KeyError, TypeError):
        return {}


def _data_files(folder: Path, more: tuple[str, ...] = ()) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        shown = not any(part.startswith(".") for part in path.relative_to(folder).parts)
        if shown and path.is_file() and path.suffix in (".parquet", ".arrow", *more):
            yield path
