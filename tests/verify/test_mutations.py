"""Whatever is changed in whatever a project published, an audit finds it and says where."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labelfield.protocol.canonical import canonical_json
from labelfield.protocol.hashes import keccak_hex
from labelfield.protocol.record import Record
from tests.server.world import answer
from tests.verify.conftest import Finished
from tests.verify.public import Edit, Public, audit, mismatch, rewritten

ROWS = (
    "sessions",
    "answers",
    "signatures",
    "closings",
    "contents",
    "settlements",
    "gold",
    "credits",
)
HEADER = ("chain_id", "pool", "project", "checkpoint", "fee")
STATED = {"settle_by_s", "receipt_number", "owed"}
"""What an operator states of its receipts, of which the labelers hold the signed copies: only that
it never shrinks can be recomputed (docs/verify.md)."""
OTHER_ANSWER = {canonical_json(answer("yes")): canonical_json(answer("no"))}
SHORT = settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])


def otherwise(value: Any, place: int) -> Any:
    """Return another value of the same form."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1 + place
    if isinstance(value, bytes):
        return OTHER_ANSWER.get(value, next(iter(OTHER_ANSWER)))
    if isinstance(value, tuple):
        return (otherwise(value[0], place), *value[1:]) if value else ("0x" + "12" * 32,)
    place = 2 + place % (len(value) - 2)
    digit = "0" if value[place] != "0" else "1"
    return value[:place] + digit + value[place + 1 :]


def dropped(rows: Sequence[Any], row: int, _: int) -> tuple[Any, ...]:
    return (*rows[:row], *rows[row + 1 :])


def doubled(rows: Sequence[Any], row: int, _: int) -> tuple[Any, ...]:
    return (*rows[: row + 1], *rows[row:])


def swapped(rows: Sequence[Any], row: int, _: int) -> tuple[Any, ...]:
    found = list(rows)
    found[row], found[row - 1] = found[row - 1], found[row]
    return tuple(found)


def changed(rows: Sequence[Any], row: int, place: int) -> tuple[Any, ...]:
    names = [field.name for field in fields(rows[row]) if field.name not in STATED]
    name = names[place % len(names)]
    one = replace(rows[row], **{name: otherwise(getattr(rows[row], name), place)})
    return (*rows[:row], one, *rows[row + 1 :])


CHANGES = (changed, changed, changed, dropped, doubled, swapped)


def with_change(number: int, kind: str, change: Any, row: int, place: int) -> Edit:
    """Return an edit of one row of the record of a checkpoint."""

    def edit(records: list[Record]) -> list[Record]:
        record = records[number]
        rows = getattr(record, kind)
        records[number] = replace(record, **{kind: change(rows, row % len(rows), place)})
        return records

    return edit


def is_covered(record: Record, kind: str, row: int) -> bool:
    """Tell whether a row is a signature that a later one of the same session stands for."""
    if kind != "signatures":
        return False
    rows = record.signatures
    place = row % len(rows)
    one = rows[place]
    return (one.labeler, one.key) in [(each.labeler, each.key) for each in rows[place + 1 :]]


def drawn_change(data: st.DataObject, public: Public) -> tuple[int, str, Any, int, int]:
    """Draw what `with_change` is asked for: any row of a record that has more of its kind."""
    number = data.draw(st.integers(0, len(public.records) - 1), "record")
    kinds = [kind for kind in ROWS if len(getattr(public.records[number], kind)) > 1]
    kind = data.draw(st.sampled_from(kinds), "file")
    change = data.draw(st.sampled_from(CHANGES), "change")
    row, place = data.draw(st.integers(0, 999), "row"), data.draw(st.integers(0, 200), "place")
    return number, kind, change, row, place


@SHORT
@given(data=st.data())
def test_a_changed_row_of_a_record_on_chain_is_found_and_named(
    finished: Finished, data: st.DataObject
) -> None:
    public = finished.crowd
    number, kind, change, row, place = drawn_change(data, public)
    edit = with_change(number, kind, change, row, place)
    before, after = public.records, edit(public.records)
    if after == before or (change is dropped and is_covered(before[number], kind, row)):
        return  # two equal rows cannot be told apart; one signature on the last answer is enough
    found = mismatch(rewritten(public, edit))
    assert "checkpoint" in found.where, found


@pytest.mark.parametrize("kind", ROWS)
def test_a_changed_field_of_every_kind_of_row_is_found_and_named(
    finished: Finished, kind: str
) -> None:
    records = finished.crowd.records
    number = next(place for place, each in enumerate(records) if getattr(each, kind))
    names = {field.name for field in fields(getattr(records[number], kind)[0])}
    count = len(names - STATED)
    for place in range(count):
        edit = with_change(number, kind, changed, 0, place)
        found = mismatch(rewritten(finished.crowd, edit))
        assert f"checkpoint {number + 1}" in found.where, (kind, place, found)


@pytest.mark.parametrize("name", HEADER)
def test_a_changed_header_is_found_and_named(finished: Finished, name: str) -> None:
    def edit(records: list[Record]) -> list[Record]:
        header = records[0].header
        other = otherwise(getattr(header, name), 0)
        records[0] = replace(records[0], header=replace(header, **{name: other}))
        return records

    assert mismatch(rewritten(finished.crowd, edit)).where.startswith("project 1, checkpoint 1")


@SHORT
@given(data=st.data())
def test_a_changed_byte_of_any_published_object_is_found(
    finished: Finished, data: st.DataObject
) -> None:
    public = finished.crowd
    name = data.draw(st.sampled_from(sorted(public.objects)), "object")
    content = bytearray(public.objects[name])
    place = data.draw(st.integers(0, len(content) - 1), "byte")
    content[place] ^= data.draw(st.integers(1, 255), "bits")
    found = mismatch(public.with_object(name, bytes(content)))
    named = name if name == "dataset" else keccak_hex(bytes(content))
    assert name in str(found) or named in str(found), found


def test_every_object_that_is_missing_is_named(finished: Finished) -> None:
    public: Public = finished.crowd
    for name in public.objects:
        assert name in str(mismatch(public.with_object(name, None)))
    assert audit(public).final
