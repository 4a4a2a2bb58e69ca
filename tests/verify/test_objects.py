"""What is stored must be what the chain names, to the byte."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labelfield.protocol.hashes import keccak_hex
from labelfield.storage.bundle import BundleItem, write_bundle
from tests.verify.conftest import Finished
from tests.verify.public import Public, anchored, audit, edited, mismatch, rewritten, with_row

FLIPS = settings(max_examples=40)


def flipped(public: Public, name: str, place: int, bit: int) -> Public:
    data = bytearray(public.objects[name])
    data[place % len(data)] ^= 1 << bit
    return public.with_object(name, bytes(data))


@FLIPS
@given(st.data())
def test_one_bit_of_a_stored_record_is_found(finished: Finished, data: st.DataObject) -> None:
    events = finished.crowd.pool.events
    event = data.draw(st.sampled_from(events))
    size = len(finished.crowd.objects[event.record_hash])
    place, bit = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, 7))
    found = mismatch(flipped(finished.crowd, event.record_hash, place, bit))
    assert (found.where, found.what) == (f"project 1, checkpoint {event.number}", "record")
    assert event.record_hash in str(found)


@FLIPS
@given(place=st.integers(0, 2**32), bit=st.integers(0, 7))
def test_one_bit_of_the_manifest_or_a_task_is_found(
    finished: Finished, place: int, bit: int
) -> None:
    crowd = finished.crowd
    records = {event.record_hash for event in crowd.pool.events}
    for name in crowd.objects.keys() - records - {"dataset"}:
        found = mismatch(flipped(crowd, name, place, bit))
        assert (found.where, found.what) == ("project 1", "public objects")


def test_a_record_replaced_under_its_old_name_is_found(finished: Finished) -> None:
    crowd, last = finished.crowd, finished.crowd.pool.events[-1]
    lied = edited(last.number, credits=with_row(0, amount=lambda amount: amount + 1))
    data = crowd.sealed(lied(crowd.records)[-1], last.number)
    found = mismatch(crowd.with_object(last.record_hash, data))
    assert found.where == f"project 1, checkpoint {last.number}"
    assert keccak_hex(data) in str(found)


def test_a_record_that_is_missing_after_the_close_is_found(finished: Finished) -> None:
    second = finished.crowd.pool.events[1]
    found = mismatch(finished.crowd.with_object(second.record_hash, None))
    assert (found.where, found.what) == ("project 1, checkpoint 2", "record")


def test_a_missing_manifest_is_found(finished: Finished) -> None:
    name = finished.crowd.pool.opened.manifest_hash
    assert mismatch(finished.crowd.with_object(name, None)).what == "public objects"


def test_an_object_that_is_no_record_is_found(finished: Finished) -> None:
    crowd = finished.crowd
    other = write_bundle([BundleItem("header.json", b"{}", "application/json")])
    events = (replace(crowd.pool.events[0], record_hash=keccak_hex(other)),)
    lied = crowd.with_object(keccak_hex(other), other).with_pool(
        events=events + crowd.pool.events[1:]
    )
    assert mismatch(lied).where == "project 1, checkpoint 1"


def test_a_root_that_does_not_fit_the_rows_is_found(finished: Finished) -> None:
    crowd = finished.crowd
    first, *rest = crowd.records
    header = replace(first.header, rows_root=first.header.previous)
    found = mismatch(anchored(crowd, [replace(first, header=header), *rest]))
    assert "rows_root does not fit" in str(found)


def test_a_chain_of_records_that_leaves_one_out_is_found(finished: Finished) -> None:
    crowd = finished.crowd
    first, second, *rest = crowd.records
    header = replace(second.header, previous="0x" + "ab" * 32)
    found = mismatch(anchored(crowd, [first, replace(second, header=header), *rest]))
    assert (found.where, found.what) == ("project 1, checkpoint 2", "previous record")
    assert found.expected == crowd.pool.events[0].record_hash


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"chain_id": 56}, "chain"),
        ({"pool": "0x" + "77" * 20}, "pool"),
        ({"project": 2}, "project"),
        ({"checkpoint": 3}, "number in the record"),
        ({"fee": 1}, "fee on chain"),
    ],
)
def test_a_header_of_another_checkpoint_is_found(
    finished: Finished, changes: dict[str, object], what: str
) -> None:
    def edit(records):
        records[1] = replace(records[1], header=replace(records[1].header, **changes))
        return records

    found = mismatch(rewritten(finished.crowd, edit))
    assert (found.where, found.what) == ("project 1, checkpoint 2", what)
    assert found.expected != found.found


@pytest.mark.parametrize(
    "kind", ["sessions", "answers", "signatures", "closings", "contents", "gold", "credits"]
)
def test_rows_out_of_order_are_found(finished: Finished, kind: str) -> None:
    lied = rewritten(finished.crowd, edited(2, **{kind: lambda rows: rows[::-1]}))
    found = mismatch(lied)
    assert (found.where, found.what) == (f"project 1, checkpoint 2, {kind}", "order")


def test_a_record_rewritten_without_a_change_still_agrees(finished: Finished) -> None:
    same = rewritten(finished.crowd, lambda records: records)
    assert same == finished.crowd
    assert audit(same).final
