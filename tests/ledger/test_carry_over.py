"""At close, few answers are paid like the middle of the others, unless gold was failed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.ledger.carry_over import (
    Unrated,
    carried_over_down,
    failed_gold,
    median_rate_down,
)
from labelfield.ledger.errors import NumberOutOfRange

rates = st.lists(st.integers(0, 32))


@pytest.mark.parametrize("unrated", [Unrated(1, 2, 0), Unrated(2, 1, 2), Unrated(1, -1, 0)])
def test_more_gold_than_answers_is_refused(unrated: Unrated) -> None:
    with pytest.raises(NumberOutOfRange):
        carried_over_down(1000, unrated, 32, 10)


@pytest.mark.parametrize(
    ("gold_answers", "gold_right", "failed"),
    [(0, 0, False), (1, 0, True), (1, 1, False), (2, 1, False), (3, 1, True), (4, 2, False)],
)
def test_gold_is_failed_by_fewer_than_half_right(
    gold_answers: int, gold_right: int, failed: bool
) -> None:
    assert failed_gold(Unrated(9, gold_answers, gold_right)) is failed


def test_who_failed_gold_is_paid_nothing() -> None:
    assert carried_over_down(1000, Unrated(9, 1, 0), 32, 10) == 0


def test_of_two_middle_rates_the_lower_counts_and_of_none_zero() -> None:
    assert median_rate_down([32, 10, 20, 0]) == 10
    assert median_rate_down([32, 10, 20]) == 20
    assert median_rate_down([]) == 0


@given(rates)
def test_at_most_half_of_the_rates_lie_on_either_side_of_the_median(each: list[int]) -> None:
    median = median_rate_down(each)
    assert 2 * sum(rate > median for rate in each) <= len(each) + 1
    assert 2 * sum(rate < median for rate in each) <= len(each)


@given(st.integers(0, 1 << 40), st.integers(0, 1000), st.integers(0, 32), st.integers(0, 50))
def test_carry_over_pays_at_most_the_limit_of_answers(
    price: int, answers: int, median: int, limit: int
) -> None:
    paid = carried_over_down(price, Unrated(answers, 0, 0), median, limit)
    assert paid == price * min(answers, limit) * median // 32
