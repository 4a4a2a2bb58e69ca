"""Estimates: what the chain's prices come to, and that the double charges just that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.storage.greenfield.errors import InvalidInput
from labelfield.storage.greenfield.prices import Prices, estimate, latest_prices
from labelfield.storage.greenfield.uploads import NewObject
from tests.storage.greenfield.conftest import BUCKET, OWNER

PRICES = Prices(
    store=37_939_200_000_000_000, read=1, reserve_s=180 * 86_400, min_charge_bytes=131_072
)
SIZES = (1, 200_000, 131_072)


def test_an_upload_costs_what_was_estimated(owner):
    prices = latest_prices(owner.chain)
    expected = estimate(prices, SIZES)
    before = owner.chain.balance_wei(OWNER.address)
    owner.upload_all([NewObject(BUCKET, f"o{size}", bytes(size)) for size in SIZES])
    paid = before - owner.chain.balance_wei(OWNER.address)
    assert paid == expected.at_once_wei()
    assert owner.chain.stream_record(OWNER.address).buffer_balance == expected.reserved_wei


def test_the_prices_are_those_of_the_networks_beginning(owner):
    prices = latest_prices(owner.chain)
    gib_month = estimate(prices, [2**30]).month_wei
    assert 1.05e14 < gib_month < 1.07e14
    assert prices.reserve_s == 180 * 86_400


def test_small_objects_cost_as_much_as_128_kib():
    assert estimate(PRICES, [1]).month_wei == estimate(PRICES, [131_072]).month_wei
    assert estimate(PRICES, [132_000]).month_wei > estimate(PRICES, [1]).month_wei


@given(st.lists(st.integers(0, 2**35), max_size=5))
def test_an_estimate_is_the_sum_of_its_objects(sizes):
    whole = estimate(PRICES, sizes)
    single = [estimate(PRICES, [size]) for size in sizes]
    assert whole.at_once_wei() == sum(each.at_once_wei() for each in single)
    assert whole.month_wei == sum(each.month_wei for each in single)


def test_a_negative_size_is_refused():
    with pytest.raises(InvalidInput):
        estimate(PRICES, [-1])
