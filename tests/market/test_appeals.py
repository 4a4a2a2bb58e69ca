"""How often anybody may appeal: what appealing everything costs is known."""

from hypothesis import given
from hypothesis import strategies as st

from labelfield.market.appeals import (
    ANSWERS_AN_APPEAL,
    MOST_OF_A_LABELER,
    most_of_labeler,
    most_of_project,
)


def test_without_ten_judged_answers_nobody_appeals() -> None:
    assert [most_of_labeler(answers) for answers in (0, 9, 10, 29, 30, 1_000)] == [
        *(0, 0, 1, 2, 3),
        MOST_OF_A_LABELER,
    ]


def test_the_smallest_project_takes_one_appeal() -> None:
    assert [most_of_project(tasks) for tasks in (1, 20, 21, 1_000)] == [1, 1, 2, 50]


@given(st.integers(1, 10**6), st.integers(1, 1_000))
def test_appeals_ask_for_at_most_three_answers_of_each_twentieth_task(
    tasks: int, maximum: int
) -> None:
    more = most_of_project(tasks) * ANSWERS_AN_APPEAL
    assert more <= tasks * maximum * 3 // 20 + ANSWERS_AN_APPEAL
