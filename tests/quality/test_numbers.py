import random
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.quality.agreement import Given, mean_scores
from labelfield.quality.answer_errors import MalformedNumber
from labelfield.quality.numbers import Scale, judge_numbers, trimmed_mean, units_of
from labelfield.quality.tables import ONE

SCALE = Scale(0, 1000)


@pytest.mark.parametrize(
    "text", ["nan", "inf", "-Infinity", "", "1e3", "1,5", "٣", " 1", "1.", 1.5]
)
def test_what_is_no_decimal_is_refused(text: object) -> None:
    with pytest.raises(MalformedNumber, match="digits"):
        units_of(text, 2)


def test_decimals_beyond_the_unit_are_refused_not_rounded() -> None:
    with pytest.raises(MalformedNumber, match="at most 2 decimals"):
        units_of("1.005", 2)
    assert units_of("-1.50", 1) == -15
    assert units_of("+7", 3) == 7000


@pytest.mark.parametrize("number", [-1, 1001, 1.0, float("nan"), True])
def test_numbers_off_the_scale_are_refused(number: int) -> None:
    with pytest.raises(MalformedNumber):
        judge_numbers([Given("t", "w", number)], SCALE)


def test_a_scale_without_width_is_refused() -> None:
    with pytest.raises(MalformedNumber, match="scale"):
        judge_numbers([Given("t", "w", 5)], Scale(5, 5))


@given(st.lists(st.tuples(st.integers(-1000, 1000), st.integers(1, 4 * ONE)), min_size=1))
def test_the_trimmed_mean_lies_among_the_numbers_in_any_order(votes: list[tuple[int, int]]) -> None:
    found = trimmed_mean(votes)
    assert min(number for number, _ in votes) <= found <= max(number for number, _ in votes)
    assert trimmed_mean(votes[::-1]) == found


def test_equal_votes_give_nearly_the_mean() -> None:
    numbers = list(range(0, 1000, 7))
    assert trimmed_mean([(number, ONE) for number in numbers]) == round(mean(numbers))


def test_those_who_are_noise_lose_their_votes() -> None:
    votes = [(100, ONE), (102, ONE), (900, ONE // 64)]
    assert trimmed_mean(votes) < 140


def test_random_and_constant_answers_score_near_nothing() -> None:
    generator = random.Random(6)
    answers = []
    for task in range(300):
        truth = generator.randint(0, 1000)
        for who in range(5):
            value = min(max(round(generator.gauss(truth, 30)), 0), 1000)
            answers.append(Given(f"t{task}", f"good{who}", value))
        answers.append(Given(f"t{task}", "random", generator.randint(0, 1000)))
        answers.append(Given(f"t{task}", "middle", 500))
        answers.append(Given(f"t{task}", "zero", 0))
    found = judge_numbers(answers, SCALE)
    scores = mean_scores(found)
    assert min(scores[f"good{who}"] for who in range(5)) > ONE * 7 // 10
    assert max(abs(scores[who]) for who in ("random", "middle", "zero")) < ONE // 20
    assert found.weights["random"] < ONE // 8
