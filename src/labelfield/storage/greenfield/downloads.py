"""Fetching an object: every byte is held against the seven checksums that the chain keeps."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from labelfield.storage.greenfield.checksums import CHECKSUM_COUNT, ChecksumStream
from labelfield.storage.greenfield.errors import CorruptDownload, InvalidInput
from labelfield.storage.greenfield.gateway import Gateway
from labelfield.storage.greenfield.payload import Progress
from labelfield.storage.greenfield.resources import StoredObject

MAX_IN_MEMORY_BYTES = 256 * 1024 * 1024


def read_whole(gateway: Gateway, found: StoredObject, progress: Progress) -> bytes:
    """Return an object's bytes."""
    if found.payload_size > MAX_IN_MEMORY_BYTES:
        raise InvalidInput(
            f"{found.payload_size} bytes are too many for memory: download to a file"
        )
    return b"".join(_checked_pieces(gateway, found, progress))


def download(gateway: Gateway, found: StoredObject, target: Path, progress: Progress) -> None:
    """Write an object to a file, which appears whole and checked or not at all."""
    handle, unfinished = tempfile.mkstemp(prefix=".greenfield-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            _write_checked(gateway, found, file, progress)
        os.replace(unfinished, target)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise


def _write_checked(
    gateway: Gateway, found: StoredObject, file: BinaryIO, progress: Progress
) -> None:
    for piece in _checked_pieces(gateway, found, progress):
        file.write(piece)
    file.flush()
    os.fsync(file.fileno())


def _checked_pieces(gateway: Gateway, found: StoredObject, progress: Progress) -> Iterator[bytes]:
    """Yield an object's bytes; raise CorruptDownload at the end, or as soon as it is certain."""
    if len(found.checksums) != CHECKSUM_COUNT:
        raise CorruptDownload(
            found.bucket_name, found.object_name, "the chain holds no seven checksums of it"
        )
    stream = ChecksumStream()
    if found.payload_size:
        with gateway.get(found.bucket_name, found.object_name) as arriving:
            for piece in arriving:
                stream.update(piece)
                if stream.size > found.payload_size:
                    break
                yield piece
                progress(stream.size, found.payload_size)
    _check(stream, found)


def _check(stream: ChecksumStream, found: StoredObject) -> None:
    if stream.size != found.payload_size:
        problem = f"expected {found.payload_size} bytes, found {stream.size}"
        raise CorruptDownload(found.bucket_name, found.object_name, problem)
    computed = stream.checksums()
    wrong = [place for place in range(CHECKSUM_COUNT) if computed[place] != found.checksums[place]]
    if wrong:
        problem = f"checksums {wrong} of {CHECKSUM_COUNT} differ"
        raise CorruptDownload(found.bucket_name, found.object_name, problem)
