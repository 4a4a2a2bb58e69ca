"""Lies about money: amounts, settlements, closings, gold, fees, and what the chain did."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from labelfield.labeling.answers import answer_of
from labelfield.labeling.config_xml import parse_config
from labelfield.protocol.canonical import canonical_json
from labelfield.protocol.ids import Hash32
from labelfield.protocol.record import Record, SettlementRow
from tests.server.world import TEXT_CONFIG
from tests.verify.conftest import Finished
from tests.verify.public import (
    Public,
    audit,
    edited,
    mismatch,
    rewritten,
    with_row,
    without_row,
)

CONFIG = parse_config(TEXT_CONFIG)
ANYTHING = Hash32("0x" + "ee" * 32)


def paid(rows) -> int:
    """The place of an answer that was paid at once."""
    return next(place for place, row in enumerate(rows) if row.increment)


def other_answer(answer_json: bytes) -> bytes:
    labels = [canonical_json(answer_of(CONFIG, label)) for label in ("yes", "no")]
    return labels[answer_json == labels[0]]


def reused_receipt(rows):
    """Give a labeler's second answer the number of the first."""
    for place in range(1, len(rows)):
        if rows[place].labeler == rows[place - 1].labeler:
            return with_row(place, receipt_number=rows[place - 1].receipt_number)(rows)
    raise AssertionError


def one_settlement_more(rows):
    last = rows[-1]
    return [*rows, SettlementRow(last.number + 1, False, last.inputs_hash, last.settlement_hash)]


LIES: dict[str, tuple[dict[str, Callable], str, str]] = {
    "an increment one more": (
        {"answers": lambda rows: with_row(paid(rows), increment=lambda n: n + 1)(rows)},
        "increment",
        "labeler 0x",
    ),
    "an increment withheld": (
        {"answers": lambda rows: with_row(paid(rows), increment=0)(rows)},
        "increment",
        "found 0",
    ),
    "a receipt number used twice": ({"answers": reused_receipt}, "receipt number", "labeler 0x"),
    "a receipt that promises too little": (
        {"answers": with_row(-1, owed=1)},
        "receipt's owed",
        "found 1",
    ),
    "a settlement counted twice": (
        {"settlements": with_row(0, number=lambda n: n - 1)},
        "number",
        "settlement 1",
    ),
    "a settlement skipped": (
        {"settlements": with_row(0, number=lambda n: n + 1)},
        "number",
        "expected 2, found 3",
    ),
    "other inputs": ({"settlements": with_row(0, inputs_hash=ANYTHING)}, "inputs_hash", "0xeeee"),
    "another outcome": (
        {"settlements": with_row(0, settlement_hash=ANYTHING)},
        "settlement_hash",
        "0xeeee",
    ),
    "a final settlement before its time": (
        {"settlements": with_row(0, final=True)},
        "settlement",
        "closing of task",
    ),
    "a closing left out": ({"closings": without_row(0)}, "closing", ""),
    "a closing before its last answer": (
        {"closings": with_row(0, settlement=lambda n: n - 1)},
        "settlement",
        "closing of task",
    ),
    "a closing one settlement late": (
        {"closings": with_row(0, settlement=lambda n: n + 1)},
        "inputs_hash",
        "",
    ),
    "a closing two settlements late": (
        {"closings": with_row(0, settlement=lambda n: n + 2)},
        "settlement",
        "closing of task",
    ),
    "a closing of no task": ({"closings": with_row(-1, task="0x" + "ff" * 32)}, "", "task"),
    "a gold answer changed": (
        {"gold": with_row(0, answer_json=other_answer)},
        "commitment",
        "gold of task",
    ),
    "gold under another salt": ({"gold": with_row(0, salt=ANYTHING)}, "commitment", "gold of task"),
    "gold with a proof cut short": (
        {"gold": with_row(0, proof=lambda proof: proof[1:])},
        "commitment",
        "gold of task",
    ),
    "gold left out of a settlement": ({"gold": without_row(0)}, "inputs_hash", "settlement 2"),
    "a credit one more": (
        {"credits": with_row(0, amount=lambda n: n + 1)},
        "credit",
        "labeler 0x",
    ),
    "a credit left out": ({"credits": without_row(0)}, "fee", "checkpoint 2"),
    "a credit to somebody who did not answer": (
        {"credits": with_row(-1, labeler="0x" + "ff" * 20)},
        "credit",
        "labeler 0xffff",
    ),
}


@pytest.mark.parametrize(("changes", "what", "says"), LIES.values(), ids=LIES)
def test_a_lie_about_money_is_found_and_named(
    finished: Finished, changes: dict[str, Callable], what: str, says: str
) -> None:
    found = mismatch(rewritten(finished.crowd, edited(2, **changes)))
    assert found.where.startswith("project 1, checkpoint 2")
    assert what in found.what
    assert says in str(found)
    assert found.expected != found.found


def test_gold_of_another_checkpoint_is_found(finished: Finished) -> None:
    """Revealed after its task closed, gold would have been left out of scores until then."""

    def keep_back(records: list[Record]) -> list[Record]:
        late = records[1].gold[0]
        records = edited(1, gold=lambda rows: sorted([*rows, late], key=lambda r: r.task))(records)
        return edited(2, gold=without_row(0))(records)

    found = mismatch(rewritten(finished.crowd, keep_back))
    assert (found.what, found.found) == ("closing", "none")
    assert found.where.startswith("project 1, checkpoint 1, gold of task 0x")


def test_gold_that_is_never_revealed_is_found_though_nobody_answered_it(finished: Finished) -> None:
    (record,) = finished.ended.records
    answered = {row.task for row in record.answers}
    hidden = next(place for place, row in enumerate(record.gold) if row.task not in answered)
    lied = rewritten(finished.ended, edited(1, gold=without_row(hidden)))
    found = mismatch(lied)
    assert found.where == "project 3, checkpoint 1"
    assert (found.what, found.expected, found.found) == ("gold revealed", 2, 1)


