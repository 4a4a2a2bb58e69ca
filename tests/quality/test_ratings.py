import random
from statistics import mean

import pytest

from labelfield.quality.agreement import Given
from labelfield.quality.answer_errors import MalformedNumber
from labelfield.quality.choice_answers import judge_choices
from labelfield.quality.numbers import Scale
from labelfield.quality.ratings import MAXIMUM_STEPS, judge_ratings
from labelfield.quality.tables import ONE


def crowd(tasks: int = 150) -> tuple[list[int], list[Given[int]]]:
    """Three good raters, two who rate a step too high, two who guess."""
    chance = random.Random(9)
    truth = [chance.randint(1, 5) for _ in range(tasks)]
    answers = []
    for task, step in enumerate(truth):
        for who in range(3):
            near = step + chance.choice((-1, 0, 0, 0, 0, 1))
            answers.append(Given(f"t{task}", f"good{who}", min(max(near, 1), 5)))
        for who in range(2):
            answers.append(Given(f"t{task}", f"kind{who}", min(step + 1, 5)))
            answers.append(Given(f"t{task}", f"guess{who}", chance.randint(1, 5)))
    return truth, answers


@pytest.mark.parametrize("value", [0, 6, 2.5, True, float("nan"), "3"])
def test_what_is_off_the_scale_is_refused(value: int) -> None:
    with pytest.raises(MalformedNumber):
        judge_ratings([Given("t", "w", value)], Scale(1, 5))
    with pytest.raises(MalformedNumber):
        judge_ratings([Given("t", "w", 3)], Scale(1, 5), {"t": value})


def test_a_scale_that_is_none_or_too_fine_is_refused() -> None:
    with pytest.raises(MalformedNumber, match="low < high"):
        judge_ratings([Given("t", "w", 3)], Scale(3, 3))
    with pytest.raises(MalformedNumber, match="judge it as numbers"):
        judge_ratings([Given("t", "w", 3)], Scale(0, MAXIMUM_STEPS))


def test_habits_are_seen_through_where_the_mean_is_misled() -> None:
    truth, answers = crowd()
    found = judge_ratings(answers, Scale(1, 5)).consensus
    ours = mean(abs(found[f"t{task}"].value - step) for task, step in enumerate(truth))
    given = {f"t{task}": [] for task in range(len(truth))}
    for each in answers:
        given[each.task].append(each.value)
    plain = mean(abs(int(mean(given[f"t{task}"]) + 0.5) - step) for task, step in enumerate(truth))
    assert ours < plain / 2


def test_being_near_counts_more_than_being_far() -> None:
    answers = [Given(f"t{t}", f"w{w}", t % 5 + 1) for t in range(100) for w in range(4)]
    answers += [Given("x", f"w{w}", 1) for w in range(4)]
    near = judge_ratings([*answers, Given("x", "v", 2)], Scale(1, 5)).scores["x", "v"]
    far = judge_ratings([*answers, Given("x", "v", 5)], Scale(1, 5)).scores["x", "v"]
    assert near is not None
    assert far is not None
    assert far < 0 < near < ONE


def test_with_two_steps_scores_are_those_of_choices() -> None:
    _, answers = crowd(60)
    two = [Given(each.task, each.labeler, each.value // 3) for each in answers]
    ratings = judge_ratings(two, Scale(0, 1))
    choices = judge_choices([Given(e.task, e.labeler, str(e.value)) for e in two], ("0", "1"))
    gaps = [abs((ratings.scores[key] or 0) - (choices.scores[key] or 0)) for key in ratings.scores]
    assert mean(gaps) < ONE / 200
