"""What is accepted can always be paid with its fee."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.ledger.deposit import covers_another, credits_within, fee_down
from labelfield.ledger.errors import NotAnAmount, NumberOutOfRange

amounts = st.integers(0, 1 << 60)
fees = st.integers(0, 10_000)


@pytest.mark.parametrize("fee_bps", [-1, 10_001, True, 1.0])
def test_a_fee_out_of_range_is_refused(fee_bps: int) -> None:
    with pytest.raises(NumberOutOfRange):
        fee_down(1, fee_bps)


def test_a_negative_deposit_is_refused() -> None:
    with pytest.raises(NotAnAmount):
        covers_another(-1, 1, 0, 0)


@given(st.integers(0, 1 << 40), st.integers(0, 1 << 20), amounts, fees)
def test_an_accepted_answer_leaves_enough_for_every_price_and_fee(
    price: int, accepted: int, deposit: int, fee_bps: int
) -> None:
    spent = price * (accepted + 1)
    if covers_another(deposit, price, accepted, fee_bps):
        assert spent + fee_down(spent, fee_bps) <= deposit
    else:
        assert spent * (10_000 + fee_bps) > deposit * 10_000


@given(st.lists(amounts, max_size=10), fees)
def test_fees_of_parts_never_exceed_the_fee_of_the_whole(parts: list[int], fee_bps: int) -> None:
    whole = fee_down(sum(parts), fee_bps)
    assert 0 <= whole - sum(fee_down(part, fee_bps) for part in parts) <= len(parts)


@given(amounts, fees)
def test_the_most_credits_within_a_debit_fit_and_one_more_does_not(
    debit: int, fee_bps: int
) -> None:
    credits = credits_within(debit, fee_bps)
    assert credits + fee_down(credits, fee_bps) <= debit
    assert credits + 1 + fee_down(credits + 1, fee_bps) > debit


def test_an_exact_deposit_covers_the_last_answer_and_no_more() -> None:
    assert covers_another(10_500, 1000, 9, 500)
    assert not covers_another(10_499, 1000, 9, 500)
    assert not covers_another(10_500, 1000, 10, 500)
