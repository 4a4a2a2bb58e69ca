"""A quote is the most that can be spent."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.ledger.deposit import covers_another
from labelfield.market.errors import OfferOutOfRange, QuoteOverflow
from labelfield.market.quote import Offer, quote

OFFER = Offer(tasks=100, minimum_answers=3, maximum_answers=10, price=1000, fee_bps=500)

offers = st.builds(
    Offer,
    tasks=st.integers(1, 1 << 20),
    minimum_answers=st.just(1),
    maximum_answers=st.integers(1, 100),
    price=st.integers(0, 1 << 30),
    fee_bps=st.integers(0, 10_000),
)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("tasks", 0),
        ("tasks", True),
        ("maximum_answers", 0),
        ("minimum_answers", 11),
        ("minimum_answers", 0),
        ("price", -1),
        ("price", 1.5),
        ("fee_bps", 10_001),
    ],
)
def test_an_offer_out_of_range_is_refused(field: str, value: object) -> None:
    with pytest.raises(OfferOutOfRange):
        quote(replace(OFFER, **{field: value}))


def test_a_project_that_no_counter_holds_is_refused() -> None:
    with pytest.raises(QuoteOverflow):
        quote(replace(OFFER, price=1 << 62))


def test_a_quote_is_all_answers_and_those_of_appeals_times_price_and_fee() -> None:
    found = quote(OFFER)
    assert found.largest_spend == (100 * 10 + 3 * 5) * 1000 * 105 // 100
    assert found.appeals_spend == 3 * 5 * 1000 * 105 // 100
    assert found.expected_answers == 650
    assert found.expected_spend == 650 * 500 * 105 // 100


@given(offers)
def test_a_deposit_of_the_quote_accepts_every_answer_and_a_unit_less_does_not(offer: Offer) -> None:
    found = quote(offer)
    last = offer.tasks * offer.maximum_answers + 3 * -(-offer.tasks // 20) - 1
    assert covers_another(found.largest_spend, offer.price, last, offer.fee_bps)
    if found.largest_spend:
        deposit = found.largest_spend - 1
        assert not covers_another(deposit, offer.price, last, offer.fee_bps)


@given(offers)
def test_what_is_expected_is_never_above_the_most(offer: Offer) -> None:
    found = quote(offer)
    assert found.expected_spend <= found.largest_spend
    assert found.expected_answers <= offer.tasks * offer.maximum_answers
