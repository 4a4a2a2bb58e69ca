"""A requester's files become tasks and gold, by the same readers that the command line uses."""

import tempfile
from pathlib import Path, PurePosixPath

from labelfield.api.chain_models import Imported, ImportedFile, ImportRequest
from labelfield.api.models import DraftGold, DraftTask
from labelfield.formats.arrow_tasks import SUFFIXES
from labelfield.formats.errors import FormatError
from labelfield.formats.gold import read_gold
from labelfield.formats.tasks import TaskSource, read_tasks
from labelfield.labeling.config import LabelingConfig
from labelfield.labeling.config_xml import parse_config
from labelfield.labeling.errors import LabelingError
from labelfield.server import refusals
from labelfield.server.config_refusals import of_config
from labelfield.server.context import Coordinator
from labelfield.server.media import MEDIA_BUCKET, content_type_of, is_media_suffix
from labelfield.server.problems import Problem, details_of


def import_files(coordinator: Coordinator, request: ImportRequest) -> Imported:
    """Return the tasks and the gold of the files; refuse the first that cannot be used."""
    try:
        config = parse_config(request.config)
    except LabelingError as error:
        raise of_config(error) from error
    with tempfile.TemporaryDirectory(prefix="labelfield-import-") as name:
        folder = Path(name)
        try:
            return _read(coordinator, request, config, folder)
        except FormatError as error:
            details = {
                name: _without(folder, value) if isinstance(value, str) else value
                for name, value in details_of(error).items()
            }
            raise refusals.Malformed(_without(folder, str(error)), **details) from error
        except LabelingError as error:
            raise refusals.Malformed(_without(folder, str(error))) from error


def _read(
    coordinator: Coordinator, request: ImportRequest, config: LabelingConfig, folder: Path
) -> Imported:
    """Media lie in `media`, beside files that name them by their path from there."""
    files = folder / "files"
    files.mkdir()
    for path, media in request.media.items():
        _place(coordinator, files, path, media)
    tasks = _written(files, request.tasks) if request.tasks else files
    source = TaskSource(tasks, config, request.key_field, request.label_field)
    found = list(read_tasks(source))
    gold = {task.key: task.gold for task in found if task.gold is not None}
    if request.gold is not None:
        beside = folder / "gold"
        beside.mkdir()
        keys = {task.key for task in found}
        gold |= read_gold(_written(beside, request.gold), config, keys)
    return Imported(
        tasks=[DraftTask(key=task.key, data=task.data) for task in found],
        gold=[DraftGold(key=key, answer=answer) for key, answer in gold.items()],
    )


def _without(folder: Path, message: str) -> str:
    """Return what is wrong without our folder's name: the requester knows the file's."""
    for inside in ("files", "gold"):
        message = message.replace(f"{folder / inside}/", "").replace(f"{folder / inside}", "files")
    return message


def _written(folder: Path, file: ImportedFile) -> Path:
    path = folder / _plain(file.name).name
    if path.suffix.lower() in SUFFIXES:
        raise refusals.Malformed(
            f"{file.name!r:.200} is no text: write it as .csv or .jsonl.",
            problem=Problem.NOT_TEXT,
            file=file.name[:200],
        )
    path.write_text(file.content, encoding="utf-8", newline="")
    return path


def _place(coordinator: Coordinator, folder: Path, path: str, media: str) -> None:
    """Put an uploaded medium where the tasks look for it.

    By its path it must be one too: what is uploaded could be any bytes, and must not be read as
    the description, labels or columns of a whole data set.
    """
    content_type_of(media)
    if not coordinator.sealed.has(MEDIA_BUCKET, media):
        raise refusals.Malformed(f"{path!r:.200} was not uploaded: PUT /api/media/{media} first.")
    plain = _plain(path)
    if not is_media_suffix(plain.suffix):
        raise _bad_name(path, f"{path!r:.200} is called like no medium: rename it.")
    target = folder / plain
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(coordinator.sealed.get(MEDIA_BUCKET, media))


def _plain(path: str) -> PurePosixPath:
    """Return a path that stays in its folder; refuse any other."""
    found = PurePosixPath(path)
    parts = found.parts
    if not parts or found.is_absolute() or ".." in parts or not path.isprintable():
        raise _bad_name(path, f"{path!r:.200} is no path inside a folder.")
    if any(len(part.encode()) > 255 for part in parts) or len(path) > 1_000:
        raise _bad_name(path, f"{path!r:.80}… is too long for a file's name.")
    return found


def _bad_name(path: str, message: str) -> refusals.Malformed:
    return refusals.Malformed(message, problem=Problem.BAD_NAME, file=path[:80])
