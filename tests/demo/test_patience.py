"""Slow is fine, stuck is not."""

import pytest

from labelfield.demo.errors import Disagreement
from labelfield.demo.patience import Patience


class Clock:
    """Shows the time that a test sets."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_what_moves_is_waited_for_however_long_it_takes() -> None:
    clock = Clock()
    patience = Patience(60, "stuck", clock)
    for answers in range(100):
        clock.now += 59
        patience.look(answers)


def test_what_stands_still_is_given_up_with_the_complaint() -> None:
    clock = Clock()
    patience = Patience(60, "project 7 is not complete", clock)
    patience.look(("open", 3))
    clock.now = 60
    patience.look(("open", 3))
    clock.now = 60.1
    with pytest.raises(Disagreement, match="project 7 is not complete: no progress for 60 s"):
        patience.look(("open", 3))


def test_what_never_begins_is_given_up() -> None:
    clock = Clock()
    patience = Patience(60, "stuck", clock)
    clock.now = 61
    with pytest.raises(Disagreement):
        patience.look(None)
