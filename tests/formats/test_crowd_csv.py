"""Crowd CSV: every refusal says file, line, column and what to do; good files lose nothing."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.formats.crowd_csv import CrowdAnswers, parse_answers, parse_gold
from labelfield.formats.errors import (
    BadCell,
    FormatError,
    MissingColumn,
    NotCsv,
    NotUtf8,
    RaggedRow,
    TooLittle,
)

HEADER = b"task,worker,label\n"
TWO = HEADER + b"t1,w1,yes\nt1,w2,no\n"

names = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1).filter(
    lambda text: text.strip(" \t") == text and text.lower() not in ("nan", "#n/a", "<na>")
)


def written(rows: list[tuple[str, ...]], header: tuple[str, ...]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([header, *rows])
    return text.getvalue().encode()


def labels_of(data: bytes) -> dict[tuple[str, str], str]:
    return parse_answers(data, "a.csv").single.labels


@pytest.mark.parametrize(
    ("data", "error", "message"),
    [
        (b"", MissingColumn, "a.csv, line 1, column task: the header has nothing; name a column"),
        (HEADER, TooLittle, "a.csv: no answers; give one row for each"),
        (b"task,label\nt,a\n", MissingColumn, "column worker: .* name a column 'worker'"),
        (b"task,task,worker,label\n", MissingColumn, "column task: .* for one column only"),
        (b"task;worker;label\nt;w;a\n", MissingColumn, "separate cells by commas, not by ';'"),
        (b"task\tworker\tlabel\n", MissingColumn, r"separate cells by commas, not by '\\t'"),
        (HEADER + b"t,w\n", RaggedRow, "a.csv, line 2: 2 cells where the header has 3; add"),
        (TWO + b"t,w,a,b\n", RaggedRow, "a.csv, line 4: 4 cells .* quote a cell"),
        (HEADER + b"t,w,\n", BadCell, "a.csv, line 2, column label: the cell is empty; fill it"),
        (TWO + b"t,w,NaN\n", BadCell, "a.csv, line 4, column label: NaN is no value; fill it"),
        (TWO + b" ,w,a\n", BadCell, "a.csv, line 4, column task: the cell is empty"),
        (TWO + b"t,nan,a\n", BadCell, "a.csv, line 4, column worker: nan is no value"),
        (TWO + b"t,\xff,a\n", NotUtf8, "a.csv, line 4: byte 0xff is not UTF-8; save"),
        ("task,worker,label\n".encode("utf-16"), NotUtf8, "a.csv, line 1: byte 0xff"),
        (TWO + b't,"w,a\n', NotCsv, "a.csv, line 4: .* check the quotes"),
        (TWO + b't,"w"x,a\n', NotCsv, "a.csv, line 4: .* check the quotes"),
        (HEADER + b'"t\nt",w,a\nt,w\n', RaggedRow, "line 4"),
        (HEADER + b"t,w," + b"a" * 200_000, NotCsv, "a.csv, line 2: field larger"),
    ],
)
def test_a_malformed_file_is_refused_with_its_line_and_column(
    data: bytes, error: type[FormatError], message: str
) -> None:
    with pytest.raises(error, match=message):
        parse_answers(data, "a.csv")


@pytest.mark.parametrize(
    ("data", "error", "message"),
    [
        (b"task,label\nt9,yes\n", BadCell, r"g.csv, line 2, column task: 't9' is in no row of a"),
        (b"task,label\nt1,yes\nt1,no\n", BadCell, "g.csv, line 3, column label: 'no' here, 'yes'"),
        (b"task\nt1\n", MissingColumn, "g.csv, line 1, column label"),
        (b"task,label\n", TooLittle, "g.csv: no gold; give one row"),
        (b"task,label\nt1,\n", BadCell, "g.csv, line 2, column label: the cell is empty"),
    ],
)
def test_malformed_gold_is_refused(data: bytes, error: type[FormatError], message: str) -> None:
    with pytest.raises(error, match=message):
        parse_gold(data, "g.csv", parse_answers(TWO, "a.csv"))


def test_equal_gold_rows_are_one() -> None:
    answers = parse_answers(TWO, "a.csv")
    assert parse_gold(b"label,task\nyes,t1\nyes,t1\n", "g.csv", answers) == {"t1": "yes"}


def test_columns_may_stand_in_any_order_beside_others_with_a_byte_order_mark_and_any_line_end() -> (
    None
):
    data = b"\xef\xbb\xbfnote, label ,task,worker\r\nx, yes,t1,w1\r\n\r\ny,no\t,t1,w2\r\n"
    assert labels_of(data) == {("t1", "w1"): "yes", ("t1", "w2"): "no"}


def test_contradicting_rows_are_settled_by_sequence_before_timestamp() -> None:
    data = b"task,worker,label,timestamp,seq\nt,w,late,1,9\nt,w,early,2,10\n"
    assert labels_of(data) == {("t", "w"): "late"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("9", "10"),
        ("-1.5", "1e3"),
        ("2024-01-01T00:00:00Z", "2024-01-01T00:30:00"),
        ("2024-01-01 02:00:00+03:00", "2024-01-01 00:00:00Z"),
        ("2024-05-05", "2024-05-06"),
    ],
)
def test_the_earlier_moment_counts(first: str, second: str) -> None:
    data = f"task,worker,label,timestamp\nt,w,b,{second}\nt,w,a,{first}\n".encode()
    assert labels_of(data) == {("t", "w"): "a"}


@pytest.mark.parametrize("moment", ["", "nan", "inf", "soon", "1e999", "1" * 50, "2024-13-01"])
def test_what_is_no_moment_settles_nothing(moment: str) -> None:
    data = f"task,worker,label,seq\nt,w,b,{moment}\nt,w,a,1\n".encode()
    assert parse_answers(data, "a.csv").single.undecided == 2


@given(st.lists(st.tuples(names, names, names), min_size=1))
def test_any_answers_that_a_csv_writer_writes_are_read_back(
    rows: list[tuple[str, str, str]],
) -> None:
    single = {(task, worker): label for task, worker, label in rows}
    data = written([(*pair, label) for pair, label in single.items()], ("task", "worker", "label"))
    assert labels_of(data) == single


@given(
    st.lists(st.tuples(*[st.sampled_from(["a", "b"])] * 3), min_size=1),
    st.randoms(use_true_random=False),
)
def test_the_order_of_rows_changes_nothing(rows: list[tuple[str, ...]], random) -> None:
    header = ("task", "worker", "label")
    found = parse_answers(written(rows, header), "a.csv")
    random.shuffle(rows)
    assert parse_answers(written(rows, header), "a.csv") == found


pieces = st.lists(
    st.sampled_from([b",", b"\n", b"\r\n", b'"', b"a", b"nan", b"\xff", b"\0", b"1", b"\r"])
)


@given(st.binary() | pieces.map(b"".join), st.booleans())
def test_any_bytes_are_read_or_refused(noise: bytes, headed: bool) -> None:
    found: object
    try:
        found = parse_answers(TWO * headed + noise, "a.csv")
    except FormatError as error:
        found = str(error)
    assert isinstance(found, CrowdAnswers) or str(found).startswith("a.csv")
