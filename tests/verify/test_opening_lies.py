"""Openings that do not open, come late, or are left out."""

from dataclasses import replace

import pytest

from labelfield.collect.record_keys import record_keys
from labelfield.protocol.hashes import hex_of, keccak, keccak_hex
from labelfield.protocol.sealing import key_before, seal
from labelfield.publish.record import record_bundle
from tests.verify.conftest import Finished
from tests.verify.public import Public, audit, mismatch, open_until


def with_key(public: Public, key: bytes) -> Public:
    (opening,) = public.pool.openings
    return public.with_pool(openings=(replace(opening, key=hex_of(key)),))


def test_a_key_that_opens_nothing_is_found(finished: Finished) -> None:
    found = mismatch(with_key(finished.crowd, keccak(b"another")))
    assert (found.where, found.what) == ("project 1, checkpoint 1", "record")
    assert "sealed with another key" in str(found)


def test_a_key_of_another_checkpoint_is_found(finished: Finished) -> None:
    key = record_keys(finished.crowd.pool.openings)[1]
    assert "sealed with another key" in str(mismatch(with_key(finished.crowd, key)))


def test_a_record_sealed_with_a_key_outside_the_chain_is_found(finished: Finished) -> None:
    """Its operator could open it to some and not to others."""
    crowd, event = finished.crowd, finished.crowd.pool.events[1]
    data = seal(keccak(b"private"), crowd.place(2), record_bundle(crowd.records[1]))
    events = list(crowd.pool.events)
    events[1] = replace(event, record_hash=keccak_hex(data))
    lied = crowd.with_object(keccak_hex(data), data).with_pool(events=tuple(events))
    found = mismatch(lied)
    assert (found.where, found.what) == ("project 1, checkpoint 2", "record")


def test_a_record_sealed_for_another_checkpoint_is_found(finished: Finished) -> None:
    crowd, event = finished.crowd, finished.crowd.pool.events[1]
    data = seal(
        record_keys(crowd.pool.openings)[2], crowd.place(3), record_bundle(crowd.records[1])
    )
    events = list(crowd.pool.events)
    events[1] = replace(event, record_hash=keccak_hex(data))
    lied = crowd.with_object(keccak_hex(data), data).with_pool(events=tuple(events))
    assert "not sealed for checkpoint 2" in str(mismatch(lied))


def test_an_opening_that_is_later_than_promised_is_found(finished: Finished) -> None:
    pool = finished.running.pool
    allowed_s = pool.periods.opening_interval // 2 + pool.periods.grace
    since_s = pool.state.unopened_since_s
    assert since_s > 0
    assert audit(finished.running.with_pool(time_s=since_s + allowed_s)).sealed == 1
    found = mismatch(finished.running.with_pool(time_s=since_s + allowed_s + 1))
    assert (found.what, found.expected) == ("opening", "one of checkpoint 1 by now")


def test_records_sealed_after_the_close_notice_are_found(finished: Finished) -> None:
    pool = finished.running.pool
    state = replace(pool.state, closes_at_s=pool.time_s - 1)
    assert mismatch(finished.running.with_pool(state=state)).what == "opening"


def test_a_dataset_without_its_records_is_found(finished: Finished) -> None:
    running = open_until(finished.crowd, 1)
    assert audit(running).sealed == len(finished.crowd.pool.events) - 1
    lied = running.with_object("dataset", finished.crowd.objects["dataset"])
    assert mismatch(lied).what == "opening"


def test_an_opening_that_the_node_does_not_tell_is_found(finished: Finished) -> None:
    assert mismatch(finished.crowd.with_pool(openings=())).what == "opening events"


def test_a_lie_in_a_running_project_is_found_before_its_end(finished: Finished) -> None:
    events = list(finished.crowd.pool.events)
    (index, amount), *rest = events[0].entries
    events[0] = replace(events[0], entries=((index, amount + 1), *rest))
    found = mismatch(open_until(finished.crowd.with_pool(events=tuple(events)), 1))
    assert (found.what, found.expected, found.found) == ("credit on chain", amount, amount + 1)


@pytest.mark.parametrize("last", [1, 2])
def test_what_is_sealed_still_counts_in_the_totals(finished: Finished, last: int) -> None:
    running = open_until(finished.crowd, last)
    state = replace(running.pool.state, credited=running.pool.state.credited + 1)
    assert mismatch(running.with_pool(state=state)).what == "credited on chain"


def test_the_keys_of_several_openings_follow_from_each(finished: Finished) -> None:
    (opening,) = finished.crowd.pool.openings
    last = opening.last_checkpoint
    first = replace(opening, last_checkpoint=2, key=hex_of(keccak(b"two")))
    keys = record_keys([opening, first])
    assert sorted(keys) == list(range(1, last + 1))
    assert keys[1] == key_before(keccak(b"two"), 1)
    assert keys[3] == key_before(keys[last], last - 3)
