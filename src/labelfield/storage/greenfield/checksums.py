"""The seven checksums of an object, computed as its bytes pass by.

The payload is cut into segments of 16 MiB. Of each segment SHA-256 is taken of the whole and of
its six shards: four data shards (zero-padded to equal length) and two parity shards. Checksum i is
SHA-256 over the concatenation of the segments' i-th hashes. Memory does not grow with the payload.
"""

import hashlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO

import numpy as np

from labelfield.storage.greenfield.parity import BLOCK, Shards, new_scratch, write_parity

SEGMENT_SIZE = 16 * 1024 * 1024
"""Greenfield's `max_segment_size`."""

DATA_SHARDS = 4
PARITY_SHARDS = 2
CHECKSUM_COUNT = 1 + DATA_SHARDS + PARITY_SHARDS

Checksums = tuple[bytes, ...]
"""Seven SHA-256 digests: the payload's own, then those of its six shards."""


class ChecksumStream:
    """Takes a payload piece by piece; asked at any time, gives the checksums so far."""

    def __init__(self) -> None:
        self._segment = np.empty(SEGMENT_SIZE, np.uint8)
        self._parity = np.empty((PARITY_SHARDS, BLOCK), np.uint8)
        self._scratch = new_scratch()
        self._filled = 0
        self._hashes = [hashlib.sha256() for _ in range(CHECKSUM_COUNT)]
        self.size = 0

    def update(self, data: bytes | bytearray | memoryview) -> None:
        """Take the next bytes of the payload."""
        piece = np.frombuffer(data, np.uint8)
        self.size += piece.size
        while piece.size:
            if not self._filled and piece.size >= SEGMENT_SIZE:
                self._add(piece[:SEGMENT_SIZE], self._hashes)
                piece = piece[SEGMENT_SIZE:]
                continue
            room = min(SEGMENT_SIZE - self._filled, piece.size)
            self._segment[self._filled : self._filled + room] = piece[:room]
            self._filled += room
            piece = piece[room:]
            if self._filled == SEGMENT_SIZE:
                self._add(self._segment, self._hashes)
                self._filled = 0

    def checksums(self) -> Checksums:
        """Return the seven checksums of what was taken so far."""
        hashes = [found.copy() for found in self._hashes]
        if self._filled:
            self._add(self._segment[: self._filled], hashes)
        return tuple(found.digest() for found in hashes)

    def _add(self, segment: Shards, hashes: "list[hashlib._Hash]") -> None:
        """Hash a segment and its shards, each into the checksum of its place."""
        hashes[0].update(hashlib.sha256(segment.data).digest())
        shard = -(-segment.size // DATA_SHARDS)
        if segment.size % DATA_SHARDS:
            segment = self._segment[: DATA_SHARDS * shard]
            segment[self._filled :] = 0
        data = segment.reshape(DATA_SHARDS, shard)
        shards = [hashlib.sha256() for _ in range(DATA_SHARDS + PARITY_SHARDS)]
        for start in range(0, shard, BLOCK):
            block = data[:, start : start + BLOCK]
            parity = self._parity[:, : block.shape[1]]
            write_parity(block, parity, self._scratch)
            for found, row in zip(shards, (*block, *parity), strict=True):
                found.update(row.data)
        for whole, found in zip(hashes[1:], shards, strict=True):
            whole.update(found.digest())


def checksums_of(source: bytes | BinaryIO | Iterable[bytes]) -> Checksums:
    """Return the seven checksums of bytes, of a file from where it stands, or of pieces."""
    stream = ChecksumStream()
    for piece in pieces_of(source):
        stream.update(piece)
    return stream.checksums()


def pieces_of(source: bytes | BinaryIO | Iterable[bytes]) -> Iterator[bytes | memoryview]:
    """Yield a payload in pieces, without a copy where it is already in memory."""
    if isinstance(source, bytes | bytearray | memoryview):
        view = memoryview(source)
        for start in range(0, len(view), SEGMENT_SIZE):
            yield view[start : start + SEGMENT_SIZE]
    elif hasattr(source, "read"):
        while piece := source.read(SEGMENT_SIZE):
            yield piece
    else:
        yield from source
