"""Moments and durations as people read them."""

import pytest

from labelfield.cli.times import duration, utc


def test_a_moment_is_told_in_utc() -> None:
    assert utc(1_796_083_200) == "2026-12-01 00:00:00 UTC"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(-3, "0 s"), (0, "0 s"), (59.6, "1 min"), (90, "1 min 30 s"), (3_605, "1 h"),
     (100_000, "1 d 3 h")],
)  # fmt: skip
def test_a_duration_has_its_two_largest_units(seconds: float, said: str) -> None:
    assert duration(seconds) == said
