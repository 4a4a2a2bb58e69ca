"""When tasks close."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.market.closing import (
    ClosingRule,
    calibrated_target_bps,
    closes,
    is_audited,
)
from labelfield.protocol.ids import TaskId

RULE = ClosingRule(minimum_answers=3, maximum_answers=7, target_confidence_bps=9950)


@pytest.mark.parametrize(
    ("answers", "confidence_q16", "done"),
    [
        (0, 0, False),
        (2, 65536, False),
        (3, 65208, False),
        (3, 65209, True),
        (6, 0, False),
        (7, 0, True),
        (8, 0, True),
    ],
)
def test_a_task_closes_at_its_maximum_or_when_sure_after_its_minimum(
    answers: int, confidence_q16: int, done: bool
) -> None:
    assert closes(RULE, answers, confidence_q16) is done


@given(st.integers(0, 10), st.integers(0, 65536), st.integers(0, 65536))
def test_more_answers_or_confidence_never_open_a_task_again(
    answers: int, one: int, other: int
) -> None:
    if closes(RULE, answers, min(one, other)):
        assert closes(RULE, answers, max(one, other))
        assert closes(RULE, answers + 1, min(one, other))


SURE = (1 << 16) - 100


def test_a_target_that_gold_bears_out_stays() -> None:
    assert calibrated_target_bps(9900, [(SURE, True)] * 40) == 9900
    assert calibrated_target_bps(9900, []) == 9900
    assert calibrated_target_bps(9900, [(SURE, False)] + [(SURE, True)] * 39) == 9900


def test_a_target_that_gold_contradicts_is_raised_until_it_is_kept() -> None:
    nearly = (1 << 16) * 99 // 100
    outcomes = [(nearly + 1, False)] * 10 + [(SURE, True)] * 40
    assert calibrated_target_bps(9900, outcomes) == 9950


def test_one_known_answer_in_twenty_may_be_wrong_itself() -> None:
    certain = 1 << 16
    right = [(certain, True)] * 95
    assert calibrated_target_bps(9900, [*right, *[(certain, False)] * 6]) == 9900
    assert calibrated_target_bps(9900, [*right, *[(certain, False)] * 7]) == 10_000


@given(st.integers(1, 10_000), st.lists(st.tuples(st.integers(1, 1 << 16), st.booleans())))
def test_gold_never_lowers_a_target(target: int, outcomes: list[tuple[int, bool]]) -> None:
    assert target <= calibrated_target_bps(target, outcomes) <= 10_000


def test_if_no_confidence_is_borne_out_nothing_closes_early() -> None:
    assert calibrated_target_bps(9900, [(1 << 16, False)] * 5) == 10_000


def test_about_one_task_in_twenty_is_audited_by_its_id() -> None:
    audited = sum(is_audited(TaskId(f"0x{number * 7919:064x}")) for number in range(2000))
    assert 80 <= audited <= 120
