"""Every type as a table: what is written reads back, and no bytes do worse than be refused."""

import csv
import io
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labelfield.formats.answer_columns import COLUMNS, decimal_text, kind_of, units
from labelfield.formats.errors import FormatError
from labelfield.formats.parquet_rows import parquet_bytes
from labelfield.formats.typed_answers import read_typed
from labelfield.quality.answer_errors import MalformedNumber
from labelfield.quality.answer_types import ANSWER_TYPES
from labelfield.quality.rankings import ranking_of
from tests.quality.answer_strategies import VALUES

every_kind = pytest.mark.parametrize("kind", COLUMNS)
few = settings(max_examples=15, deadline=None)


def rows_of(kind: str, value: Any) -> tuple[list[str], list[list[str]]]:
    columns = COLUMNS[kind]
    header = ["task", "worker", *columns.needed, *columns.optional]
    nothing = ("",) * (len(header) - 2)
    return header, [["t 1", "ü", *cells] for cells in columns.write(value) or [nothing]]


def as_csv(header: list[str], rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    return text.getvalue().encode()


def test_columns_are_those_of_every_type() -> None:
    assert list(COLUMNS) == list(ANSWER_TYPES)


@every_kind
@given(data=st.data())
@few
def test_what_is_written_reads_back_from_csv_and_parquet(kind: str, data: st.DataObject) -> None:
    value = data.draw(VALUES[kind])
    header, rows = rows_of(kind, value)
    for file in (as_csv(header, rows), parquet_bytes(header, rows, frozenset())):
        (found,) = read_typed(file, "a", kind).answers
        assert (found.task, found.labeler, found.value) == ("t 1", "ü", value)


@given(st.lists(st.text(min_size=1), min_size=2, max_size=5, unique=True))
def test_items_of_any_name_read_back(items: list[str]) -> None:
    columns = COLUMNS["rankings"]
    ((cell,),) = columns.write(tuple(items))
    assert columns.read(cell) == ranking_of(items)


@every_kind
@given(body=st.one_of(st.binary(max_size=60), st.text(max_size=60).map(str.encode)))
@few
def test_any_bytes_are_read_or_refused(kind: str, body: bytes) -> None:
    columns = COLUMNS[kind]
    header = ",".join(("task", "worker", *columns.needed)).encode()
    cells = [b"x,w," + body, b"x,w," + b",".join([body.replace(b",", b"")] * len(columns.needed))]
    for data in (body, b"PAR1" + body, *(header + b"\n" + each for each in cells)):
        with suppress(FormatError):
            read_typed(data, "a", kind)


@pytest.mark.parametrize("text", ["nan", "inf", "-Infinity", "", "1e50", "1e999999999", "1,5", "x"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(MalformedNumber):
        units(text, 3)


@given(st.integers(-(10**15), 10**15))
def test_units_read_back(number: int) -> None:
    assert units(decimal_text(number, 6), 6) == number


def test_the_columns_tell_the_type_where_they_can() -> None:
    for kind in ("boxes", "polygons", "keypoints", "spans", "preferences"):
        assert kind_of(["task", "worker", *COLUMNS[kind].needed, "label"]) == kind
    assert kind_of(["task", "worker", "label"]) == "choices"
