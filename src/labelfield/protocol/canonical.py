"""Canonical JSON (RFC 8785): one spelling for each value, so that a hash means one thing."""

import json
import math
import re
from collections.abc import Callable
from itertools import accumulate
from types import NoneType
from typing import Any, TypeAlias

import orjson
import rfc8785

from labelfield.protocol.errors import NotCanonical

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

LARGEST_INTEGER = 2**53 - 1
DEEPEST = 64
_TOO_DEEP = f"nested deeper than {DEEPEST} levels"
_FIRST_WITH_EXPONENT = 1e21
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_NO_BRACKETS = bytes(byte for byte in range(256) if byte not in b"[]{}")
_STEPS = {ord("["): 1, ord("]"): -1, ord("{"): 1, ord("}"): -1}
_LEAST_PLAIN = 1e-4
"""Smaller fractions are spelled with an exponent by Python, but not by ECMAScript."""


def canonical_json(value: Json) -> bytes:
    """Return the canonical bytes of `value`; raise NotCanonical for what has none.

    Refused: what would be spelled as an integer of 2**53 or beyond, fractions that are not finite,
    lone surrogates, keys that are not strings, nesting deeper than 64. orjson, which is compiled,
    spells most values like RFC 8785; a library written in Python spells the others.
    """
    if _refuse_unspeakable(value, 0):
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
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
        value: Json = _DECODER.decode(data.decode())
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
    brackets = _without_strings(data).translate(None, _NO_BRACKETS)
    if max(accumulate(map(_STEPS.__getitem__, brackets)), default=0) > DEEPEST + 1:
        raise NotCanonical(_TOO_DEEP)


def _without_strings(data: bytes) -> bytes:
    """Return the JSON between its strings; splitting is quicker, but no string may hold a quote."""
    if b"\\" in data:
        return _STRING.sub(b"", data)
    return b"".join(data.split(b'"')[::2])


def parse_canonical(data: bytes) -> Json:
    """Return the value whose canonical bytes are `data`; raise NotCanonical for other spellings."""
    value = plain_value(data)
    if value is not None:
        return value
    value = parse_json(data)
    if canonical_json(value) != data:
        raise NotCanonical(f"not in canonical form (RFC 8785): {data[:80]!r}")
    return value


def plain_value(data: bytes) -> Json:
    """Return the value whose canonical bytes are `data`, or None: then `parse_json` has to tell.

    Several times quicker than telling. What orjson reads loosely (names that stand twice, integers
    without end) it does not spell the same again.
    """
    try:
        value: Json = orjson.loads(data)
        plain = _refuse_unspeakable(value, 0)
    except (ValueError, NotCanonical):
        return None
    return value if plain and orjson.dumps(value, option=orjson.OPT_SORT_KEYS) == data else None


def _unique_keys(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    names = [key for key, _ in pairs]
    twice = next(key for place, key in enumerate(names) if key in names[:place])
    raise ValueError(f"key {twice!r} stands twice in one object")


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")


_DECODER = json.JSONDecoder(object_pairs_hook=_unique_keys, parse_constant=_refuse_constant)


def _refuse_unspeakable(value: Json, depth: int) -> bool:
    """Refuse what has no canonical spelling; tell whether it is orjson's."""
    if depth > DEEPEST:
        raise NotCanonical(_TOO_DEEP)
    check = _CHECKS.get(type(value))
    if check is not None:
        return check(value, depth)
    for kind, check_kind in _CHECKS.items():
        if isinstance(value, kind):
            check_kind(value, depth)
            return False
    raise NotCanonical(f"{value!r:.80} has no JSON form")


def _check_object(value: dict[object, Json], depth: int) -> bool:
    """Names beyond ASCII are no plain ones: UTF-16, which orders them, may order otherwise."""
    plain = True
    if value and depth == DEEPEST:
        raise NotCanonical(_TOO_DEEP)
    for key, item in value.items():
        if type(key) is not str or not key.isascii():
            plain = False
            _check_key(key)
        if type(item) is not str or not item.isascii():  # most are: a call each would cost
            plain &= _refuse_unspeakable(item, depth + 1)
    return plain


def _check_key(key: object) -> None:
    if not isinstance(key, str):
        raise NotCanonical(f"key {key!r} is not a string")
    _check_text(key, 0)


def _check_array(value: list[Json], depth: int) -> bool:
    plain = True
    for item in value:
        plain &= _refuse_unspeakable(item, depth + 1)
    return plain


def _check_text(text: str, _: int) -> bool:
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise NotCanonical(f"text with a lone surrogate at {error.start}") from error
    return True


def _check_integer(value: int, _: int) -> bool:
    if abs(value) > LARGEST_INTEGER:
        raise NotCanonical(f"an integer of {value.bit_length()} bits: the largest is 2**53 - 1")
    return True


def _check_fraction(value: float, _: int) -> bool:
    if not math.isfinite(value):
        raise NotCanonical(f"{value!r:.80} has no JSON form")
    size = abs(value)
    if LARGEST_INTEGER < size < _FIRST_WITH_EXPONENT:
        raise NotCanonical(f"{value} would be spelled as an integer beyond 2**53 - 1")
    return _LEAST_PLAIN <= size <= LARGEST_INTEGER and not value.is_integer()


def _check_constant(*_: object) -> bool:
    return True


_CHECKS: dict[type, Callable[[Any, int], bool]] = {
    str: _check_text,
    dict: _check_object,
    list: _check_array,
    tuple: _check_array,
    bool: _check_constant,
    NoneType: _check_constant,
    int: _check_integer,
    float: _check_fraction,
}


def _refuse_fractions(value: Json) -> None:
    if isinstance(value, float):
        raise NotCanonical(f"fraction {value} where only integers are allowed")
    if isinstance(value, dict):
        for item in value.values():
            _refuse_fractions(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_fractions(item)
