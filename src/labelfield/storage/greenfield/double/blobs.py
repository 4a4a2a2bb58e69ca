"""The bytes of the double's objects: files that appear whole or not at all."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from labelfield.storage.greenfield.checksums import SEGMENT_SIZE, Checksums, ChecksumStream
from labelfield.storage.greenfield.double.http_messages import Source

READ_BYTES = 1024 * 1024


class BrokenOff(Exception):
    """The sender went away before the end."""


class Blobs:
    """Objects by number and version, and the parts of those that come in several requests."""

    def __init__(self, folder: Path) -> None:
        self._whole = folder / "objects"
        self._parts = folder / "parts"
        self._unfinished = folder / "unfinished"
        for place in (self._whole, self._parts, self._unfinished):
            place.mkdir(parents=True, exist_ok=True)
        for left in self._unfinished.iterdir():
            left.unlink()

    def whole(self, number: int, version: int) -> Path:
        """Return where an object's bytes are."""
        return self._whole / f"{number}-{version}"

    def parts(self, number: int, version: int) -> Path:
        """Return where the parts of an object are until it is whole."""
        return self._parts / f"{number}-{version}"

    def receive(self, source: Source, size: int, watch: ChecksumStream | None) -> Path:
        """Write exactly `size` bytes to a file of its own, shown to `watch` on the way.

        Raise BrokenOff if fewer come.
        """
        handle, name = tempfile.mkstemp(dir=self._unfinished)
        try:
            with os.fdopen(handle, "wb") as file:
                _copy(source, file, size, watch)
        except BaseException:
            Path(name).unlink()
            raise
        return Path(name)

    def append(self, source: Source, size: int, target: Path) -> None:
        """Add `size` bytes to a part; if fewer come, keep the whole segments among them."""
        with target.open("ab") as file:
            try:
                _copy(source, file, size, None)
            except BrokenOff:
                file.flush()
                file.truncate(file.tell() // SEGMENT_SIZE * SEGMENT_SIZE)
                raise

    def keep(self, received: Path, number: int, version: int) -> None:
        """Let received bytes become an object's."""
        with received.open("rb") as file:
            os.fsync(file.fileno())
        os.replace(received, self.whole(number, version))


def checksums_of_file(file: Path) -> Checksums:
    """Return the seven checksums of a file."""
    stream = ChecksumStream()
    with file.open("rb") as source:
        while piece := source.read(READ_BYTES):
            stream.update(piece)
    return stream.checksums()


def first_checksum_of_file(file: Path) -> bytes:
    """Return the first checksum of a file."""
    whole = hashlib.sha256()
    with file.open("rb") as source:
        while segment := source.read(SEGMENT_SIZE):
            whole.update(hashlib.sha256(segment).digest())
    return whole.digest()


def _copy(source: Source, target: BinaryIO, size: int, watch: ChecksumStream | None) -> None:
    left = size
    with _shown_to(watch, size) as show:
        while left:
            piece = source.read(min(left, READ_BYTES))
            if not piece:
                raise BrokenOff
            show(piece)
            target.write(piece)
            left -= len(piece)


@contextmanager
def _shown_to(watch: ChecksumStream | None, size: int) -> Iterator[Callable[[bytes], None]]:
    """Yield what shows pieces to `watch`: of large payloads while the next piece arrives."""
    if watch is None or size <= READ_BYTES:
        yield watch.update if watch is not None else lambda _: None
        return
    with ThreadPoolExecutor(1) as beside:
        under_way: Future[None] | None = None

        def show(piece: bytes) -> None:
            nonlocal under_way
            if under_way is not None:
                under_way.result()
            under_way = beside.submit(watch.update, piece)

        yield show
        if under_way is not None:
            under_way.result()
