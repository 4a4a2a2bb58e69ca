"""Receipts run ahead of what is earned by the credit line and no further."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.ledger.earned import earned_down, settled
from labelfield.ledger.errors import NotAnAmount, NumberOutOfRange
from labelfield.ledger.receipt import Standing, increment_down

prices = st.integers(0, 1 << 40)
rates = st.integers(0, 32)
lines = st.integers(0, 1000)


@pytest.mark.parametrize("price", [-1, True, 1.5])
def test_a_price_that_is_no_amount_is_refused(price: int) -> None:
    with pytest.raises(NotAnAmount):
        increment_down(price, 0, Standing(0, 0), 25)


def test_a_rate_above_full_is_refused() -> None:
    with pytest.raises(NumberOutOfRange):
        increment_down(1, 0, Standing(0, 33), 25)


def test_a_labeler_without_a_rate_is_promised_nothing_yet() -> None:
    assert increment_down(1000, 0, Standing(5000, None), 25) == 0


@given(prices, st.integers(0, 1 << 50), st.integers(0, 1 << 50), rates, lines)
def test_an_increment_is_the_whole_step_or_nothing(
    price: int, owed: int, earned: int, rate: int, line: int
) -> None:
    step = increment_down(price, owed, Standing(earned, rate), line)
    assert step in (0, price * rate // 32)
    assert step <= price
    if step:
        assert (owed + step) * 100 <= earned * (100 + line)


@given(prices, rates, lines, st.integers(1, 400))
def test_between_settlements_any_number_of_answers_adds_at_most_the_line(
    price: int, rate: int, line: int, answers: int
) -> None:
    earned = earned_down(price, 20, rate)
    owed = earned
    for _ in range(answers):
        owed += increment_down(price, owed, Standing(earned, rate), line)
    assert owed * 100 <= earned * (100 + line)


@given(prices, lines, st.lists(st.tuples(st.integers(0, 30), rates), max_size=20))
def test_owed_never_falls_and_never_exceeds_price_times_answers(
    price: int, line: int, rounds: list[tuple[int, int]]
) -> None:
    owed = accepted = 0
    standing = Standing(0, None)
    for answers, rate in rounds:
        for _ in range(answers):
            step = increment_down(price, owed, standing, line)
            accepted += 1
            owed += step
            assert owed <= price * accepted
        standing = Standing(earned_down(price, accepted, rate), rate)
        before, owed = owed, settled(owed, standing.earned)
        assert before <= owed <= price * accepted


@given(prices, st.integers(1, 32), lines, st.integers(10, 50), st.integers(2, 20))
def test_a_good_start_then_spam_gains_at_most_one_credit_line(
    price: int, rate: int, line: int, good: int, rounds: int
) -> None:
    """Spam keeps E where it was or lowers it; settlements in between give no new line."""
    best = earned_down(price, good, rate)
    owed, standing = best, Standing(best, rate)
    for spam_round in range(1, rounds + 1):
        for _ in range(100):
            owed += increment_down(price, owed, standing, line)
        spam = spam_round * 100
        diluted = rate * good // (good + spam)
        standing = Standing(earned_down(price, good + spam, diluted), diluted)
        owed = settled(owed, standing.earned)
    assert owed * 100 <= best * (100 + line)
