"""What an hour brings: pauses left out, medians over labelers, nothing from too little."""

from hypothesis import given
from hypothesis import strategies as st

from labelfield.market.pace import ENOUGH_ANSWERS, PAUSE_S, Given, measure


def every(seconds: int, count: int, increment: int = 0) -> list[Given]:
    return [Given(seconds * n, increment if n else 0, n == 0) for n in range(count)]


def test_too_few_answers_tell_nothing() -> None:
    found = measure({"ann": every(10, ENOUGH_ANSWERS - 1)}, {"ann": (9_000, 9)})
    assert (found.hourly, found.seconds_per_answer) == (None, None)


def test_pauses_are_no_work() -> None:
    answers = every(20, 20) + [
        Given(each.time_s + PAUSE_S * 100, 0, first=False) for each in every(20, 20)
    ]
    found = measure({"ann": answers}, {"ann": (40_000, 40)})
    assert found.seconds_per_answer == 20
    assert found.hourly == 1_000 * 180


def test_the_median_labeler_counts() -> None:
    given_ = {name: every(seconds, 20) for name, seconds in (("a", 10), ("b", 20), ("c", 100))}
    found = measure(given_, dict.fromkeys(given_, (20_000, 20)))
    assert found.seconds_per_answer == 20


def test_first_pay_is_from_the_first_answer_to_the_first_that_paid() -> None:
    assert measure({"ann": every(7, 3, increment=5)}, {}).first_pay_s == 7
    assert measure({"ann": every(7, 3)}, {}).first_pay_s is None


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**6)), max_size=40))
def test_any_times_are_survived(rows: list[tuple[int, int]]) -> None:
    answers = [Given(time_s, increment, n == 0) for n, (time_s, increment) in enumerate(rows)]
    found = measure({"ann": answers}, {"ann": (1_000, max(len(rows), 1))})
    assert found.hourly is None or found.hourly >= 0
