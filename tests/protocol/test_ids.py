from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.protocol.errors import MalformedId
from labelfield.protocol.ids import parse_address, parse_hash32, parse_task_id
from tests.protocol.drawn import ADDRESSES, HASHES

PARSERS = [(parse_address, 40), (parse_hash32, 64), (parse_task_id, 64)]


@pytest.mark.parametrize(("parse", "digits"), PARSERS)
def test_ids_of_another_spelling_are_refused(parse: Callable[[object], str], digits: int) -> None:
    good = "0x" + "a1" * (digits // 2)
    others = (
        good.upper(),
        good.replace("a", "A", 1),
        good[2:],
        good[:-1],
        good + "0",
        good + "\n",
        " " + good,
        good[:-1] + "g",
        good[:-1] + "٣",
        "0X" + good[2:],
        "",
        None,
        0,
        int(good, 16),
        bytes.fromhex(good[2:]),
        [good],
    )
    for other in others:
        with pytest.raises(MalformedId):
            parse(other)


@given(st.text())
def test_no_other_text_is_an_id(text: str) -> None:
    for parse, _ in PARSERS:
        with pytest.raises(MalformedId):
            parse(text)


@given(ADDRESSES, HASHES)
def test_well_spelled_ids_are_returned_as_they_are(address: str, digest: str) -> None:
    assert parse_address(address) == address
    assert parse_hash32(digest) == parse_task_id(digest) == digest
