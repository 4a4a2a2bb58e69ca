"""A draft's tasks, checked one by one and gathered into batches on disk.

A batch is closed once it holds a good many bytes: however many tasks there are, and however large
the files are that they show, one batch is in memory at a time.
"""

import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from labelfield.collect.objects import TASKS_FILE
from labelfield.labeling.config import LabelingConfig, media_fields
from labelfield.labeling.errors import LabelingError
from labelfield.labeling.validate_task import validate_task
from labelfield.protocol.hashes import keccak_hex
from labelfield.protocol.ids import Hash32, TaskId
from labelfield.protocol.tasks import Task
from labelfield.server import refusals
from labelfield.server.context import Coordinator
from labelfield.server.media import MEDIA_BUCKET, content_type_of, stored_media
from labelfield.server.problems import Problem
from labelfield.storage.bundle import Bundle, BundleItem, write_bundle

BATCH_BYTES = 16 * 1024 * 1024
"""A batch gets no more tasks once it holds this much."""
_PREFIX = ".draft-"
_ABANDONED_AFTER_S = 24 * 3600


@dataclass(slots=True)
class Batches:
    """What was gathered; its files are gone once `gathering` ends."""

    folder: Path
    hashes: list[Hash32] = field(default_factory=list)
    count: int = 0
    """How many tasks there are."""

    named: dict[str, tuple[TaskId, Task]] = field(default_factory=dict)
    """The tasks that gold or reservations name, by key."""

    def batches(self) -> Iterator[bytes]:
        """Yield each batch whole."""
        for name in self.hashes:
            yield (self.folder / name).read_bytes()

    def tasks(self) -> Iterator[tuple[TaskId, bytes]]:
        """Yield ids and canonical JSON in the requester's order."""
        for batch in self.batches():
            for line in Bundle(batch).read(TASKS_FILE).split(b"\n")[:-1]:
                yield TaskId(keccak_hex(line)), line


@contextmanager
def gathering(coordinator: Coordinator) -> Iterator[Batches]:
    """Yield batches without tasks; their files lie in the home until the end."""
    home = coordinator.settings.home
    _remove_abandoned(home)
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=home) as name:
        yield Batches(Path(name))


def media_of(batch: bytes) -> list[str]:
    """Return under which names the media that a batch shows were uploaded."""
    return [name.removeprefix("media/") for name in Bundle(batch).names if name != TASKS_FILE]


def _remove_abandoned(home: Path) -> None:
    """Delete what killed servers left behind, sparing what may still be in writing."""
    for path in home.glob(f"{_PREFIX}*"):
        with suppress(FileNotFoundError):  # another request deleted it
            if path.stat().st_mtime < time.time() - _ABANDONED_AFTER_S:
                shutil.rmtree(path)


def gather(
    coordinator: Coordinator,
    batches: Batches,
    config: LabelingConfig,
    tasks: Iterable[tuple[Task, bytes]],
    named: frozenset[str],
) -> None:
    """Check tasks, given with their canonical JSON, and write them.

    Refuses the first that cannot be shown, by its key; keeps in memory those that are `named`.
    """
    seen = set[str]()
    batch = _Batch(coordinator, config)
    for task, line in tasks:
        if task.key in seen:
            message = f"Task key {task.key!r} stands twice."
            raise refusals.Malformed(message, key=task.key, problem=Problem.TASK_TWICE)
        seen.add(task.key)
        _check(config, task)
        if task.key in named:
            batches.named[task.key] = TaskId(keccak_hex(line)), task
        batches.count += 1
        batch.add(task, line)
        if batch.size >= BATCH_BYTES:
            _keep(batches, batch)
            batch.begin_next()
    if batch.lines:
        _keep(batches, batch)


def _check(config: LabelingConfig, task: Task) -> None:
    try:
        validate_task(config, task.data)
    except LabelingError as error:
        message = f"Task {task.key!r}: {error}"
        raise refusals.Malformed(message, key=task.key, problem=Problem.TASK_UNFIT) from error


def _keep(batches: Batches, batch: "_Batch") -> None:
    data = write_bundle(batch.items())
    name = keccak_hex(data)
    (batches.folder / name).write_bytes(data)
    batches.hashes.append(name)


class _Batch:
    """The batch that is being filled: tasks, and the files that no batch before it has."""

    def __init__(self, coordinator: Coordinator, config: LabelingConfig) -> None:
        self._sealed = coordinator.sealed
        self._fields = media_fields(config)
        self._packed = set[str]()
        self.begin_next()

    def begin_next(self) -> None:
        """Start empty."""
        self.lines: list[bytes] = []
        self.size = 0
        self._media: list[BundleItem] = []

    def add(self, task: Task, line: bytes) -> None:
        """Take a task and the files it shows."""
        self.lines += (line, b"\n")
        self.size += len(line) + 1
        for name in [str(task.data[each]) for each in self._fields]:
            if name not in self._packed:
                self._pack(name, task.key)

    def items(self) -> list[BundleItem]:
        """Return what the bundle holds."""
        return [BundleItem(TASKS_FILE, b"".join(self.lines), "application/jsonl"), *self._media]

    def _pack(self, name: str, key: str) -> None:
        plain = PurePosixPath(name).name
        if name != f"media/{plain}" or not self._sealed.has(MEDIA_BUCKET, plain):
            message = f"Task {key!r} names {name!r}: upload it first, by PUT /api/media."
            raise refusals.Malformed(message, key=key, problem=Problem.TASK_WITHOUT_FILE)
        self._sealed.touch(MEDIA_BUCKET, plain)  # else it could be forgotten before it is shown
        data = stored_media(self._sealed, plain)
        self._packed.add(name)
        self._media.append(BundleItem(name, data, content_type_of(plain)))
        self.size += len(data)
