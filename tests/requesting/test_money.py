"""Dollars become units and units dollars; nothing is rounded."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.requesting.errors import NotMoney
from labelfield.requesting.money import UNITS, dollars, parse_dollars


@pytest.mark.parametrize(
    "text",
    ["", "-1", "+1", "1e3", "0.0000001", "1.", ".5", "1,5", "1_000", "$", "$$1", "inf", "nan",
     "٣", "1 000", "0x10", "1.2.3", "9999999999"],
)  # fmt: skip
def test_what_is_no_amount_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(NotMoney, match=r"write dollars like 0\.005, with at most 6 decimals"):
        parse_dollars(text)


@given(st.integers(0, 10**15 - 1))
def test_what_is_printed_reads_back(units: int) -> None:
    assert parse_dollars(dollars(units)) == units


@given(st.decimals(0, 10**9, places=6, allow_nan=False).filter(lambda value: value < 10**9))
def test_six_decimals_are_exact(value: Decimal) -> None:
    assert Decimal(parse_dollars(f"{value:f}")) == value * UNITS


@given(st.integers(0, 10**9 - 1), st.text("0123456789", min_size=7, max_size=20))
def test_more_decimals_are_refused_even_zeros(whole: int, fraction: str) -> None:
    with pytest.raises(NotMoney):
        parse_dollars(f"{whole}.{fraction}")


@pytest.mark.parametrize(
    ("units", "text"),
    [(0, "$0.00"), (1, "$0.000001"), (5_000, "$0.005"), (10_000, "$0.01"), (1_500_000, "$1.50")],
)
def test_amounts_show_two_decimals_and_no_more_than_needed(units: int, text: str) -> None:
    assert dollars(units) == text