def test_a_settlement_left_out_is_found_by_the_next_at_the_latest(finished: Finished) -> None:
    found = mismatch(rewritten(finished.crowd, edited(2, settlements=without_row(0))))
    assert found.what in ("credit", "number")


def test_a_settlement_after_the_final_one_is_found(finished: Finished) -> None:
    last = len(finished.crowd.records)
    more = rewritten(finished.crowd, edited(last, settlements=one_settlement_more))
    found = mismatch(more)
    assert (found.what, found.expected) == ("settlements", "none after the final")


def test_an_answer_on_the_base_of_a_settlement_to_come_is_found(finished: Finished) -> None:
    def edit(rows):
        place = max(range(len(rows)), key=lambda place: rows[place].position)
        return with_row(place, settlement=9)(rows)

    found = mismatch(rewritten(finished.crowd, edited(1, answers=edit)))
    assert found.where.startswith("project 1, checkpoint 1")


def test_a_task_kept_open_though_its_label_was_sure_is_found(finished: Finished) -> None:
    """The operator asked for a third opinion, at the requester's cost."""
    early = [
        (number, place)
        for number, record in enumerate(finished.sure.records, start=1)
        for place, row in enumerate(record.closings)
        if row.settlement == 2
    ]
    checkpoint, place = early[0]
    found = mismatch(rewritten(finished.sure, edited(checkpoint, closings=without_row(place))))
    assert found.what == "settlement"
    assert found.found == "none, the task is open"


def test_only_the_requester_ends_a_project_before_its_tasks_closed(finished: Finished) -> None:
    found = mismatch(finished.ended.with_pool(closes=()))
    assert (found.where, found.what) == ("project 3, checkpoint 1", "final settlement")
    (close,) = finished.ended.pool.closes
    late = replace(close, block_number=finished.ended.pool.events[0].block_number + 1)
    assert mismatch(finished.ended.with_pool(closes=(late,))).what == "final settlement"


def with_event(public: Public, number: int, **changes: object) -> Public:
    events = list(public.pool.events)
    events[number - 1] = replace(events[number - 1], **changes)
    return public.with_pool(events=tuple(events))


def test_a_fee_that_is_not_the_manifests_share_is_found(finished: Finished) -> None:
    fee = finished.crowd.records[1].header.fee + 1

    def edit(records: list[Record]) -> list[Record]:
        records[1] = replace(records[1], header=replace(records[1].header, fee=fee))
        return records

    found = mismatch(with_event(rewritten(finished.crowd, edit), 2, fee=fee))
    assert (found.what, found.expected, found.found) == ("fee", fee - 1, fee)


def test_credits_on_chain_that_the_record_does_not_state_are_found(finished: Finished) -> None:
    (index, amount), *rest = finished.crowd.pool.events[1].entries
    more = mismatch(with_event(finished.crowd, 2, entries=((index, amount + 1), *rest)))
    assert (more.what, more.expected, more.found) == ("credit on chain", amount, amount + 1)
    assert finished.crowd.pool.registered[index] in more.where
    less = mismatch(with_event(finished.crowd, 2, entries=tuple(rest)))
    assert (less.expected, less.found) == (amount, 0)
    other = mismatch(with_event(finished.crowd, 2, entries=((index, amount), *rest, (99, 5))))
    assert (other.what, other.expected, other.found) == ("credit on chain", 0, 5)


def test_one_credit_in_several_entries_agrees(finished: Finished) -> None:
    (index, amount), *rest = finished.crowd.pool.events[1].entries
    split = ((index, 1), (index, amount - 1), *rest)
    assert audit(with_event(finished.crowd, 2, entries=split)).final


@pytest.mark.parametrize("index", [99, 1])
def test_a_credit_for_another_index_of_the_registry_is_found(
    finished: Finished, index: int
) -> None:
    row = finished.crowd.records[1].credits[-1]
    index = index if index != row.index else 2
    lied = rewritten(finished.crowd, edited(2, credits=with_row(-1, index=index)))
    found = mismatch(lied)
    assert (found.what, found.found) == ("index in the Registry", row.labeler)
    assert found.expected == finished.crowd.pool.registered.get(index)


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"credited": 1}, "credited on chain"),
        ({"fees": 1}, "fees on chain"),
        ({"deposit": 1_000}, "answers that the deposit covers"),
        ({"checkpoint_count": 4}, "checkpoint events"),
        ({"checkpoint_count": 2}, "credited on chain"),
    ],
)
def test_a_pool_that_counts_otherwise_is_found(
    finished: Finished, changes: dict[str, int], what: str
) -> None:
    state = replace(finished.crowd.pool.state, **changes)
    assert mismatch(finished.crowd.with_pool(state=state)).what == what


def test_a_checkpoint_that_the_node_does_not_tell_is_found(finished: Finished) -> None:
    events = finished.crowd.pool.events
    assert mismatch(finished.crowd.with_pool(events=events[1:])).what == "checkpoint events"
    shuffled = (events[1], events[0], *events[2:])
    assert mismatch(finished.crowd.with_pool(events=shuffled)).what == "number on chain"


def test_an_opening_for_another_fee_or_operator_is_found(finished: Finished) -> None:
    opened = replace(finished.crowd.pool.opened, fee_bps=1)
    assert mismatch(finished.crowd.with_pool(opened=opened)).what == "fee_bps"
    stranger = finished.crowd.with_pool(operator="0x" + "66" * 20)
    assert mismatch(stranger).what == "operator"
