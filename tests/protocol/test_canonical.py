import importlib
import json
import math
import struct
from random import Random
from sys import getrecursionlimit

import pytest
import rfc8785
from hypothesis import assume, given
from hypothesis import strategies as st

from labelfield.protocol.canonical import (
    DEEPEST,
    Json,
    canonical_json,
    exact_json,
    parse_canonical,
    parse_json,
    plain_value,
)
from labelfield.protocol.errors import NotCanonical
from tests.protocol.drawn import JSON, TEXTS

importlib.import_module("eth_account")

NUMBERS = {
    "0000000000000000": "0",
    "8000000000000000": "0",
    "0000000000000001": "5e-324",
    "8000000000000001": "-5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308",
    "ffefffffffffffff": "-1.7976931348623157e+308",
    "44b52d02c7e14af5": "9.999999999999997e+22",
    "44b52d02c7e14af6": "1e+23",
    "44b52d02c7e14af7": "1.0000000000000001e+23",
    "444b1ae4d6e2ef50": "1e+21",
    "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d": "0.000001",
    "41b3de4355555553": "333333333.3333332",
    "41b3de4355555554": "333333333.33333325",
    "41b3de4355555555": "333333333.3333333",
    "41b3de4355555556": "333333333.3333334",
    "41b3de4355555557": "333333333.33333343",
    "becbf647612f3696": "-0.0000033333333333333333",
    "43143ff3c1cb0959": "1424953923781206.2",
}
"""RFC 8785, appendix B: the bits of a double and its one spelling."""

SPELLED_AS_LARGE_INTEGERS = (
    "4340000000000000",  # 9007199254740992
    "c340000000000000",  # -9007199254740992
    "4430000000000000",  # 295147905179352830000
    "444b1ae4d6e2ef4e",  # 999999999999999700000
    "444b1ae4d6e2ef4f",  # 999999999999999900000
)
"""Numbers of the same table that this protocol refuses: they read back as integers of 2**53 up."""


def double(bits: str) -> float:
    return struct.unpack(">d", bytes.fromhex(bits))[0]


@pytest.mark.parametrize("value", [2**53, -(2**53), 10**400, math.nan, math.inf, -math.inf])
def test_canonical_json_refuses_numbers_without_one_meaning(value: Json) -> None:
    for holder in (value, [value], {"a": [value]}):
        with pytest.raises(NotCanonical):
            canonical_json(holder)


@pytest.mark.parametrize("bits", SPELLED_AS_LARGE_INTEGERS)
def test_canonical_json_refuses_what_it_could_not_read_back(bits: str) -> None:
    with pytest.raises(NotCanonical, match="beyond"):
        canonical_json(double(bits))


@pytest.mark.parametrize("text", ["\ud800", "a\udfff", "\udc00\ud800"])
def test_canonical_json_refuses_lone_surrogates_in_values_and_keys(text: str) -> None:
    for holder in (text, [text], {text: 1}):
        with pytest.raises(NotCanonical):
            canonical_json(holder)


@pytest.mark.parametrize("value", [{1: 2}, {None: 2}, b"bytes", {1, 2}, object(), 1j])
def test_canonical_json_refuses_what_is_no_json(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical_json(value)


def test_nesting_beyond_the_limit_is_refused_however_deep() -> None:
    assert getrecursionlimit() >= 100_000, "eth_account raises it, and json then dies in C"
    for depth in (DEEPEST + 2, 100_000):
        value: Json = []
        for _ in range(depth - 1):
            value = [value]
        for refuse in (canonical_json, exact_json):
            with pytest.raises(NotCanonical):
                refuse(value)
        for data in (
            b"[" * depth + b"]" * depth,
            b"[" * depth,
            b'{"a":' * depth,
            b'["\\"]",' * depth,
        ):
            with pytest.raises(NotCanonical):
                parse_json(data)


@given(st.text(alphabet='[]{}"\\'))
def test_brackets_inside_strings_do_not_nest(text: str) -> None:
    value: Json = [text * 70]
    assert parse_json(json.dumps(value).encode()) == value
    assert parse_canonical(canonical_json(value)) == value


@pytest.mark.parametrize("value", [0.5, [1.0], {"a": {"b": 1e-9}}, (0.0,)])
def test_exact_json_refuses_every_fraction(value: Json) -> None:
    with pytest.raises(NotCanonical, match="fraction"):
        exact_json(value)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"nul",
        b"NaN",
        b"[Infinity]",
        b"-Infinity",
        b"1e400",
        b"9007199254740992",
        b"9" * 5000,
        b'{"a":1,"a":1}',
        b'{"a":{"b":1,"b":2}}',
        b'{"a":1,"\\u0061":2}',
        b'"\\ud800"',
        b'"\xff"',
        b'"\xed\xa0\x80"',
        b"\xef\xbb\xbf1",
        b"1 2",
        b"01",
        b"'a'",
        b"[1,]",
        b'"\x00"',
    ],
)
def test_parse_json_refuses(data: bytes) -> None:
    with pytest.raises(NotCanonical):
        parse_json(data)


