"""What a message's dataclass says of its fields: number, kind, and the rest of its type.

A field is declared as `name: Annotated[type, Slot(number)]`; integers and numbers spelled as text
also name their kind. `X | None` is a sub-message or time that may be absent, `tuple[X, ...]` a
repeated field. A message has these fields and nothing else, in the order of the .proto file.
"""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import Enum, IntEnum, auto
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints


class Kind(Enum):
    """How a field's value is written, and how it is signed."""

    STRING = auto()
    BYTES = auto()
    BOOL = auto()
    ENUM = auto()
    UINT32 = auto()
    UINT64 = auto()
    INT64 = auto()
    BIG_INT = auto()
    """An integer of any size, spelled as decimal text."""

    TIME = auto()
    """google.protobuf.Timestamp."""

    MESSAGE = auto()
    ANY = auto()
    """google.protobuf.Any: any message, with its type's name."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One field of a message."""

    number: int
    kind: Kind | None = None
    name: str = ""
    """The name in the .proto file, which is signed."""

    attribute: str = ""
    """The name in the dataclass, which differs where Python reserves the other."""

    type: Any = None
    repeated: bool = False
    optional: bool = False


def u32(number: int) -> Slot:
    """Declare an unsigned 32-bit field."""
    return Slot(number, Kind.UINT32)


def u64(number: int) -> Slot:
    """Declare an unsigned 64-bit field."""
    return Slot(number, Kind.UINT64)


def i64(number: int) -> Slot:
    """Declare a signed 64-bit field."""
    return Slot(number, Kind.INT64)


def big(number: int) -> Slot:
    """Declare an integer of any size, spelled as text."""
    return Slot(number, Kind.BIG_INT)


def packed(number: int) -> Slot:
    """Declare a field that holds any message."""
    return Slot(number, Kind.ANY)


_KINDS = {str: Kind.STRING, bytes: Kind.BYTES, bool: Kind.BOOL, datetime: Kind.TIME}


_known: dict[type, tuple[Slot, ...]] = {}


def slots_of(message: type) -> tuple[Slot, ...]:
    """Return the fields of a message's class, in order."""
    if message not in _known:
        hints = get_type_hints(message, include_extras=True)
        declared = (_slot_of(field.name, hints[field.name]) for field in fields(message))
        _known[message] = tuple(declared)
    return _known[message]


def _slot_of(name: str, hint: Any) -> Slot:
    declared, slot = get_args(hint)[:2]
    assert isinstance(slot, Slot)
    optional = get_origin(declared) is UnionType
    if optional:
        declared = next(part for part in get_args(declared) if part is not NoneType)
    repeated = get_origin(declared) is tuple
    if repeated:
        declared = get_args(declared)[0]
    kind = slot.kind or _kind_of(declared)
    return replace(
        slot,
        kind=kind,
        name=slot.name or name,
        attribute=name,
        type=declared,
        repeated=repeated,
        optional=optional,
    )


def _kind_of(declared: type) -> Kind:
    if declared in _KINDS:
        return _KINDS[declared]
    return Kind.ENUM if issubclass(declared, IntEnum) else Kind.MESSAGE
