import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.protocol.scoring import Scoring
from labelfield.quality.agreement import Given
from labelfield.quality.answer_errors import NoAnswers
from labelfield.quality.answer_rates import Scored, rates_of, scored, tally_scores, weighted_mean
from labelfield.quality.choice_answers import judge_choices
from labelfield.quality.errors import PresetOutOfRange
from labelfield.quality.tables import ONE

numbers = st.one_of(st.none(), st.integers(-2 * ONE, 2 * ONE))


@st.composite
def controls(draw: st.DrawFn) -> Scored:
    keys = draw(st.sets(st.tuples(st.sampled_from("tu"), st.sampled_from("vw")), max_size=4))
    return Scored(
        {key: draw(numbers) for key in keys},
        {key: draw(st.integers(0, ONE * ONE)) for key in keys},
    )


def test_no_controls_are_refused() -> None:
    with pytest.raises(NoAnswers):
        weighted_mean([])


@pytest.mark.parametrize("weight", [0, -1, 1.5, True, 1_000_001])
def test_a_weight_that_is_none_is_refused(weight: int) -> None:
    with pytest.raises(PresetOutOfRange, match="control weight"):
        weighted_mean([(Scored({}, {}), weight)])


@given(controls(), st.integers(1, 100))
def test_one_control_is_its_own_mean(control: Scored, weight: int) -> None:
    assert weighted_mean([(control, weight)]).scores == dict(control.scores)


@given(controls(), controls(), st.integers(1, 9), st.integers(1, 9))
def test_the_mean_lies_between_and_order_does_not_matter(
    one: Scored, other: Scored, weight: int, second: int
) -> None:
    found = weighted_mean([(one, weight), (other, second)])
    assert found == weighted_mean([(other, second), (one, weight)])
    for key, score in found.scores.items():
        parts = [s for each in (one, other) if (s := each.scores.get(key)) is not None]
        assert score is None if not parts else min(parts) <= score <= max(parts)


def test_scores_are_weighed() -> None:
    one = Scored({("t", "w"): ONE, ("t", "v"): None}, {("t", "w"): 8, ("t", "v"): 8})
    other = Scored({("t", "w"): 0, ("t", "v"): ONE}, {("t", "w"): 0, ("t", "v"): 4})
    found = weighted_mean([(one, 3), (other, 1)])
    assert found.scores == {("t", "w"): ONE * 3 // 4, ("t", "v"): ONE}
    assert found.chance_variances == {("t", "w"): 6, ("t", "v"): 4}


def test_answers_without_a_score_count_but_do_not_inform() -> None:
    tally = tally_scores(
        Scored({("t", "w"): ONE, ("u", "w"): None}, {("t", "w"): 5, ("u", "w"): 7})
    )
    assert (tally["w"].answers, tally["w"].informative) == (2, 1)
    assert (tally["w"].margin, tally["w"].margin_squared) == (ONE, ONE * ONE)
    assert tally["w"].chance_variance == 5


def test_below_ten_answers_there_is_no_rate_and_perfect_ones_earn_all() -> None:
    def rate(tasks: int) -> int | None:
        answers = [Given(f"t{t}", f"w{w}", "ab"[t % 2]) for t in range(tasks) for w in range(3)]
        return rates_of(scored(judge_choices(answers, ("a", "b"))), Scoring(("a", "b")))["w0"]

    assert rate(9) is None
    assert rate(100) == 32
