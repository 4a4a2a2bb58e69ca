"""Forecasts for a quote: probabilities, and close to what simulated labelers do."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.market.forecast import (
    ENOUGH_GOLD,
    PUBLIC_SETS_RIGHT_PERCENT,
    duration_s,
    plurality_percent,
    single_answer_percent,
)


def test_too_little_gold_is_not_believed() -> None:
    assert single_answer_percent(ENOUGH_GOLD - 1, 1) == (PUBLIC_SETS_RIGHT_PERCENT, False)
    assert single_answer_percent(ENOUGH_GOLD, 90) == (90, True)


def test_without_a_pace_there_is_no_duration() -> None:
    assert duration_s(100, 0, 600) is None
    assert duration_s(101, 10, 600) == 6_060


@given(st.integers(0, 100), st.integers(1, 60), st.integers(2, 30))
def test_an_accuracy_is_a_percentage(right: int, answers: int, classes: int) -> None:
    assert 0 <= plurality_percent(right, answers, classes) <= 100


@pytest.mark.parametrize(("right", "answers", "classes"), [(75, 3, 2), (60, 5, 4), (70, 6, 3)])
def test_it_is_what_simulated_labelers_reach(right: int, answers: int, classes: int) -> None:
    draw = random.Random(7)
    won = 0.0
    for _ in range(20_000):
        counts = [0] * classes
        for _ in range(answers):
            counts[0 if draw.random() * 100 < right else draw.randrange(1, classes)] += 1
        won += (counts[0] == max(counts)) / counts.count(max(counts))
    assert plurality_percent(right, answers, classes) == pytest.approx(won / 200, abs=1.5)
