"""Tasks for a new project, from files and folders, checked one by one."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from labelfield.formats.arrow_tasks import (
    SUFFIXES,
    is_dataset_folder,
    read_arrow_file,
    read_dataset_folder,
    read_frame,
)
from labelfield.formats.coco_tasks import coco_tasks, is_coco
from labelfield.formats.csv_rows import read_file
from labelfield.formats.errors import (
    DuplicateKey,
    InvalidField,
    NoRightAnswer,
    Place,
    TellingField,
    TooLittle,
    UnfitField,
    UnknownFormat,
    UnusableMedia,
)
from labelfield.formats.folder_tasks import read_folder
from labelfield.formats.ground_truth import answer_from_label, ground_truth
from labelfield.formats.inside import inside
from labelfield.formats.media import MediaFile, media_file, read_media
from labelfield.formats.predictions import FIELD, best_prediction
from labelfield.formats.rows import parse_json_at
from labelfield.formats.task_entries import TaskEntry, label_studio_tasks, read_entries
from labelfield.formats.yolo_tasks import is_yolo, yolo_tasks
from labelfield.labeling.config import MEDIA_KINDS, LabelingConfig, ObjectTag
from labelfield.labeling.errors import InvalidTask
from labelfield.labeling.validate_task import validate_task
from labelfield.protocol.canonical import Json
from labelfield.protocol.errors import LabelfieldError

MAX_KEY = 500

_TELLING = frozenset(("answer", "gold", "ground_truth", "label", "labels"))
"""Fields that look like the right answer, which labelers must not be shown by accident."""


Elsewhere = Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True)
class TaskSource:
    """Where tasks come from and how to read them."""

    path: Path
    """A `.csv`, `.jsonl` or `.json` (Label Studio) file, or a folder of files to show."""

    config: LabelingConfig
    key_field: str = "key"
    """Holds the requester's name of a task; file names or row numbers serve where it is absent."""

    label_field: str | None = None
    """Holds the right answer of gold tasks and is kept out of the task; empty: not gold."""

    predictions: bool = True
    """Whether labelers are shown what a model or an older dataset says."""

    frame: object = None
    """A DataFrame or Arrow table instead of the path, which then is the folder of its files."""

    elsewhere: Elsewhere | None = None
    """Reads files that tasks name by an address; None for names of files beside the tasks."""


@dataclass(frozen=True, slots=True)
class ImportedTask:
    """A task that the project's config can show."""

    key: str
    data: dict[str, Json]
    media: tuple[MediaFile, ...]
    """The files that `data` names."""

    gold: list[Json] | None
    """The right answer, where it is known."""


def read_tasks(source: TaskSource) -> Iterator[ImportedTask]:
    """Yield the tasks of `source` one by one; raise FormatError at the first that is unusable."""
    places: dict[str, Place] = {}
    gold = 0
    for number, entry in enumerate(_entries(source), start=1):
        task = _imported(source, entry, number)
        if task.key in places:
            fix = f"keys are unique in a project: rename this one or the one at {places[task.key]}"
            problem = f"key {task.key!r:.80} is taken"
            raise DuplicateKey(entry.place, problem, fix, source.key_field)
        places[task.key] = entry.place
        gold += task.gold is not None
        yield task
    _check_whole(source, tasks=len(places), gold=gold)


def _check_whole(source: TaskSource, tasks: int, gold: int) -> None:
    if tasks == 0:
        raise TooLittle(str(source.path), "it holds no task; add at least one")
    if gold == 0 and source.label_field is not None:
        place = Place(str(source.path))
        fix = "correct the name of the label field, or fill it in for some tasks"
        raise NoRightAnswer(place, "no task has a right answer", fix, source.label_field)


def _entries(source: TaskSource) -> Iterable[TaskEntry]:
    path = source.path
    if source.frame is not None:
        return read_frame(source.frame, source.key_field, source.label_field)
    if path.is_dir():
        return _folder_entries(source)
    match path.suffix.lower():
        case ".csv" | ".jsonl" | ".ndjson":
            return read_entries(path, source.key_field, source.label_field)
        case ".json":
            return _json_entries(source)
    if path.suffix.lower() in SUFFIXES:
        return read_arrow_file(path, source.key_field, source.label_field)
    expected = (
        "a .csv, .jsonl, .parquet, .arrow or .json (Label Studio or COCO) file, a folder of "
        "pictures, recordings or texts, or one of a Hugging Face or YOLO dataset"
    )
    raise UnknownFormat(str(path), expected)


