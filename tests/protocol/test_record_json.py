from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.protocol.canonical import Json, canonical_json, parse_canonical
from labelfield.protocol.errors import ProtocolError
from labelfield.protocol.hashes import bytes_of
from labelfield.protocol.ids import ZERO_HASH, Address, Hash32, ProjectNumber, TaskId
from labelfield.protocol.merkle import check_proof, leaf_of, proof_of
from labelfield.protocol.record import (
    AnswerRow,
    AppealRow,
    ClosingRow,
    ContentRow,
    CreditRow,
    GoldRow,
    PredictedRow,
    PredictionRow,
    Record,
    RecordHeader,
    SessionRow,
    SettlementRow,
    SignatureRow,
)
from labelfield.protocol.record_json import parse_record, record_files, rows_root
from tests.protocol.drawn import JSON, records

LABELER, KEY = Address("0x" + "1a" * 20), Address("0x" + "2b" * 20)
HASH = Hash32("0x" + "3c" * 32)
SIGNATURE = "0x" + "4d" * 65
ANSWER = AnswerRow(LABELER, 1, TaskId(HASH), 1, HASH, 9, 0, 5, 1, 5, 99)
EXAMPLE = Record(
    RecordHeader(31337, LABELER, ProjectNumber(1), 1, ZERO_HASH, 0, rows_root([ANSWER])),
    sessions=(SessionRow(LABELER, KEY, 99, SIGNATURE),),
    answers=(ANSWER,),
    signatures=(SignatureRow(LABELER, 1, KEY, SIGNATURE),),
    closings=(ClosingRow(TaskId(HASH), 1),),
    contents=(ContentRow(LABELER, 1, b"[]", "0x" + "5e" * 16),),
    settlements=(SettlementRow(1, True, HASH, HASH),),
    gold=(GoldRow(TaskId(HASH), b"[]", HASH, (HASH,)),),
    credits=(CreditRow(LABELER, 1, 5),),
    predictions=(PredictionRow("bert@2", TaskId(HASH), HASH, 0),),
    predicted=(PredictedRow("bert@2", TaskId(HASH), b"[]", "0x" + "5e" * 16),),
    appeals=(AppealRow(TaskId(HASH), LABELER, 9, 1, KEY, SIGNATURE),),
)
FILES = record_files(EXAMPLE)
FIELDS = [
    (name, field)
    for name, data in FILES.items()
    for field in parse_canonical(data.rstrip(b"\n"))  # each file of the example has one row
]


def row_with(name: str, change: dict[str, Json]) -> dict[str, bytes]:
    """Return the example's files with fields of the one row of a file changed."""
    row = parse_canonical(FILES[name].rstrip(b"\n"))
    end = b"\n" if name.endswith(".jsonl") else b""
    return FILES | {name: canonical_json(row | change) + end}


@pytest.mark.parametrize("name", [name for name in FILES if name != "appeals.jsonl"])
def test_a_record_with_a_missing_file_is_refused(name: str) -> None:
    with pytest.raises(ProtocolError):
        parse_record({other: data for other, data in FILES.items() if other != name})


def test_a_record_with_another_file_or_another_order_is_refused() -> None:
    with pytest.raises(ProtocolError, match="unknown"):
        parse_record(FILES | {"notes.txt": b""})
    with pytest.raises(ProtocolError, match="order"):
        parse_record(dict(reversed(FILES.items())))


def test_without_a_prediction_a_record_has_no_files_of_them() -> None:
    without = replace(EXAMPLE, predictions=(), predicted=(), appeals=())
    files = record_files(without)
    lacking = {"predictions.jsonl", "predicted.jsonl", "appeals.jsonl"}
    assert files.keys() == FILES.keys() - lacking
    assert parse_record(files) == without
    with pytest.raises(ProtocolError, match="without a row"):
        parse_record(files | {"predictions.jsonl": b"", "predicted.jsonl": b""})


def test_without_an_appeal_a_record_has_no_file_of_them() -> None:
    without = replace(EXAMPLE, appeals=())
    files = record_files(without)
    assert files.keys() == FILES.keys() - {"appeals.jsonl"}
    assert parse_record(files) == without
    with pytest.raises(ProtocolError, match="without a row"):
        parse_record(files | {"appeals.jsonl": b""})


