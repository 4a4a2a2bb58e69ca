"""The wire format of Protocol Buffers: tags, varints and length-delimited bytes."""

from collections.abc import Iterator
from enum import IntEnum

from labelfield.storage.greenfield.errors import MalformedProtobuf


class Wire(IntEnum):
    """How a field's value is written."""

    VARINT = 0
    FIXED64 = 1
    BYTES = 2
    FIXED32 = 5


def varint(value: int) -> bytes:
    """Return `value`, below 2^64, in groups of seven bits, the lowest first."""
    if not 0 <= value < 1 << 64:
        raise ValueError(f"{value} is no unsigned 64-bit number")
    spelled = bytearray()
    while value > 0x7F:
        spelled.append(value & 0x7F | 0x80)
        value >>= 7
    spelled.append(value)
    return bytes(spelled)


def number_field(number: int, value: int) -> bytes:
    """Return the field `number` holding `value`; a negative one is spelled in two's complement."""
    return varint(number << 3 | Wire.VARINT) + varint(value & 0xFFFFFFFFFFFFFFFF)


def bytes_field(number: int, value: bytes) -> bytes:
    """Return the field `number` holding `value`."""
    return varint(number << 3 | Wire.BYTES) + varint(len(value)) + value


def read_fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Yield (number, value) of each field; 32- and 64-bit fixed values come as bytes."""
    at = 0
    while at < len(message):
        tag, at = read_varint(message, at)
        number, wire = tag >> 3, tag & 7
        if not number:
            raise MalformedProtobuf("a field has the number 0")
        if wire == Wire.VARINT:
            value, at = read_varint(message, at)
            yield number, value
            continue
        if wire == Wire.BYTES:
            size, at = read_varint(message, at)
        elif wire in (Wire.FIXED64, Wire.FIXED32):
            size = 8 if wire == Wire.FIXED64 else 4
        else:
            raise MalformedProtobuf(f"field {number} has the wire type {wire}")
        if size > len(message) - at:
            raise MalformedProtobuf(f"field {number} runs past the end")
        yield number, message[at : at + size]
        at += size


def read_varint(message: bytes, at: int) -> tuple[int, int]:
    """Return the number that begins at `at`, and where it ends."""
    value = 0
    for place, byte in enumerate(message[at : at + 10]):
        value |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            if value >= 1 << 64:
                raise MalformedProtobuf("a number exceeds 64 bits")
            return value, at + place + 1
    raise MalformedProtobuf("a number does not end")
