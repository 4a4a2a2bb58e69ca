"""One labeler's part of a project, without anybody else's rows."""

from unittest.mock import patch

import pytest

from labelfield.protocol.ids import Address
from labelfield.verify.errors import Mismatch
from labelfield.verify.one_labeler import AnswerReport, LabelerReport, verify_labeler
from tests.verify.conftest import TASKS, Finished
from tests.verify.public import (
    Edit,
    HeardPool,
    Public,
    edited,
    rewritten,
    stored,
    with_row,
)


class WithMoney(HeardPool):
    """A pool that also says what labelers were credited, by the events that were heard."""

    def credit_of(self, labeler: Address) -> int:
        index = next((place for place, who in self.registered.items() if who == labeler), 0)
        entries = (entry for event in self.events for entry in event.entries)
        return sum(amount for place, amount in entries if place == index)

    def withdrawn_of(self, _: Address) -> int:
        return 0


def audited(public: Public, labeler: Address) -> tuple[LabelerReport, dict[int, AnswerReport]]:
    heard = public.pool
    pool = WithMoney(**{name: getattr(heard, name) for name in HeardPool.__dataclass_fields__})
    with patch("labelfield.verify.one_labeler.open_store", return_value=stored(public)):
        report, answers = verify_labeler(pool, heard.opened.project, labeler, 0)  # type: ignore[arg-type]
    return report, dict(answers)


def somebody(public: Public) -> Address:
    """Return who answered most."""
    rows = [row.labeler for record in public.records for row in record.answers]
    return max(set(rows), key=lambda who: (rows.count(who), who))


def test_a_labelers_answers_and_money_agree(finished: Finished) -> None:
    who = somebody(finished.crowd)
    report, answers = audited(finished.crowd, who)
    assert (report.answers, report.contents, report.sealed) == (TASKS, TASKS, 0)
    assert sorted(answers) == list(range(1, TASKS + 1))
    credits = [row for record in finished.crowd.records for row in record.credits]
    assert report.credited == sum(row.amount for row in credits if row.labeler == who) > 0
    assert report.promised <= report.credited_in_pool == report.credited
    assert TASKS // 2 <= report.signatures < 2 * TASKS
    assert answers[1].answer is not None


def test_who_never_answered_has_nothing(finished: Finished) -> None:
    report, answers = audited(finished.crowd, Address("0x" + "12" * 20))
    assert (report.answers, report.credited, answers) == (0, 0, {})


def first_row_of(public: Public, kind: str, who: Address) -> tuple[int, int]:
    """Return checkpoint and place of a labeler's first row of a kind."""
    for number, record in enumerate(public.records, start=1):
        for place, row in enumerate(getattr(record, kind)):
            if row.labeler == who:
                return number, place
    raise AssertionError(f"no {kind}")


@pytest.mark.parametrize(
    ("kind", "change", "what"),
    [
        ("answers", {"answer_hash": "0x" + "00" * 32}, "signer"),
        ("answers", {"receipt_number": 10**6}, "receipt number"),
        ("answers", {"owed": 10**9}, "receipt's owed"),
        ("signatures", {"sequence": 10**6}, "signature"),
        ("sessions", {"valid_until_s": 1}, "signer"),
        ("contents", {"salt": "0x" + "00" * 16}, "answer_hash"),
        ("credits", {"amount": lambda amount: amount + 1}, "credit on chain"),
    ],
)
def test_a_changed_row_is_found(
    finished: Finished, kind: str, change: dict[str, object], what: str
) -> None:
    who = somebody(finished.crowd)
    number, place = first_row_of(finished.crowd, kind, who)
    edit: Edit = edited(number, **{kind: with_row(place, **change)})
    with pytest.raises(Mismatch) as found:
        audited(rewritten(finished.crowd, edit), who)
    assert f"checkpoint {number}" in found.value.where
    assert what in found.value.what


def test_a_receipt_that_was_not_credited_in_time_is_found(finished: Finished) -> None:
    who = somebody(finished.crowd)
    owed = audited(finished.crowd, who)[0].promised
    assert owed > 0
    late = finished.crowd.with_pool(time_s=finished.crowd.pool.time_s + 10**6)
    assert audited(late, who)[0].promised == owed
    with (
        patch.object(WithMoney, "credit_of", lambda *_: owed - 1),
        pytest.raises(Mismatch, match="credit in the pool"),
    ):
        audited(late, who)


def test_changes_of_other_peoples_rows_are_not_its_affair(finished: Finished) -> None:
    who = somebody(finished.crowd)
    record = finished.crowd.records[0]
    place = next(n for n, row in enumerate(record.answers) if row.labeler != who)
    edit = edited(1, answers=with_row(place, answer_hash="0x" + "00" * 32))
    report, _ = audited(rewritten(finished.crowd, edit), who)
    assert report == audited(finished.crowd, who)[0]