def _folder_entries(source: TaskSource) -> Iterable[TaskEntry]:
    if is_yolo(source.path):
        return yolo_tasks(source.path, source.config)
    if is_dataset_folder(source.path):
        return read_dataset_folder(source.path, source.key_field, source.label_field)
    return read_folder(source.path, source.config)


def _json_entries(source: TaskSource) -> Iterable[TaskEntry]:
    path = source.path
    value = parse_json_at(read_file(path).removeprefix(b"\xef\xbb\xbf"), Place(str(path)))
    if is_coco(value):
        return coco_tasks(path, value, source.config)
    return label_studio_tasks(path, value, source.key_field, source.label_field)


def _imported(source: TaskSource, entry: TaskEntry, number: int) -> ImportedTask:
    _refuse_telling_fields(source, entry)
    data, media = _with_media(source, entry)
    try:
        validate_task(source.config, data)
    except InvalidTask as error:
        problem = f"expected {error.expected}, found {error.found}"
        fix = "fill the field in, or change the labeling config"
        raise UnfitField(entry.place, problem, fix, error.field) from error
    guess = entry.prediction or best_prediction(source.config, entry.predictions, entry.place)
    if guess is not None and source.predictions:
        data[FIELD] = guess
    return ImportedTask(_key_of(source, entry, number), data, media, _gold_of(source, entry))


def _key_of(source: TaskSource, entry: TaskEntry, number: int) -> str:
    key = str(number) if entry.key is None else entry.key
    if not isinstance(key, str) or not key.isprintable() or not 1 <= len(key) <= MAX_KEY:
        problem = f"{key!r:.80} cannot be a key"
        fix = f"write 1 to {MAX_KEY} printable characters, in JSON between quotes"
        raise InvalidField(entry.place, problem, fix, source.key_field)
    return key


def _refuse_telling_fields(source: TaskSource, entry: TaskEntry) -> None:
    shown = {part.field for part in source.config.objects}
    for name in entry.fields:
        if name.lower() in _TELLING - shown:
            problem = "labelers can see a task's fields, and this one looks like the right answer"
            fix = "name it as the label field to use it as gold, or rename or remove it"
            raise TellingField(entry.place, problem, fix, name)


def _with_media(
    source: TaskSource, entry: TaskEntry
) -> tuple[dict[str, Json], tuple[MediaFile, ...]]:
    """Return the task's data with files named by their content, and these files."""
    data, media = dict(entry.fields), []
    for shown in source.config.objects:
        path = data.get(shown.field)
        if shown.kind in MEDIA_KINDS and shown.field in entry.files:
            held = entry.files[shown.field]
            media.append(media_file(held, "it", shown.kind, entry.place, shown.field))
            data[shown.field] = media[-1].name
        elif shown.kind in MEDIA_KINDS and isinstance(path, str) and path.strip():
            media.append(_media_at(source, path, shown, entry.place))
            data[shown.field] = media[-1].name
    return data, tuple(media)


def _media_at(source: TaskSource, path: str, shown: ObjectTag, place: Place) -> MediaFile:
    if source.elsewhere is not None and (held := _held(source.elsewhere, path, place, shown)):
        return media_file(held, path, shown.kind, place, shown.field)
    folder = source.path if source.path.is_dir() else source.path.parent
    found = inside(folder, path, place, shown.field)
    return read_media(found, shown.kind, place, shown.field)


def _held(elsewhere: Elsewhere, path: str, place: Place, shown: ObjectTag) -> bytes | None:
    try:
        return elsewhere(path)
    except LabelfieldError as error:
        fix = "correct the address, or put the file beside the tasks"
        raise UnusableMedia(place, str(error), fix, shown.field) from error


def _gold_of(source: TaskSource, entry: TaskEntry) -> list[Json] | None:
    if entry.label not in (None, ""):
        return answer_from_label(source.config, entry.label, entry.place, source.label_field)
    if entry.annotations is not None:
        return ground_truth(source.config, entry.annotations, entry.place)
    return None
