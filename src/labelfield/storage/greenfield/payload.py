"""Bytes to upload: in memory, or in a file that is read more than once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

Payload = bytes | Path
Progress = Callable[[int, int], None]
"""Called with the bytes done so far and the bytes in all."""

PIECE_BYTES = 1024 * 1024


def no_progress(_done: int, _total: int) -> None:
    """Tell nobody."""


def size_of(payload: Payload) -> int:
    """Return how many bytes there are."""
    return payload.stat().st_size if isinstance(payload, Path) else len(payload)


@contextmanager
def opened(payload: Payload) -> Iterator[BinaryIO]:
    """Yield a file with the bytes."""
    with payload.open("rb") if isinstance(payload, Path) else BytesIO(payload) as source:
        yield source


def pieces(source: BinaryIO, offset: int, size: int, progress: Progress) -> Iterator[bytes]:
    """Yield `size` bytes from `offset`, telling how far the whole has come."""
    source.seek(offset)
    left = size
    while left and (piece := source.read(min(PIECE_BYTES, left))):
        left -= len(piece)
        yield piece
        progress(offset + size - left, offset + size)
