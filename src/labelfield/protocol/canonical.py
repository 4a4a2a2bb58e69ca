"""Canonical JSON (RFC 8785): one spelling for each value, so that a hash means one thing."""

import json
import math
import re
from typing import TypeAlias

import rfc8785

from labelfield.protocol.errors import NotCanonical

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

LARGEST_INTEGER = 2**53 - 1
DEEPEST = 64
_TOO_DEEP = f"nested deeper than {DEEPEST} levels"
_FIRST_WITH_EXPONENT = 1e21
_STRING_OR_BRACKET = re.compile(rb'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)


def canonical_json(value: Json) -> bytes:
    """Return the canonical bytes of `value`; raise NotCanonical for what has none.

    Refused: what would be spelled as an integer of 2**53 or beyond, fractions that are not finite,
    lone surrogates, keys that are not strings, nesting deeper than 64.
    """
    _refuse_unspeakable(value, 0)
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeError) as error:
        raise NotCanonical(f"no canonical JSON for {value!r:.80}: {error}") from error


def exact_json(value: Json) -> bytes:
    """Return the canonical bytes of `value`, which may hold no fraction at all."""
    data = canonical_json(value)
    _refuse_fractions(value)
    return data


def parse_json(data: bytes) -> Json:
    """Return the value of JSON `data`; duplicate keys, NaN and invalid UTF-8 are refused."""
    refuse_deep_nesting(data)
    try:
        value: Json = json.loads(
            data.decode(), object_pairs_hook=_unique_keys, parse_constant=_refuse_constant
        )
    except ValueError as error:
        raise NotCanonical(f"not JSON: {error}") from error
    _refuse_unspeakable(value, 0)
    return value


def refuse_deep_nesting(data: bytes) -> None:
    """Raise NotCanonical if JSON `data` nests deeper than 64; call before any parser sees it.

    The json module's depth is bounded only by the interpreter's recursion limit, which libraries
    raise (py_ecc, below eth-account: to 100,000); beyond the stack the process dies.
    """
    if data.count(b"[") + data.count(b"{") <= DEEPEST:
        return
    depth = 0
    for match in _STRING_OR_BRACKET.finditer(data):
        depth += {b"[": 1, b"{": 1, b"]": -1, b"}": -1}.get(match.group(), 0)
        if depth > DEEPEST + 1:
            raise NotCanonical(_TOO_DEEP)


def parse_canonical(data: bytes) -> Json:
    """Return the value whose canonical bytes are `data`; raise NotCanonical for other spellings."""
    value = parse_json(data)
    if canonical_json(value) != data:
        raise NotCanonical(f"not in canonical form (RFC 8785): {data[:80]!r}")
    return value


def _unique_keys(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"key {key!r} stands twice in one object")
        found[key] = value
    return found


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")


def _refuse_unspeakable(value: Json, depth: int) -> None:
    if depth > DEEPEST:
        raise NotCanonical(_TOO_DEEP)
    if isinstance(value, dict):
        for key, item in value.items():
            _refuse_unspeakable(key, depth)
            if not isinstance(key, str):
                raise NotCanonical(f"key {key!r} is not a string")
            _refuse_unspeakable(item, depth + 1)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_unspeakable(item, depth + 1)
    elif isinstance(value, str):
        _refuse_lone_surrogates(value)
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise NotCanonical(f"an integer of {value.bit_length()} bits: the largest is 2**53 - 1")
    elif isinstance(value, float) and LARGEST_INTEGER < abs(value) < _FIRST_WITH_EXPONENT:
        raise NotCanonical(f"{value} would be spelled as an integer beyond 2**53 - 1")
    elif not isinstance(value, float) or not math.isfinite(value):
        raise NotCanonical(f"{value!r:.80} has no JSON form")


def _refuse_lone_surrogates(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise NotCanonical(f"text with a lone surrogate at {error.start}") from error


def _refuse_fractions(value: Json) -> None:
    if isinstance(value, float):
        raise NotCanonical(f"fraction {value} where only integers are allowed")
    if isinstance(value, dict):
        for item in value.values():
            _refuse_fractions(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_fractions(item)
