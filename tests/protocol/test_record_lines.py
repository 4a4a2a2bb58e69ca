"""What is read by a regular expression is what is read carefully, or is left to it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.protocol import record_json
from labelfield.protocol.canonical import parse_canonical
from labelfield.protocol.errors import ProtocolError
from labelfield.protocol.record import Record
from labelfield.protocol.record_json import parse_record, record_files
from labelfield.protocol.record_lines import RowReader
from tests.protocol.drawn import records
from tests.protocol.test_record_json import ANSWER, EXAMPLE, FILES

READERS = {
    "answers.jsonl": (RowReader().answer, record_json._parse_answer),
    "signatures.jsonl": (RowReader().signature, record_json._parse_signature),
    "contents.jsonl": (RowReader().content, record_json._parse_content),
}


def carefully(name: str, line: bytes) -> object:
    """Return the row that the careful way reads, None where it refuses."""
    try:
        return READERS[name][1](parse_canonical(line))
    except ProtocolError:
        return None


def changed(line: bytes, place: int, byte: int) -> bytes:
    place %= len(line)
    return line[:place] + bytes([byte]) + line[place + 1 :]


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        FILES["answers.jsonl"],
        FILES["answers.jsonl"][:-1].replace(b'"owed":5', b'"owed":05'),
        FILES["answers.jsonl"][:-1].replace(b'"owed":5', b'"owed":5.0'),
        FILES["answers.jsonl"][:-1].replace(b'"position":1', b'"position":65536'),
        FILES["answers.jsonl"][:-1].replace(b'"sequence":1', b'"sequence":0'),
        FILES["answers.jsonl"][:-1].replace(b'"receipt_number":1', b'"receipt_number":0'),
        FILES["answers.jsonl"][:-1].replace(b"1a", b"1A"),
        FILES["answers.jsonl"][:-1].replace(b",", b", ", 1),
    ],
)
def test_what_is_spelled_otherwise_is_not_read(line: bytes) -> None:
    assert RowReader().answer(line) is None


@pytest.mark.parametrize(
    "answer", [b"1,2", b"", b"[ ]", b"1.0", b'{"b":1,"a":2}', b"[" * 65 + b"]" * 65]
)
def test_an_answer_that_is_not_one_canonical_value_is_not_read(answer: bytes) -> None:
    line = FILES["contents.jsonl"][:-1].replace(b"[]", answer, 1)
    assert RowReader().content(line) is None
    assert carefully("contents.jsonl", line) is None


def test_numbers_of_sixteen_digits_are_read_carefully() -> None:
    large = replace(ANSWER, owed=2**53 - 1)
    (line, _) = record_files(replace(EXAMPLE, answers=(large,)))["answers.jsonl"].split(b"\n")
    assert RowReader().answer(line) is None
    assert carefully("answers.jsonl", line) == large


@given(records())
def test_usual_rows_are_read_as_carefully(record: Record) -> None:
    files = record_files(record)
    assert parse_record(files) == record
    for name, (quickly, _) in READERS.items():
        for line in files[name].split(b"\n")[:-1]:
            found = quickly(line)
            assert found is None or found == carefully(name, line)


@given(st.sampled_from(sorted(READERS)), st.integers(0, 999), st.integers(0, 255))
def test_a_changed_byte_is_never_read_otherwise(name: str, place: int, byte: int) -> None:
    line = changed(FILES[name][:-1], place, byte)
    found = READERS[name][0](line)
    assert found is None or found == carefully(name, line)


def test_equal_ids_of_a_record_are_one_text() -> None:
    reader, line = RowReader(), FILES["answers.jsonl"][:-1]
    first, second = reader.answer(line), reader.answer(line)
    assert first is not None
    assert second is not None
    assert first.labeler is second.labeler