@pytest.mark.parametrize("name", ["", " bert", "bert 2", "bért", "-bert", "b" * 101, "bert\n"])
def test_a_name_that_no_model_can_have_is_refused(name: str) -> None:
    with pytest.raises(ProtocolError, match="model"):
        parse_record(row_with("predictions.jsonl", {"model": name}))


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_a_field_of_another_type_or_range_is_refused(name: str, field: str) -> None:
    if field in ("answer", "model"):
        return
    values: tuple[Json, ...] = (None, -1, 0.5, 1.5, "", "0x", [None], {}, [HASH[:-1]])
    for value in values:
        with pytest.raises(ProtocolError):
            parse_record(row_with(name, {field: value}))


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_a_missing_or_an_unknown_field_is_refused(name: str, field: str) -> None:
    with pytest.raises(ProtocolError):
        parse_record(row_with(name, {field + "_": 1}))
    row = parse_canonical(FILES[name].rstrip(b"\n"))
    del row[field]
    end = b"\n" if name.endswith(".jsonl") else b""
    with pytest.raises(ProtocolError):
        parse_record(FILES | {name: canonical_json(row) + end})


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".jsonl")])
def test_other_line_ends_are_refused(name: str) -> None:
    row = FILES[name]
    for data in (row[:-1], row + b"\n", b"\n" + row, row[:-1] + b"\r\n", b"\n", row + b" \n"):
        with pytest.raises(ProtocolError):
            parse_record(FILES | {name: data})


def test_answer_rows_that_the_root_does_not_cover_are_refused() -> None:
    two = replace(EXAMPLE, answers=(ANSWER, replace(ANSWER, sequence=2)))
    for answers in ((), two.answers, (replace(ANSWER, increment=6),)):
        with pytest.raises(ProtocolError, match="rows_root"):
            parse_record(record_files(replace(EXAMPLE, answers=answers)))


def test_a_refused_row_is_named() -> None:
    wrong = FILES["credits.jsonl"] + b'{"amount":0}\n'
    with pytest.raises(ProtocolError, match=r"credits\.jsonl line 2"):
        parse_record(FILES | {"credits.jsonl": wrong})


@given(records(), st.data())
def test_any_mutated_byte_is_refused_or_means_something_else(
    record: Record, data: st.DataObject
) -> None:
    files = record_files(record)
    name = data.draw(st.sampled_from([name for name in files if files[name]]))
    mutated = bytearray(files[name])
    place = data.draw(st.integers(0, len(mutated) - 1))
    mutated[place : place + data.draw(st.integers(0, 2))] = data.draw(st.binary(max_size=2))
    try:
        found = parse_record(files | {name: bytes(mutated)})
    except ProtocolError:
        return
    assert (found == record) == (mutated == files[name])
    assert record_files(found)[name] == mutated


@given(st.sampled_from(FIELDS), JSON)
def test_any_mutated_field_is_refused_or_means_something_else(
    place: tuple[str, str], value: Json
) -> None:
    name, field = place
    files = row_with(name, {field: value})
    try:
        found = parse_record(files)
    except ProtocolError:
        return
    assert (found == EXAMPLE) == (files == FILES)
    assert record_files(found) == files


@given(st.dictionaries(st.sampled_from(sorted(FILES)), st.binary(max_size=60)))
def test_garbage_is_no_record(files: dict[str, bytes]) -> None:
    for found in (files, FILES | files):
        try:
            record = parse_record(found)
        except ProtocolError:
            continue
        assert record_files(record) == found


@given(records())
def test_parse_record_undoes_record_files(record: Record) -> None:
    files = record_files(record)
    assert parse_record(files) == record
    assert record_files(parse_record(files)) == files


@given(records())
def test_each_answer_row_is_proved_by_its_line(record: Record) -> None:
    lines = record_files(record)["answers.jsonl"].split(b"\n")[:-1]
    leaves = [leaf_of(line) for line in lines]
    root = bytes_of(record.header.rows_root, 32)
    for index, leaf in enumerate(leaves):
        check_proof(leaf, proof_of(leaves, index), root)
