import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.chain.eip55 import checksummed, parse_written

PUBLISHED = (
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
    "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
    "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
)
"""The examples of EIP-55."""


@pytest.mark.parametrize("published", PUBLISHED)
def test_capitals_are_as_published(published: str) -> None:
    address = parse_written(published)
    assert address == published.lower()
    assert checksummed(address) == published


@pytest.mark.parametrize(
    "text", ["", "0x", PUBLISHED[0][:-1], PUBLISHED[0] + "0", PUBLISHED[0].upper(), "alice"]
)
def test_what_is_no_address_is_none(text: str) -> None:
    assert parse_written(text) is None


def test_a_wrong_capital_is_none() -> None:
    swapped = PUBLISHED[0].replace("aA", "Aa")
    assert swapped != PUBLISHED[0]
    assert parse_written(swapped) is None


@given(st.binary(min_size=20, max_size=20))
def test_both_spellings_of_an_address_are_read(data: bytes) -> None:
    lower = "0x" + data.hex()
    assert parse_written(lower) == lower
    assert parse_written(checksummed(parse_written(lower))) == lower


@given(st.text(max_size=50))
def test_any_text_is_an_address_or_none(text: str) -> None:
    assert parse_written(text) in (None, text.lower())
