"""Values to ABI words and back. Going in, everything is refused that is not spelled exactly."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from labelfield.chain.errors import MalformedCall, MalformedData
from labelfield.protocol.errors import MalformedId
from labelfield.protocol.hashes import bytes_of, hex_of
from labelfield.protocol.ids import parse_address

_UINT = re.compile(r"uint(\d+)")
_FIXED_BYTES = re.compile(r"bytes(\d+)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value that a contract takes or gives."""

    name: str
    type: str
    """As the compiler spells it: `uint64`, `address[]`, `tuple`."""
    components: tuple["Parameter", ...] = ()
    """The members of a tuple."""
    indexed: bool = False

    @property
    def canonical_type(self) -> str:
        """The type as signatures spell it, with tuples written out."""
        if not self.type.startswith("tuple"):
            return self.type
        members = ",".join(member.canonical_type for member in self.components)
        return f"({members}){self.type.removeprefix('tuple')}"


def encode_values(call: str, parameters: Sequence[Parameter], values: Sequence[object]) -> bytes:
    """Return the values as ABI words; raise MalformedCall for one that does not fit exactly."""
    if len(values) != len(parameters):
        raise MalformedCall(call, "arguments", values, f"{len(parameters)} of them")
    from eth_abi.abi import encode  # takes half a second to import

    exact = [_exact(call, *pair) for pair in zip(parameters, values, strict=True)]
    return encode([parameter.canonical_type for parameter in parameters], exact)


def decode_values(parameters: Sequence[Parameter], data: bytes) -> tuple[Any, ...]:
    """Return the values of ABI words; addresses and fixed bytes in our spelling, tuples nested."""
    from eth_abi.abi import decode
    from eth_abi.exceptions import DecodingError

    types = [parameter.canonical_type for parameter in parameters]
    try:
        decoded = decode(types, data)
    except DecodingError as error:
        raise MalformedData(f"{data.hex():.80} are not {types}: {error}") from error
    return tuple(_ours(*pair) for pair in zip(parameters, decoded, strict=True))


def _exact(call: str, parameter: Parameter, value: object) -> object:
    if parameter.type.endswith("[]"):
        if not isinstance(value, list | tuple):
            raise MalformedCall(call, parameter.name, value, "a sequence")
        item = Parameter(parameter.name, parameter.type.removesuffix("[]"), parameter.components)
        return [_exact(call, item, each) for each in value]
    if parameter.type == "tuple":
        if not isinstance(value, tuple) or len(value) != len(parameter.components):
            raise MalformedCall(call, parameter.name, value, f"{parameter.canonical_type}")
        members = zip(parameter.components, value, strict=True)
        return tuple(_exact(call, *pair) for pair in members)
    return _exact_word(call, parameter, value)


def _exact_word(call: str, parameter: Parameter, value: object) -> object:
    kind = parameter.type
    if (bits := _UINT.fullmatch(kind)) and type(value) is int and 0 <= value < 1 << int(bits[1]):
        return value
    if (kind == "string" and type(value) is str) or (kind == "bytes" and type(value) is bytes):
        return value
    try:
        if kind == "address":
            return bytes_of(parse_address(value), 20)
        if size := _FIXED_BYTES.fullmatch(kind):
            return bytes_of(value, int(size[1]))
    except MalformedId as error:
        raise MalformedCall(call, parameter.name, value, kind) from error
    raise MalformedCall(call, parameter.name, value, kind)


def _ours(parameter: Parameter, value: Any) -> Any:
    if parameter.type.endswith("[]"):
        item = Parameter(parameter.name, parameter.type.removesuffix("[]"), parameter.components)
        return tuple(_ours(item, each) for each in value)
    if parameter.type == "tuple":
        return tuple(_ours(*pair) for pair in zip(parameter.components, value, strict=True))
    if parameter.type == "address":
        return value.lower()
    if _FIXED_BYTES.fullmatch(parameter.type):
        return hex_of(value)
    return value
