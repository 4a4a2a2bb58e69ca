"""Who rests while others answer."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.market.asking import KNOWN_FROM, Standing, resting

GOOD = Standing(scored=40, margin=36, gold_answers=4, gold_margin=4)
POOR = Standing(scored=40, margin=2, gold_answers=4, gold_margin=1)

standings = st.builds(
    Standing,
    scored=st.integers(0, 50),
    margin=st.integers(-50, 50),
    gold_answers=st.integers(3, 9),
    gold_margin=st.integers(-3, 3),
)


@pytest.mark.parametrize(
    "gold",
    [
        {"gold_answers": 0, "gold_margin": 0},
        {"gold_answers": 4, "gold_margin": 2},
    ],
)
def test_nobody_rests_where_gold_does_not_show_that_they_say_less(gold: dict[str, int]) -> None:
    assert resting([GOOD, GOOD, replace(POOR, **gold)]) == (False, False, False)


def test_nobody_rests_who_has_hardly_answered() -> None:
    known = replace(POOR, scored=KNOWN_FROM, margin=0)
    new = replace(POOR, scored=KNOWN_FROM - 1, margin=0)
    assert resting([GOOD, GOOD, known, new]) == (False, False, True, False)


def test_of_nobody_nobody_rests() -> None:
    assert resting([]) == ()


def test_who_agrees_less_than_the_crowd_rests() -> None:
    assert resting([GOOD, POOR, GOOD]) == (False, True, False)


@given(st.lists(standings, max_size=8))
def test_somebody_is_always_asked(crowd: list[Standing]) -> None:
    assert not crowd or not all(resting(crowd))


@given(st.lists(standings, max_size=8), st.randoms())
def test_the_order_of_labelers_does_not_matter(crowd: list[Standing], random) -> None:  # type: ignore[no-untyped-def]
    order = list(range(len(crowd)))
    random.shuffle(order)
    rests = resting(crowd)
    assert resting([crowd[place] for place in order]) == tuple(rests[place] for place in order)
