"""What is true is found to be true."""

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest

from labelfield.quality import consensus, reference
from labelfield.settle.closings import Sureness
from labelfield.verify import both
from labelfield.verify.errors import Mismatch, NotOpened
from tests.verify.conftest import BUSY, CROWD, LABELERS, TASKS, Finished
from tests.verify.public import Public, audit, edited, mismatch, open_until, rewritten, with_row


def test_a_crowds_project_agrees_in_everything(finished: Finished) -> None:
    report = audit(finished.crowd)
    assert report.final
    assert report.answers == TASKS * LABELERS
    assert report.labelers == LABELERS + 1
    assert report.labels == TASKS
    assert report.checkpoints >= 3
    assert report.settlements >= 3
    state = finished.crowd.pool.state
    assert report.credited + report.fees == state.debited > 0
    assert report.answers // 2 <= report.signatures < report.answers + report.checkpoints * 9


def test_the_crowd_was_paid_between_settlements_too(finished: Finished) -> None:
    increments = {row.increment for record in finished.crowd.records for row in record.answers}
    assert {0, CROWD.price} <= increments


def test_tasks_that_closed_early_are_recomputed(finished: Finished) -> None:
    report = audit(finished.sure)
    assert report.final
    assert report.answers == 30 + 30 + 22
    closings = {row.settlement for record in finished.sure.records for row in record.closings}
    assert closings == {1, 2}


def test_gold_that_a_settlement_made_is_recomputed(finished: Finished) -> None:
    assert audit(finished.minted).final
    assert audited_by(finished.minted, no_gold).what == "inputs_hash"


def no_gold(made: int | None) -> int | None:
    return None


def other_class(made: int | None) -> int | None:
    return None if made is None else 1 - made


@pytest.mark.parametrize("rule", [no_gold, other_class])
def test_a_server_that_makes_no_gold_or_other_gold_is_found(
    finished: Finished, rule: Callable[[int | None], int | None]
) -> None:
    theirs = audited_by(finished.minted, rule)
    checkpoint, place = next(
        (checkpoint, place)
        for checkpoint, record in enumerate(finished.minted.records, start=1)
        for place, row in enumerate(record.settlements)
        if row.inputs_hash == theirs.found
    )
    lie = edited(checkpoint, settlements=with_row(place, inputs_hash=theirs.expected))
    found = mismatch(rewritten(finished.minted, lie))
    assert (found.what, found.expected) == ("inputs_hash", theirs.found)


def audited_by(public: Public, rule: Callable[[int | None], int | None]) -> Mismatch:
    """Return what an auditor finds for whom settlements make gold by another rule."""
    honest = Sureness.mints
    with (
        patch.object(Sureness, "mints", lambda *given: rule(honest(*given))),
        pytest.raises(Mismatch) as found,
    ):
        audit(public)
    return found.value


def test_answers_that_came_while_settlements_were_computed_are_recomputed(
    finished: Finished,
) -> None:
    report = audit(finished.busy)
    assert report.final
    rows = [row for record in finished.busy.records for row in record.answers]
    closings = {
        row.task: row.settlement for record in finished.busy.records for row in record.closings
    }
    waits = {closings[row.task] - row.settlement for row in rows if row.position == BUSY.maximum}
    assert 2 in waits, "a task was filled while the next settlement did not count it any more"


def test_a_project_that_its_requester_ended_agrees(finished: Finished) -> None:
    report = audit(finished.ended)
    assert report.final
    assert (report.answers, report.labels) == (5, 3)


def test_a_project_without_answers_agrees(finished: Finished) -> None:
    report = audit(finished.empty)
    assert (report.answers, report.checkpoints, report.credited) == (0, 0, 0)
    assert not report.final


def test_a_sealed_project_agrees_as_far_as_it_is_open(finished: Finished) -> None:
    report = audit(finished.running)
    assert (report.checkpoints, report.sealed, report.answers) == (0, 1, 0)
    assert not report.final


def test_a_running_project_agrees_as_far_as_it_is_open(finished: Finished) -> None:
    whole = audit(finished.sure)
    count = len(finished.sure.pool.events)
    assert count > 1
    for last in range(1, count):
        report = audit(open_until(finished.sure, last))
        assert (report.checkpoints, report.sealed) == (last, count - last)
        assert report.answers <= whole.answers
        assert report.labels == 0


def test_a_project_that_was_never_opened_is_named(finished: Finished) -> None:
    with (
        patch.object(type(finished.crowd.pool), "opening", lambda *_: None),
        pytest.raises(NotOpened, match="has opened no project 1 from block 0"),
    ):
        audit(finished.crowd)


def test_the_auditor_computes_with_the_plain_code_beside_the_fast(finished: Finished) -> None:
    for public in (finished.crowd, finished.sure, finished.ended):
        with patch.object(both.plain, "consensus", wraps=reference.consensus) as plain:
            report = audit(public)
        assert plain.call_count == report.settlements
        assert audit(public, both.PLAIN) == report


def test_fast_code_that_is_not_equal_to_the_plain_is_named(finished: Finished) -> None:
    def wrong(*values: Any) -> Any:
        found = consensus.consensus(*values)
        return replace(found, prior=found.prior + 1)

    with patch.object(both, "fast", SimpleNamespace(consensus=wrong)), pytest.raises(Mismatch) as e:
        audit(finished.crowd)
    assert "prior of fast and plain code" in str(e.value)


def test_large_settlements_are_left_to_the_fast_code(finished: Finished) -> None:
    with (
        patch.object(both, "MOST_PLAIN", 50),
        patch.object(both.plain, "consensus", wraps=reference.consensus) as plain,
    ):
        report = audit(finished.crowd)
    assert 0 < plain.call_count < report.settlements


def test_a_mismatch_says_where_what_was_expected_and_what_was_found() -> None:
    error = Mismatch("project 1, checkpoint 2, labeler 0xab", "credit", 7, 8)
    assert str(error) == "project 1, checkpoint 2, labeler 0xab: credit: expected 7, found 8"
