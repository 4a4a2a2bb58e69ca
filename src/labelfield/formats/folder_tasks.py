"""Folders of pictures, recordings, videos or texts: a file a task."""

from collections.abc import Iterator
from pathlib import Path

from labelfield.formats.csv_rows import read_file
from labelfield.formats.errors import MissingField, NotUtf8, Place
from labelfield.formats.task_entries import TaskEntry
from labelfield.labeling.config import MEDIA_KINDS, LabelingConfig, ObjectTag

_WRITTEN = ("text", "hypertext")


def read_folder(folder: Path, config: LabelingConfig) -> Iterator[TaskEntry]:
    """Yield a task for each file of a folder, hidden ones aside, in the order of their names."""
    shown = _only_object(folder, config)
    for name in visible_files(folder):
        place = Place(str(folder / name))
        value = name if shown.kind in MEDIA_KINDS else _text_of(folder / name)
        yield TaskEntry(place, {shown.field: value}, key=name)


def visible_files(folder: Path) -> list[str]:
    """Return the paths of all files in a folder from there on, hidden ones aside, sorted."""
    names = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    shown = (name for name in names if not any(part.startswith(".") for part in name.parts))
    return sorted(name.as_posix() for name in shown)


def _only_object(folder: Path, config: LabelingConfig) -> ObjectTag:
    match config.objects:
        case (ObjectTag(kind=kind) as shown,) if kind in (*MEDIA_KINDS, *_WRITTEN):
            return shown
    problem = "the labeling config shows something other than one image, recording or text"
    fix = "name the files in a .csv or .jsonl file with all fields that the config shows"
    raise MissingField(Place(str(folder)), problem, fix)


def _text_of(path: Path) -> str:
    data = read_file(path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise NotUtf8(str(path), line, data[error.start]) from error
