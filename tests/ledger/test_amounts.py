"""Amounts are refused, never coerced."""

import pytest

from labelfield.ledger.amounts import MAXIMUM_AMOUNT, check_amount, check_number, fit_amount
from labelfield.ledger.errors import AmountOverflow, NotAnAmount, NumberOutOfRange


@pytest.mark.parametrize("amount", [-1, True, False, 1.0, "1", None, MAXIMUM_AMOUNT + 1])
def test_what_is_no_whole_number_of_64_bits_is_no_amount(amount: object) -> None:
    with pytest.raises(NotAnAmount, match="price is"):
        check_amount("price", amount)


@pytest.mark.parametrize("number", [-1, 33, True, 2.0, "2", None])
def test_a_number_out_of_range_is_refused(number: object) -> None:
    with pytest.raises(NumberOutOfRange, match="rate is"):
        check_number("rate", number, 0, 32)


def test_a_result_beyond_the_counter_is_refused() -> None:
    with pytest.raises(AmountOverflow):
        fit_amount("earned", MAXIMUM_AMOUNT + 1)


def test_the_bounds_themselves_are_amounts() -> None:
    assert check_amount("price", 0) == 0
    assert check_amount("price", MAXIMUM_AMOUNT) == fit_amount("earned", MAXIMUM_AMOUNT)
