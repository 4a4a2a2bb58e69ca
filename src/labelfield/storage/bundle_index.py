"""The index of a bundle: a protobuf message written and read by hand, in one spelling only.

`BundleMeta{repeated ObjectMeta 1}` with `ObjectMeta{1 name, 2 offset, 3 size, 4 hash_algo,
5 hash, 6 content_type}`; fields ascend and zero or empty ones are left out, as every protobuf
writer does, so an index that reads but would be written otherwise is refused.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from labelfield.storage.errors import InvalidName, MalformedBundle
from labelfield.storage.names import check_object

_SHA256 = 1
_VARINT, _BYTES = 0, 2
_HASH_FIELDS = bytes([4 << 3 | _VARINT, _SHA256, 5 << 3 | _BYTES, 32])
"""The algorithm, and what stands before the 32 bytes of a SHA-256."""

_SHORT = tuple(bytes([value]) for value in range(0x80))
"""Numbers that take one byte, spelled: most do."""

_WIRE_TYPES = {1: _BYTES, 2: _VARINT, 3: _VARINT, 4: _VARINT, 5: _BYTES, 6: _BYTES}


@dataclass(frozen=True, slots=True)
class BundleEntry:
    """One item's line in the index."""

    name: str
    offset: int
    size: int
    sha256: bytes
    content_type: str


def is_content_type(text: str) -> bool:
    """Say whether `text` may stand as an item's content type; it may be empty."""
    return text.isascii() and text.isprintable()


def write_index(entries: Iterable[BundleEntry]) -> bytes:
    """Return the index of `entries` as bytes."""
    return b"".join(_bytes_field(1, _write_entry(entry)) for entry in entries)


def read_index(index: bytes, data_size: int) -> tuple[BundleEntry, ...]:
    """Return the entries; raise MalformedBundle unless they tile `data_size` bytes exactly."""
    entries = tuple(_read_entry(found) for found in _messages(index))
    if not entries:
        raise MalformedBundle("its index is empty")
    _check_tiling(entries, data_size)
    if len({entry.name for entry in entries}) != len(entries):
        raise MalformedBundle("two items have the same name")
    if write_index(entries) != index:
        raise MalformedBundle("its index is not spelled as protobuf writers spell it")
    return entries


def _check_tiling(entries: tuple[BundleEntry, ...], data_size: int) -> None:
    end = 0
    for entry in entries:
        if entry.offset != end:
            raise MalformedBundle(f"item {entry.name!r} begins at {entry.offset}, expected {end}")
        end += entry.size
    if end != data_size:
        raise MalformedBundle(f"items end at {end}, the data at {data_size}")


def _write_entry(entry: BundleEntry) -> bytes:
    return (
        _bytes_field(1, entry.name.encode())
        + _number_field(2, entry.offset)
        + _number_field(3, entry.size)
        + _HASH_FIELDS
        + entry.sha256
        + _bytes_field(6, entry.content_type.encode())
    )


def _bytes_field(number: int, value: bytes) -> bytes:
    return _SHORT[number << 3 | _BYTES] + _varint(len(value)) + value if value else b""


def _number_field(number: int, value: int) -> bytes:
    return _SHORT[number << 3 | _VARINT] + _varint(value) if value else b""


def _varint(value: int) -> bytes:
    if value <= 0x7F:
        return _SHORT[value]
    spelled = bytearray()
    while value > 0x7F:
        spelled.append(value & 0x7F | 0x80)
        value >>= 7
    spelled.append(value)
    return bytes(spelled)


def _messages(index: bytes) -> Iterator[bytes]:
    for number, value in _fields(index, {1: _BYTES}):
        if not isinstance(value, bytes):
            raise MalformedBundle(f"field {number} of the index is not a message")
        yield value


def _read_entry(message: bytes) -> BundleEntry:
    found = dict(_fields(message, _WIRE_TYPES))
    if _number_of(found, 4) != _SHA256:
        raise MalformedBundle(f"hash algorithm {_number_of(found, 4)} is not SHA-256 (1)")
    sha256 = _bytes_of(found, 5)
    if len(sha256) != 32:
        raise MalformedBundle(f"an item's SHA-256 has {len(sha256)} bytes, expected 32")
    try:
        name = check_object(_bytes_of(found, 1).decode())
        content_type = _bytes_of(found, 6).decode()
    except (UnicodeDecodeError, InvalidName) as error:
        raise MalformedBundle(f"an item's name or content type is refused: {error}") from error
    if not is_content_type(content_type):
        raise MalformedBundle(f"content type {content_type!r} of {name!r} is not printable ASCII")
    return BundleEntry(name, _number_of(found, 2), _number_of(found, 3), sha256, content_type)


def _bytes_of(found: Mapping[int, int | bytes], number: int) -> bytes:
    value = found.get(number, b"")
    assert isinstance(value, bytes)  # its wire type was checked
    return value


def _number_of(found: Mapping[int, int | bytes], number: int) -> int:
    value = found.get(number, 0)
    assert isinstance(value, int)  # its wire type was checked
    return value


def _fields(message: bytes, wire_types: Mapping[int, int]) -> Iterator[tuple[int, int | bytes]]:
    """Yield the message's fields; raise MalformedBundle at a field that does not belong in it."""
    at = 0
    while at < len(message):
        tag, at = _read_varint(message, at)
        number, wire_type = tag >> 3, tag & 7
        if wire_types.get(number) != wire_type:
            raise MalformedBundle(f"unknown field {number} of wire type {wire_type} in its index")
        value, at = _read_varint(message, at)
        if wire_type == _VARINT:
            yield number, value
            continue
        if value > len(message) - at:
            raise MalformedBundle(f"field {number} of its index runs past the end")
        yield number, message[at : at + value]
        at += value


def _read_varint(message: bytes, at: int) -> tuple[int, int]:
    if at < len(message) and (first := message[at]) < 0x80:
        return first, at + 1
    value = 0
    for place, byte in enumerate(message[at : at + 10]):
        value |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            if value >= 1 << 64:
                raise MalformedBundle("a number in its index exceeds 64 bits")
            return value, at + place + 1
    raise MalformedBundle("a number in its index does not end")
