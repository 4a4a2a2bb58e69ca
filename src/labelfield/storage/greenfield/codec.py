"""Messages to bytes and back, as their dataclasses declare them.

Fields ascend and zero or empty ones are left out, as every protobuf writer does. Reading skips
fields it does not know, since nodes add some, and refuses a known field of the wrong form.
"""

from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from labelfield.storage.greenfield.errors import MalformedProtobuf
from labelfield.storage.greenfield.proto import (
    bytes_field,
    number_field,
    read_fields,
    read_varint,
    varint,
)
from labelfield.storage.greenfield.schema import Kind, Slot, slots_of

T = TypeVar("T")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NUMBERS = (Kind.BOOL, Kind.ENUM, Kind.UINT32, Kind.UINT64, Kind.INT64)


def encode(message: Any) -> bytes:
    """Return a message as bytes."""
    spelled = []
    for slot in sorted(slots_of(type(message)), key=lambda slot: slot.number):
        value = getattr(message, slot.attribute)
        if slot.repeated:
            spelled.append(_encode_repeated(slot, value))
        elif value is not None and (slot.optional or _is_set(slot, value)):
            spelled.append(_encode_one(slot, value))
    return b"".join(spelled)


def decode(message: type[T], data: bytes) -> T:
    """Return the message that the bytes spell."""
    slots = {slot.number: slot for slot in slots_of(message)}
    found: dict[str, Any] = {
        slot.attribute: () if slot.repeated else None if slot.optional else _zero_of(slot)
        for slot in slots.values()
    }
    for number, value in read_fields(data):
        if slot := slots.get(number):
            _take(found, slot, value)
    return message(**found)


def encode_any(message: Any) -> bytes:
    """Return a message wrapped in google.protobuf.Any."""
    return bytes_field(1, message.TYPE_URL.encode()) + bytes_field(2, encode(message))


def decode_any(data: bytes) -> tuple[str, bytes]:
    """Return the type's name and the bytes that an Any wraps."""
    found = dict(read_fields(data))
    url, value = found.get(1, b""), found.get(2, b"")
    if not isinstance(url, bytes) or not isinstance(value, bytes):
        raise MalformedProtobuf("an Any holds a number")
    return _text(url), value


def _take(found: dict[str, Any], slot: Slot, value: int | bytes) -> None:
    if not slot.repeated:
        found[slot.attribute] = _decode_one(slot, value)
    elif slot.kind in _NUMBERS and isinstance(value, bytes):
        at = 0
        while at < len(value):
            number, at = read_varint(value, at)
            found[slot.attribute] += (_decode_one(slot, number),)
    else:
        found[slot.attribute] += (_decode_one(slot, value),)


def _is_set(slot: Slot, value: Any) -> bool:
    return slot.kind in (Kind.MESSAGE, Kind.ANY, Kind.TIME, Kind.BIG_INT) or bool(value)


def _encode_repeated(slot: Slot, values: tuple[Any, ...]) -> bytes:
    if slot.kind in _NUMBERS:
        packed = b"".join(varint(int(value)) for value in values)
        return bytes_field(slot.number, packed) if packed else b""
    return b"".join(_encode_one(slot, value) for value in values)


def _encode_one(slot: Slot, value: Any) -> bytes:
    match slot.kind:
        case Kind.STRING:
            return bytes_field(slot.number, value.encode())
        case Kind.BYTES:
            return bytes_field(slot.number, value)
        case Kind.BIG_INT:
            return bytes_field(slot.number, str(value).encode())
        case Kind.MESSAGE:
            return bytes_field(slot.number, encode(value))
        case Kind.ANY:
            return bytes_field(slot.number, encode_any(value))
        case Kind.TIME:
            return bytes_field(slot.number, _encode_time(value))
        case _:
            return number_field(slot.number, int(value))


def _decode_one(slot: Slot, value: int | bytes) -> Any:
    if (slot.kind in _NUMBERS) != isinstance(value, int):
        raise MalformedProtobuf(f"field {slot.name} has the wrong wire type")
    if isinstance(value, int):
        return _decode_number(slot, value)
    match slot.kind:
        case Kind.STRING:
            return _text(value)
        case Kind.BIG_INT:
            return _decode_big_int(slot, value)
        case Kind.MESSAGE:
            return decode(slot.type, value)
        case Kind.ANY:
            return _decode_wrapped(slot, value)
        case Kind.TIME:
            return _decode_time(value)
        case _:
            return value


def _decode_wrapped(slot: Slot, value: bytes) -> Any:
    type_url, wrapped = decode_any(value)
    if type_url != slot.type.TYPE_URL:
        raise MalformedProtobuf(f"field {slot.name} wraps {type_url or 'nothing'}")
    return decode(slot.type, wrapped)


def _decode_number(slot: Slot, value: int) -> Any:
    match slot.kind:
        case Kind.BOOL:
            return bool(value)
        case Kind.ENUM:
            if value not in set(slot.type):
                raise MalformedProtobuf(f"field {slot.name} holds {value}, no {slot.type.__name__}")
            return slot.type(value)
        case Kind.UINT32 if value >= 1 << 32:
            raise MalformedProtobuf(f"field {slot.name} exceeds 32 bits")
        case Kind.INT64 if value >= 1 << 63:
            return value - (1 << 64)
        case _:
            return value


def _decode_big_int(slot: Slot, value: bytes) -> int:
    digits = value.removeprefix(b"-")
    if value and (len(digits) > 80 or not digits.isdigit()):
        raise MalformedProtobuf(f"field {slot.name} is no number: {value[:90]!r}")
    return int(value or b"0")


def _encode_time(time: datetime) -> bytes:
    seconds, rest = divmod(time - _EPOCH, timedelta(seconds=1))
    spelled = number_field(1, seconds) if seconds else b""
    nanoseconds = rest // timedelta(microseconds=1) * 1000
    return spelled + (number_field(2, nanoseconds) if nanoseconds else b"")


def _decode_time(data: bytes) -> datetime:
    found = dict(read_fields(data))
    seconds, nanoseconds = found.get(1, 0), found.get(2, 0)
    if not isinstance(seconds, int) or not isinstance(nanoseconds, int):
        raise MalformedProtobuf("a time holds bytes")
    seconds -= (1 << 64) if seconds >= 1 << 63 else 0
    try:
        return _EPOCH + timedelta(seconds=seconds, microseconds=nanoseconds // 1000)
    except OverflowError as error:
        raise MalformedProtobuf(f"a time lies out of reach: {seconds} s") from error


def _zero_of(slot: Slot) -> Any:
    match slot.kind:
        case Kind.STRING:
            return ""
        case Kind.BYTES:
            return b""
        case Kind.TIME:
            return _EPOCH
        case Kind.MESSAGE:
            return decode(slot.type, b"")
        case _:
            return slot.type(0)


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError as error:
        raise MalformedProtobuf(f"text is not UTF-8: {value[:40]!r}") from error
