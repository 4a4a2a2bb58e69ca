"""A store in a local folder: one file an object, whole or absent, whatever dies in between."""

import contextlib
import filecmp
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, TypeVar
from urllib.parse import unquote

from labelfield.storage.errors import NotWritten, ObjectDiffers, ObjectMissing
from labelfield.storage.names import check_bucket, check_object
from labelfield.storage.ranges import check_range

_UNFINISHED = ".unfinished"
"""Folder of files still being written; no bucket can be called so."""

_ABANDONED_AFTER_S = 24 * 3600

PIECE_BYTES = 1024 * 1024

_PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789-_")
_PART_LENGTH = 200
"""File systems take file names of 255 bytes."""

Found = TypeVar("Found")


class FolderStore:
    """Objects as files under `root/<bucket>/`, in spellings safe on any file system.

    A new object is written aside, flushed to disk, and then hard-linked into place: linking
    never replaces, so of two processes that write one name, one wins and the other is told.
    Nothing is made before the first object: who only reads leaves no trace.
    """

    def __init__(self, root: str | Path) -> None:
        self._root = Path(root)
        if (self._root / _UNFINISHED).is_dir():
            _remove_abandoned(self._root / _UNFINISHED)

    def put(self, bucket: str, name: str, data: bytes) -> None:
        """Keep `data` durably under a new name, or find it there already."""
        self._put(bucket, name, BytesIO(data))

    def put_file(self, bucket: str, name: str, file: Path) -> None:
        """Keep a file's bytes, a piece at a time."""
        with file.open("rb") as source:
            self._put(bucket, name, source)

    def get(self, bucket: str, name: str) -> bytes:
        """Return the object."""
        return self._act(bucket, name, Path.read_bytes)

    def get_range(self, bucket: str, name: str, offset: int, length: int) -> bytes:
        """Return exactly `length` bytes from `offset`, reading no others."""
        check_range(name, offset, length, self.size(bucket, name))
        with self._path(bucket, name).open("rb") as file:
            file.seek(offset)
            return file.read(length)

    def size(self, bucket: str, name: str) -> int:
        """Return the object's size in bytes."""
        return self._act(bucket, name, os.stat).st_size

    def has(self, bucket: str, name: str) -> bool:
        """Say whether the object is there."""
        return self._path(bucket, name).is_file()

    def names(self, bucket: str, prefix: str = "") -> tuple[str, ...]:
        """Return the names that begin with `prefix`, sorted."""
        folder = self._root / check_bucket(bucket)
        found = (_name_of(path.relative_to(folder)) for path in _files_under(folder))
        return tuple(sorted(name for name in found if name and name.startswith(prefix)))

    def touch(self, bucket: str, name: str) -> None:
        """Note that an object is wanted now."""
        self._act(bucket, name, os.utime)

    def touched_s(self, bucket: str, name: str) -> float:
        """Return when an object was put or last touched, in seconds since 1970."""
        return self._act(bucket, name, os.stat).st_mtime

    def remove(self, bucket: str, name: str) -> None:
        """Delete an object, if it is there: only what nothing names may go."""
        self._path(bucket, name).unlink(missing_ok=True)

    def _act(self, bucket: str, name: str, act: Callable[[Path], Found]) -> Found:
        try:
            return act(self._path(bucket, name))
        except FileNotFoundError:
            raise ObjectMissing(bucket, name) from None

    def _path(self, bucket: str, name: str) -> Path:
        return self._root / check_bucket(bucket) / _file_of(check_object(name))

    def _put(self, bucket: str, name: str, source: BinaryIO) -> None:
        path = self._path(bucket, name)
        try:
            _make_folders(path.parent)
            with self._written_aside(source) as aside:
                try:
                    os.link(aside, path)
                except FileExistsError:
                    if not filecmp.cmp(aside, path, shallow=False):
                        raise ObjectDiffers(bucket, name) from None
            _flush_folder(path.parent)
        except OSError as error:
            raise NotWritten(bucket, name, error) from error

    @contextlib.contextmanager
    def _written_aside(self, source: BinaryIO) -> Iterator[Path]:
        _make_folders(self._root / _UNFINISHED)
        aside = self._root / _UNFINISHED / secrets.token_hex(16)
        try:
            with aside.open("xb") as file:
                shutil.copyfileobj(source, file, PIECE_BYTES)
                file.flush()
                os.fsync(file.fileno())
            yield aside
        finally:
            aside.unlink(missing_ok=True)


def _file_of(name: str) -> Path:
    """Spell an object's name as a path: percent-encoded, so that case and slashes are safe.

    A long spelling is cut into folders that end in a bare `%`, which no whole spelling does.
    """
    spelled = "".join(chr(b) if b in _PLAIN else f"%{b:02x}" for b in name.encode())
    parts = [spelled[i : i + _PART_LENGTH] for i in range(0, len(spelled), _PART_LENGTH)]
    return Path(*(part + "%" for part in parts[:-1]), parts[-1])


def _name_of(path: Path) -> str | None:
    """Return the object's name that `_file_of` spelled as `path`; none for a stranger's file."""
    name = unquote("".join(part[:-1] for part in path.parts[:-1]) + path.name)
    return name if _file_of(name) == path else None


def _files_under(folder: Path) -> list[Path]:
    return [Path(at, name) for at, _, names in os.walk(folder) for name in names]


def _make_folders(folder: Path) -> None:
    if folder.is_dir():
        return
    _make_folders(folder.parent)
    folder.mkdir(exist_ok=True)
    _flush_folder(folder.parent)


def _flush_folder(folder: Path) -> None:
    """Make the folder's entries survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove_abandoned(folder: Path) -> None:
    """Delete what killed writers left behind, sparing what may still be in writing."""
    oldest_s = time.time() - _ABANDONED_AFTER_S
    for path in folder.iterdir():
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime < oldest_s:
                path.unlink()
