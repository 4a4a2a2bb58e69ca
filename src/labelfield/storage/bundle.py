"""Bundles: many files in one object, in the format of BEP-323 (docs/protocol.md, section 5)."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from labelfield.storage.bundle_index import BundleEntry, is_content_type, read_index, write_index
from labelfield.storage.errors import (
    CorruptItem,
    InvalidItem,
    InvalidName,
    ItemMissing,
    MalformedBundle,
)
from labelfield.storage.names import check_object
from labelfield.storage.store import Store

_VERSION = 0
_TAIL = 16
"""Bytes behind the index: its length and the version, eight each, big-endian."""
PIECE_BYTES = 4 * 1024 * 1024
"""A larger item is read in pieces of this size."""


@dataclass(frozen=True, slots=True)
class BundleItem:
    """One file on its way into a bundle."""

    name: str
    data: bytes
    content_type: str = ""


@dataclass(frozen=True, slots=True)
class StreamedItem:
    """One file on its way into a bundle, piece by piece."""

    name: str
    pieces: Iterable[bytes]
    content_type: str = ""


def write_bundle(items: Iterable[BundleItem]) -> bytes:
    """Return the bundle of `items`, in their order; names must be unique."""
    streamed = (StreamedItem(item.name, (item.data,), item.content_type) for item in items)
    return b"".join(bundle_pieces(streamed))


def bundle_pieces(items: Iterable[StreamedItem]) -> Iterator[bytes]:
    """Yield the bundle of `items`, of which no more than a piece is held."""
    entries: dict[str, BundleEntry] = {}
    offset = 0
    for item in items:
        if item.name in entries:
            raise InvalidItem(item.name, "the name is taken by an item before it")
        _check_item(item)
        digest, start = hashlib.sha256(), offset
        for piece in item.pieces:
            digest.update(piece)
            offset += len(piece)
            yield piece
        entries[item.name] = BundleEntry(
            item.name, start, offset - start, digest.digest(), item.content_type
        )
    if not entries:
        raise InvalidItem("", "a bundle needs at least one item")
    index = write_index(entries.values())
    yield from (index, len(index).to_bytes(8), _VERSION.to_bytes(8))


class RangedBundle:
    """A bundle read through ranges: three reads for the first small item, one for each after it."""

    def __init__(self, read: Callable[[int, int], bytes], size: int) -> None:
        """Open a bundle of `size` bytes; `read(offset, length)` returns that part of it."""
        self._read = read
        index_at, index_size = _index_place(read, size)
        entries = read_index(read(index_at, index_size), data_size=index_at)
        self._entries = {entry.name: entry for entry in entries}

    @property
    def entries(self) -> tuple[BundleEntry, ...]:
        """The index, in the bundle's order."""
        return tuple(self._entries.values())

    @property
    def names(self) -> tuple[str, ...]:
        """The items' names, in the bundle's order."""
        return tuple(self._entries)

    def read(self, name: str) -> bytes:
        """Return an item; raise CorruptItem when its bytes do not hash to its index."""
        return b"".join(self.pieces(name))

    def lines(self, name: str) -> Iterator[bytes]:
        """Yield an item's lines, with their ends; raise CorruptItem as `pieces` does."""
        rest = b""
        for piece in self.pieces(name):
            *whole, rest = (rest + piece).split(b"\n")
            yield from (line + b"\n" for line in whole)
        if rest:
            yield rest

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield an item piece by piece.

        Raises CorruptItem behind the last one when they do not hash to the index: until then what
        was read is not to be relied on.
        """
        entry = self._entries.get(name)
        if entry is None:
            raise ItemMissing(name)
        digest = hashlib.sha256()
        for start in range(0, entry.size, PIECE_BYTES):
            piece = self._read(entry.offset + start, min(PIECE_BYTES, entry.size - start))
            digest.update(piece)
            yield piece
        if digest.digest() != entry.sha256:
            found = digest.hexdigest()
            raise CorruptItem(name, expected=entry.sha256.hex(), found=found)


class Bundle(RangedBundle):
    """A bundle held in memory."""

    def __init__(self, data: bytes) -> None:
        super().__init__(lambda offset, length: data[offset : offset + length], len(data))


def open_bundle(store: Store, bucket: str, name: str) -> RangedBundle:
    """Return the stored bundle, reading from the store only what is asked of it."""
    size = store.size(bucket, name)
    return RangedBundle(lambda offset, length: store.get_range(bucket, name, offset, length), size)


def _index_place(read: Callable[[int, int], bytes], size: int) -> tuple[int, int]:
    """Return where the index begins, which is where the data end, and its size."""
    if size < _TAIL:
        raise MalformedBundle(f"{size} bytes are too few, expected at least {_TAIL}")
    tail = read(size - _TAIL, _TAIL)
    version = int.from_bytes(tail[8:])
    if version != _VERSION:
        raise MalformedBundle(f"version {version} is unknown, expected {_VERSION}")
    index_size = int.from_bytes(tail[:8])
    if index_size > size - _TAIL:
        raise MalformedBundle(f"an index of {index_size} bytes does not fit into {size} bytes")
    return size - _TAIL - index_size, index_size


def _check_item(item: StreamedItem) -> None:
    try:
        check_object(item.name)
    except InvalidName as error:
        raise InvalidItem(item.name, str(error)) from error
    if not is_content_type(item.content_type):
        raise InvalidItem(item.name, f"content type {item.content_type!r} is not printable ASCII")
