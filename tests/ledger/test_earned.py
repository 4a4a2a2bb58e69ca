"""Earned never exceeds price × answers, and owed never falls."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.ledger.amounts import MAXIMUM_AMOUNT
from labelfield.ledger.earned import earned_down, settled
from labelfield.ledger.errors import AmountOverflow, NotAnAmount, NumberOutOfRange

amounts = st.integers(0, MAXIMUM_AMOUNT)


def test_a_rate_above_full_is_refused() -> None:
    with pytest.raises(NumberOutOfRange):
        earned_down(1, 1, 33)


def test_a_boolean_price_is_refused() -> None:
    with pytest.raises(NotAnAmount):
        earned_down(True, 1, 32)


def test_an_amount_beyond_the_counter_is_refused() -> None:
    with pytest.raises(AmountOverflow):
        earned_down(MAXIMUM_AMOUNT, 2, 32)


@given(st.integers(0, 1 << 32), st.integers(0, 1 << 31), st.integers(0, 32))
def test_earned_is_the_fraction_rounded_down(price: int, answers: int, rate: int) -> None:
    earned = earned_down(price, answers, rate)
    assert 0 <= Fraction(price * answers * rate, 32) - earned < 1
    assert earned <= price * answers


@given(amounts, amounts)
def test_what_is_owed_never_falls(owed: int, earned: int) -> None:
    assert settled(owed, earned) == max(owed, earned)
