import random
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.quality.answer_errors import MalformedComparison, NoAnswers, RepeatedAnswer
from labelfield.quality.bradley_terry import strengths_of
from labelfield.quality.preferences import (
    LEAST_RELIABILITY,
    MOST_RELIABILITY,
    Comparison,
    judge_preferences,
)
from labelfield.quality.tables import ONE


@st.composite
def crowds(draw: st.DrawFn) -> list[Comparison]:
    cells = draw(st.sets(st.tuples(st.integers(0, 5), st.integers(0, 4)), min_size=1, max_size=20))
    pairs = draw(
        st.lists(
            st.lists(st.sampled_from("abcd"), min_size=2, max_size=2, unique=True),
            min_size=6,
            max_size=6,
        )
    )
    made = []
    for task, labeler in sorted(cells):
        left, right = draw(st.permutations(pairs[task]))
        winner = draw(st.sampled_from((left, right)))
        made.append(Comparison(f"t{task}", f"w{labeler}", left, right, winner))
    return made


def test_no_comparisons_are_refused() -> None:
    with pytest.raises(NoAnswers):
        judge_preferences([])


def test_malformed_comparisons_are_refused() -> None:
    with pytest.raises(MalformedComparison, match="two different items"):
        judge_preferences([Comparison("t", "w", "a", "a", "a")])
    with pytest.raises(MalformedComparison, match="as the winner"):
        judge_preferences([Comparison("t", "w", "a", "b", "left")])
    with pytest.raises(MalformedComparison, match="as before"):
        judge_preferences(
            [Comparison("t", "w", "a", "b", "a"), Comparison("t", "v", "a", "c", "a")]
        )
    with pytest.raises(RepeatedAnswer):
        judge_preferences([Comparison("t", "w", "a", "b", "a")] * 2)


def test_strengths_are_those_of_the_formula() -> None:
    found = strengths_of({("a", "b"): 3 * ONE, ("b", "a"): ONE})
    exact = {"a": 1.0, "b": 1.0}
    for _ in range(20):
        a, b = exact["a"], exact["b"]
        exact = {
            "a": 4 / (2 / (a + 1) + 4 / (a + b)),
            "b": 2 / (2 / (b + 1) + 4 / (a + b)),
        }
    assert found["a"] / ONE == pytest.approx(exact["a"], abs=1e-3)
    assert found["b"] / ONE == pytest.approx(exact["b"], abs=1e-3)


def test_an_item_that_always_wins_has_a_finite_strength() -> None:
    assert strengths_of({("a", "b"): 1000 * ONE})["a"] < 1 << 40


@given(crowds(), st.randoms(use_true_random=False), st.permutations(range(5)))
def test_order_and_names_do_not_matter(
    answers: list[Comparison], chance: random.Random, labelers: list[int]
) -> None:
    name = {f"w{old}": f"labeler {new}" for old, new in enumerate(labelers)}
    before = judge_preferences(answers)
    renamed = [
        Comparison(each.task, name[each.labeler], each.left, each.right, each.winner)
        for each in answers
    ]
    chance.shuffle(renamed)
    after = judge_preferences(renamed)
    assert after.consensus == before.consensus
    assert after.strengths == before.strengths
    assert after.scores == {(task, name[who]): s for (task, who), s in before.scores.items()}
    assert after.reliability == {name[who]: r for who, r in before.reliability.items()}


@given(crowds())
def test_confidence_and_reliability_stay_within_their_bounds(answers: list[Comparison]) -> None:
    found = judge_preferences(answers)
    for agreed in found.consensus.values():
        assert ONE // 2 <= agreed.confidence <= ONE
    for reliability in found.reliability.values():
        assert LEAST_RELIABILITY <= reliability <= MOST_RELIABILITY


def test_a_comparison_that_nobody_else_informs_has_no_score() -> None:
    found = judge_preferences(
        [Comparison("x", "w", "a", "b", "a"), Comparison("y", "v", "c", "d", "c")]
    )
    assert set(found.scores.values()) == {None}


def test_a_labelers_own_choices_do_not_support_each_other() -> None:
    others = [Comparison(f"o{t}", f"w{t % 3}", "a", "b", "a") for t in range(12)]
    own = [Comparison(f"z{t}", "contrary", "a", "b", "b") for t in range(40)]
    scores = judge_preferences(others + own).scores
    assert all((scores[each.task, "contrary"] or 0) < 0 for each in own)


def test_random_and_one_sided_choices_score_near_nothing() -> None:
    generator = random.Random(9)
    worth = {f"item {index}": index for index in range(12)}
    answers = []
    for task in range(300):
        left, right = generator.sample(sorted(worth), 2)
        better, worse = sorted((left, right), key=worth.__getitem__, reverse=True)
        for who in range(4):
            winner = better if generator.random() < 0.9 else worse
            answers.append(Comparison(f"t{task}", f"good{who}", left, right, winner))
        winner = generator.choice((left, right))
        answers.append(Comparison(f"t{task}", "random", left, right, winner))
        answers.append(Comparison(f"t{task}", "left", left, right, left))
    found = judge_preferences(answers)
    total: dict[str, int] = defaultdict(int)
    for (_, who), score in found.scores.items():
        total[who] += score or 0
    assert min(total[f"good{who}"] for who in range(4)) > 300 * ONE * 6 // 10
    assert max(abs(total[who]) for who in ("random", "left")) < 300 * ONE // 10
    assert found.reliability["random"] < found.reliability["good0"]
