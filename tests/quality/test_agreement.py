import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.quality.agreement import (
    LEAST_WEIGHT,
    MOST_WEIGHT,
    Given,
    Judged,
    mean_scores,
)
from labelfield.quality.answer_errors import NoAnswers, RepeatedAnswer
from labelfield.quality.numbers import Scale, judge_numbers
from labelfield.quality.tables import ONE

SCALE = Scale(0, 1000)


@st.composite
def crowds_of_numbers(draw: st.DrawFn) -> list[Given[int]]:
    cells = draw(st.sets(st.tuples(st.integers(0, 6), st.integers(0, 5)), min_size=1, max_size=30))
    return [Given(f"t{t}", f"w{w}", draw(st.integers(0, 1000))) for t, w in sorted(cells)]


def judged(answers: list[Given[int]]) -> Judged[int]:
    return judge_numbers(answers, SCALE)


def test_no_answers_are_refused() -> None:
    with pytest.raises(NoAnswers):
        judged([])


def test_a_second_answer_of_a_labeler_to_a_task_is_refused() -> None:
    with pytest.raises(RepeatedAnswer, match=r"'w'.*'t'"):
        judged([Given("t", "w", 1), Given("t", "w", 1)])


@given(crowds_of_numbers(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(
    answers: list[Given[int]], chance: random.Random
) -> None:
    mixed = answers.copy()
    chance.shuffle(mixed)
    assert judged(mixed) == judged(answers)


@given(crowds_of_numbers(), st.permutations(range(7)), st.permutations(range(6)))
def test_renaming_tasks_and_labelers_renames_the_result(
    answers: list[Given[int]], tasks: list[int], labelers: list[int]
) -> None:
    task = {f"t{old}": f"task {new}" for old, new in enumerate(tasks)}
    labeler = {f"w{old}": f"労働者{new}" for old, new in enumerate(labelers)}
    before = judged(answers)
    after = judged([Given(task[each.task], labeler[each.labeler], each.value) for each in answers])
    assert after.consensus == {task[name]: agreed for name, agreed in before.consensus.items()}
    assert after.weights == {labeler[name]: weight for name, weight in before.weights.items()}
    assert after.scores == {(task[t], labeler[w]): s for (t, w), s in before.scores.items()}


@given(crowds_of_numbers())
def test_confidence_and_weights_stay_within_their_bounds(answers: list[Given[int]]) -> None:
    found = judged(answers)
    assert all(0 <= agreed.confidence <= ONE for agreed in found.consensus.values())
    assert all(LEAST_WEIGHT <= weight <= MOST_WEIGHT for weight in found.weights.values())


def test_an_answer_nobody_else_gave_a_task_has_no_score() -> None:
    found = judged([Given("a", "w0", 1), Given("b", "w0", 900), Given("b", "w1", 900)])
    assert found.scores["a", "w0"] is None
    assert found.scores["b", "w1"] is not None
    assert list(mean_scores(found)) == ["w0", "w1"]


def test_a_crowd_that_always_says_the_same_scores_nothing() -> None:
    found = judged([Given(f"t{t}", f"w{w}", 500) for t in range(5) for w in range(3)])
    assert set(found.scores.values()) == {0}


def test_a_labelers_own_answer_does_not_move_what_it_is_compared_with() -> None:
    answers = [Given(f"t{t}", f"w{w}", 100 * t) for t in range(8) for w in range(3)]
    alone = [Given("x", "w0", 0), Given("x", "w1", 1000)]
    score = judged(answers + alone).scores["x", "w0"]
    assert score is not None
    assert score < 0
