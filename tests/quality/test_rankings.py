import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.quality.agreement import Given
from labelfield.quality.answer_errors import MalformedRanking
from labelfield.quality.rankings import (
    MAXIMUM_ITEMS,
    judge_rankings,
    order_agreement,
    plackett_luce,
    ranking_of,
)
from labelfield.quality.tables import ONE


@pytest.mark.parametrize(
    "items",
    ["ab", [], ["a"], ["a", "a"], ["a", ""], ["a", 1], [str(n) for n in range(MAXIMUM_ITEMS + 1)]],
)
def test_what_is_no_ranking_is_refused(items: list[str]) -> None:
    with pytest.raises(MalformedRanking):
        ranking_of(items)


@given(st.permutations("abcdef"), st.permutations("abcdef"), st.integers(2, 6))
def test_agreement_is_the_share_of_pairs_in_the_same_order(
    one: list[str], other: list[str], kept: int
) -> None:
    other = other[:kept]
    pairs = list(combinations([item for item in one if item in other], 2))
    same = sum(other.index(first) < other.index(second) for first, second in pairs)
    assert order_agreement(tuple(one), tuple(other)) == same * ONE // len(pairs)


def test_rankings_of_other_items_say_nothing_of_each_other() -> None:
    assert order_agreement(("a", "b"), ("c", "d")) == ONE // 2
    assert order_agreement(("a", "b"), ("b", "c")) == ONE // 2


def test_strength_decides_and_of_equals_the_name() -> None:
    assert plackett_luce([(("c", "a", "b"), 2), (("a", "c", "b"), 1)]) == ("c", "a", "b")
    assert plackett_luce([(("a", "b"), 1), (("b", "a"), 1)]) == ("a", "b")


def test_parts_of_a_ranking_are_put_together() -> None:
    assert plackett_luce([(("a", "b"), ONE), (("b", "c"), ONE), (("c", "d"), ONE)]) == tuple("abcd")


def test_for_lists_of_their_own_random_rankings_score_nothing_and_good_ones_tau() -> None:
    chance = random.Random(1)
    answers = []
    for task in range(60):
        items = [f"{task}.{place}" for place in range(5)]
        for who in range(3):
            answers.append(Given(f"t{task}", f"good{who}", tuple(items)))
        answers.append(Given(f"t{task}", "random", tuple(chance.sample(items, 5))))
    found = judge_rankings(answers)
    assert {found.scores[f"t{task}", "good0"] for task in range(60)} == {ONE}
    total = sum(found.scores[f"t{task}", "random"] or 0 for task in range(60))
    assert abs(total // 60) < ONE // 8
