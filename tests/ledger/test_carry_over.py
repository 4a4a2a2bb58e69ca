"""At close, those who answered little share what all their answers are worth, by merit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.ledger.carry_over import (
    Unrated,
    carried_over_down,
    failed_gold,
    mean_rate_down,
)
from labelfield.ledger.errors import NotAnAmount, NumberOutOfRange


@st.composite
def unrated(draw: st.DrawFn) -> Unrated:
    """Any labeler without a rate."""
    answers, gold = draw(st.integers(0, 1000)), draw(st.integers(0, 10))
    return Unrated(answers, draw(st.integers(0, 1 << 40)), gold, draw(st.integers(0, gold)))


@pytest.mark.parametrize("right", [-1, 3])
def test_more_right_answers_than_gold_are_refused(right: int) -> None:
    with pytest.raises(NumberOutOfRange):
        carried_over_down(1000, (Unrated(4, 1, 2, right),), 32)


@pytest.mark.parametrize("one", [Unrated(-1, 1, 0, 0), Unrated(1, -1, 0, 0), Unrated(1, 1, -1, 0)])
def test_negative_numbers_are_refused(one: Unrated) -> None:
    with pytest.raises(NotAnAmount):
        carried_over_down(1000, (one,), 32)


def test_a_rate_beyond_the_full_one_is_refused() -> None:
    with pytest.raises(NumberOutOfRange):
        carried_over_down(1000, (), 33)


@pytest.mark.parametrize(
    ("gold_answers", "gold_right", "failed"),
    [(0, 0, False), (1, 0, True), (1, 1, False), (2, 1, False), (3, 1, True), (4, 2, False)],
)
def test_gold_is_failed_by_fewer_than_half_right(
    gold_answers: int, gold_right: int, failed: bool
) -> None:
    assert failed_gold(Unrated(9, 1, gold_answers, gold_right)) is failed


def test_who_failed_gold_is_paid_nothing_and_the_others_share_all() -> None:
    assert carried_over_down(1000, (Unrated(9, 5, 1, 0), Unrated(9, 5, 1, 1)), 16) == (0, 9000)


def test_who_gave_twice_as_much_is_paid_twice_as_much() -> None:
    assert carried_over_down(320, (Unrated(9, 2, 0, 0), Unrated(9, 1, 0, 0)), 8) == (960, 480)


def test_nobody_is_paid_more_than_the_price_of_every_answer() -> None:
    assert carried_over_down(320, (Unrated(2, 100, 0, 0), Unrated(8, 1, 0, 0)), 16)[0] == 640


def test_answers_that_are_all_no_better_than_chance_are_paid_nothing() -> None:
    assert carried_over_down(320, (Unrated(2, 0, 0, 0), Unrated(8, 0, 0, 0)), 16) == (0, 0)


def test_the_mean_rate_is_that_of_an_answer_rounded_down_and_of_none_zero() -> None:
    assert mean_rate_down([(10, 32), (30, 11)]) == 16
    assert mean_rate_down([]) == 0


@given(st.integers(0, 1 << 40), st.lists(unrated(), max_size=8), st.integers(0, 32))
def test_all_together_are_paid_at_most_the_rate_of_all_their_answers(
    price: int, each: list[Unrated], rate32: int
) -> None:
    paid = carried_over_down(price, tuple(each), rate32)
    assert sum(paid) <= price * sum(one.answers for one in each) * rate32 // 32
    assert all(0 <= part <= price * one.answers for part, one in zip(paid, each, strict=True))
