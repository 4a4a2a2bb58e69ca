"""Reading the fields of JSON objects exactly: refuse, never coerce."""

from collections.abc import Collection, Mapping

from labelfield.protocol.canonical import LARGEST_INTEGER, Json
from labelfield.protocol.errors import MalformedMessage


def exact_object(value: Json, names: Collection[str], what: str) -> Mapping[str, Json]:
    """Return `value` as an object with exactly the fields `names`."""
    if not isinstance(value, dict):
        raise MalformedMessage(f"{what} is {_kind(value)}: expected an object")
    if len(value) == len(names) and all(name in value for name in names):
        return value
    missing = sorted(set(names) - value.keys())
    unknown = sorted(value.keys() - set(names))
    if missing or unknown:
        raise MalformedMessage(f"{what}: missing fields {missing}, unknown fields {unknown}")
    return value


def integer(
    fields: Mapping[str, Json], name: str, least: int = 0, most: int = LARGEST_INTEGER
) -> int:
    """Return the integer field `name`, between `least` and `most`."""
    value = fields[name]
    if type(value) is not int or not least <= value <= most:
        raise MalformedMessage(f"{name} is {value!r:.60}: expected an integer {least} to {most}")
    return value


def text(fields: Mapping[str, Json], name: str, longest: int) -> str:
    """Return the text field `name`, of at most `longest` characters."""
    value = fields[name]
    if not isinstance(value, str) or len(value) > longest:
        raise MalformedMessage(
            f"{name} is {value!r:.60}: expected text of up to {longest} characters"
        )
    return value


def items(fields: Mapping[str, Json], name: str) -> list[Json]:
    """Return the array field `name`."""
    value = fields[name]
    if not isinstance(value, list):
        raise MalformedMessage(f"{name} is {_kind(value)}: expected an array")
    return value


def _kind(value: Json) -> str:
    return type(value).__name__