@pytest.mark.parametrize(
    "data",
    [
        b" 1",
        b"1\n",
        b"1.0",
        b"-0",
        b"1E2",
        b"1e2",
        b"0.10",
        b"[1, 2]",
        b'{"b":1,"a":2}',
        b'"\\u0061"',
        b'"\\/"',
        b'"\\u000A"',
        '{"\ufb33":1,"\U0001f600":2}'.encode(),
    ],
)
def test_parse_canonical_refuses_other_spellings_of_valid_json(data: bytes) -> None:
    parse_json(data)
    with pytest.raises(NotCanonical, match="canonical form"):
        parse_canonical(data)


@given(JSON)
def test_parse_undoes_canonical(value: Json) -> None:
    assert parse_canonical(canonical_json(value)) == value


@given(JSON)
def test_both_ways_to_spell_a_value_come_to_the_same_bytes(value: Json) -> None:
    assert canonical_json(value) == rfc8785.dumps(value)


@given(st.floats(allow_nan=False, allow_infinity=False) | st.floats(-1_000, 1_000))
def test_both_ways_to_spell_a_fraction_come_to_the_same_bytes(number: float) -> None:
    assume(not 2**53 - 1 < abs(number) < 1e21)
    assert canonical_json([number]) == rfc8785.dumps([number])


@given(JSON)
def test_canonical_is_idempotent(value: Json) -> None:
    data = canonical_json(value)
    assert canonical_json(parse_canonical(data)) == data


@given(JSON)
def test_any_json_spelling_of_a_value_has_the_same_canonical_bytes(value: Json) -> None:
    spelled = json.dumps(value, indent=2, ensure_ascii=True).encode()
    assert canonical_json(parse_json(spelled)) == canonical_json(value)


@given(st.binary(max_size=60))
def test_parse_canonical_accepts_only_its_own_output(data: bytes) -> None:
    try:
        value = parse_canonical(data)
    except NotCanonical:
        return
    assert canonical_json(value) == data


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_finite_numbers_survive_or_are_refused(number: float) -> None:
    try:
        data = canonical_json(number)
    except NotCanonical:
        assert 2**53 <= abs(number) < 1e21
        return
    assert parse_canonical(data) == number


@given(st.dictionaries(TEXTS, st.none(), min_size=2))
def test_keys_stand_in_the_order_of_their_utf16_units(value: dict[str, None]) -> None:
    keys = list(json.loads(canonical_json(value)))
    assert keys == sorted(value, key=lambda key: key.encode("utf-16-be"))


@pytest.mark.parametrize(("bits", "spelled"), NUMBERS.items())
def test_numbers_are_spelled_as_the_standard_prints(bits: str, spelled: str) -> None:
    assert canonical_json(double(bits)).decode() == spelled


def test_the_object_of_section_3_2_2_is_spelled_as_the_standard_prints() -> None:
    data = rb"""{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }"""
    expected = (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )
    assert canonical_json(parse_json(data)).decode() == expected


def test_the_keys_of_section_3_2_3_are_sorted_as_the_standard_prints() -> None:
    sorted_keys = ["\r", "1", "\x80", "ö", "€", "😀", "\ufb33"]
    data = canonical_json(dict.fromkeys(reversed(sorted_keys)))
    assert list(json.loads(data)) == sorted_keys


@given(JSON)
def test_plain_value_reads_canonical_bytes_like_the_careful_way(value: Json) -> None:
    data = canonical_json(value)
    found = plain_value(data)
    assert found is None or repr(found) == repr(parse_json(data))


@given(JSON, st.randoms(use_true_random=False))
def test_plain_value_knows_only_bytes_that_are_canonical(value: Json, chance: Random) -> None:
    data = bytearray(json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode())
    data[chance.randrange(len(data))] = chance.choice(b'0123456789eE+-.,:{}[]"\\ atrue\x00\xff')
    found = plain_value(bytes(data))
    assert found is None or canonical_json(parse_json(bytes(data))) == data


@pytest.mark.parametrize(
    "data", [b'{"a":1,"a":1}', b"18446744073709551616", b"1e400", b"[1.0]", b'{"b":1,"a":1}']
)
def test_plain_value_does_not_know_what_has_another_spelling_or_none(data: bytes) -> None:
    assert plain_value(data) is None


def test_texts_nest_no_deeper_than_other_values() -> None:
    value: Json = "text"
    for _ in range(DEEPEST):
        value = {"a": value}
    assert plain_value(canonical_json(value)) == value
    with pytest.raises(NotCanonical, match="deeper"):
        canonical_json({"a": value})
