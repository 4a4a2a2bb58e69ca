"""How a record is spelled: one file for each kind of row, one canonical JSON row a line.

Order is fixed, so a record has one spelling and one hash.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from labelfield.protocol.appeal_rows import appeal_json, parse_appeal
from labelfield.protocol.canonical import Json, canonical_json, exact_json, parse_canonical
from labelfield.protocol.errors import MalformedMessage, NotCanonical
from labelfield.protocol.fields import exact_object, integer, items
from labelfield.protocol.hashes import bytes_of, hex_of
from labelfield.protocol.ids import (
    Address,
    Hash32,
    ProjectNumber,
    parse_address,
    parse_hash32,
    parse_task_id,
)
from labelfield.protocol.merkle import leaf_of, root_of
from labelfield.protocol.prediction_rows import (
    parse_predicted,
    parse_prediction,
    predicted_json,
    prediction_json,
)
from labelfield.protocol.record import (
    AnswerRow,
    ContentRow,
    GoldRow,
    Record,
    RecordHeader,
    SessionRow,
    SignatureRow,
)
from labelfield.protocol.record_lines import RowReader
from labelfield.protocol.settlement_rows import (
    closing_json,
    credit_json,
    parse_closing,
    parse_credit,
    parse_settlement,
    settlement_json,
)

RECORD_VERSION = 2
Row = TypeVar("Row")


def rows_root(answers: Iterable[AnswerRow]) -> Hash32:
    """Return the Merkle root over answer rows, in their order."""
    return _root_of_lines(map(_answer_json, answers))


def record_files(record: Record) -> dict[str, bytes]:
    """Return the files of a record's bundle by name, in the order in which it holds them.

    Those of predictions are there only where one of them has a row, that of appeals only where it
    has one.
    """
    files = {
        "header.json": _header_json(record.header),
        "sessions.jsonl": _lines(record.sessions, _session_json),
        "answers.jsonl": _lines(record.answers, _answer_json),
        "signatures.jsonl": _lines(record.signatures, _signature_json),
        "closings.jsonl": _lines(record.closings, closing_json),
        "contents.jsonl": _lines(record.contents, _content_json),
        "settlements.jsonl": _lines(record.settlements, settlement_json),
        "gold.jsonl": _lines(record.gold, _gold_json),
        "credits.jsonl": _lines(record.credits, credit_json),
    }
    if record.predictions or record.predicted:
        files["predictions.jsonl"] = _lines(record.predictions, prediction_json)
        files["predicted.jsonl"] = _lines(record.predicted, predicted_json)
    if record.appeals:
        files[_FILE_OF_APPEALS] = _lines(record.appeals, appeal_json)
    return files


def parse_record(files: Mapping[str, bytes]) -> Record:
    """Return the record that `files` spell; raise ProtocolError for anything else."""
    quick = RowReader()
    record = replace(
        parse_frame(files),
        sessions=_rows(files, "sessions.jsonl", _parse_session),
        answers=_rows(files, "answers.jsonl", _parse_answer, quick.answer),
        signatures=_rows(files, "signatures.jsonl", _parse_signature, quick.signature),
        contents=_rows(files, "contents.jsonl", _parse_content, quick.content),
    )
    if _root_of_lines(files["answers.jsonl"].split(b"\n")[:-1]) != record.header.rows_root:
        raise MalformedMessage("record: rows_root does not fit the answer rows")
    return record


def parse_frame(files: Mapping[str, bytes]) -> Record:
    """Return a record without the rows of `FILES_BY_LABELER`, which somebody else reads.

    Neither those rows' spelling nor `rows_root` is checked.
    """
    _check_names(files)
    return Record(
        header=_parse_header(files["header.json"]),
        sessions=(),
        answers=(),
        signatures=(),
        closings=_rows(files, "closings.jsonl", parse_closing),
        contents=(),
        settlements=_rows(files, "settlements.jsonl", parse_settlement),
        gold=_rows(files, "gold.jsonl", _parse_gold),
        credits=_rows(files, "credits.jsonl", parse_credit),
        predictions=_rows(files, "predictions.jsonl", parse_prediction),
        predicted=_rows(files, "predicted.jsonl", parse_predicted),
        appeals=_rows(files, _FILE_OF_APPEALS, parse_appeal),
    )


def parse_sessions(lines: bytes) -> tuple[SessionRow, ...]:
    """Return the sessions that lines of `sessions.jsonl` spell."""
    return _rows({"sessions.jsonl": lines}, "sessions.jsonl", _parse_session)


def parse_signatures(lines: bytes) -> tuple[SignatureRow, ...]:
    """Return the signatures that lines of `signatures.jsonl` spell."""
    files = {"signatures.jsonl": lines}
    return _rows(files, "signatures.jsonl", _parse_signature, RowReader().signature)


def rows_of_labeler(files: Mapping[str, bytes], labeler: Address) -> Record:
    """Return a record of the rows that are one labeler's, without anybody else's.

    Other rows are not looked at: neither their spelling nor `rows_root` is checked.
    """
    _check_names(files)
    needle = b'"labeler":"%b"' % labeler.encode()
    own = {name: _lines_with(data, needle) for name, data in files.items()}
    quick = RowReader()
    return Record(
        header=_parse_header(files["header.json"]),
        sessions=_rows(own, "sessions.jsonl", _parse_session),
        answers=_rows(own, "answers.jsonl", _parse_answer, quick.answer),
        signatures=_rows(own, "signatures.jsonl", _parse_signature, quick.signature),
        closings=(),
        contents=_rows(own, "contents.jsonl", _parse_content, quick.content),
        settlements=(),
        gold=(),
        credits=_rows(own, "credits.jsonl", parse_credit),
        appeals=_rows(own, _FILE_OF_APPEALS, parse_appeal),
    )


_FILES = (
    "header.json",
    "sessions.jsonl",
    "answers.jsonl",
    "signatures.jsonl",
    "closings.jsonl",
    "contents.jsonl",
    "settlements.jsonl",
    "gold.jsonl",
    "credits.jsonl",
)
FILES_BY_LABELER = ("sessions.jsonl", "answers.jsonl", "signatures.jsonl", "contents.jsonl")
"""Files whose rows ascend by labeler: nearly all that a record weighs."""
_FILES_OF_MODELS = ("predictions.jsonl", "predicted.jsonl")
_FILE_OF_APPEALS = "appeals.jsonl"


def _check_names(files: Mapping[str, bytes]) -> None:
    """Raise unless the files are a record's in their order; those that may lack must have rows."""
    models = any(name in files for name in _FILES_OF_MODELS)
    names = (
        *_FILES,
        *(_FILES_OF_MODELS if models else ()),
        *((_FILE_OF_APPEALS,) if _FILE_OF_APPEALS in files else ()),
    )
    fields = exact_object(dict.fromkeys(files, ""), names, "record")
    if list(fields) != list(names):
        raise MalformedMessage(f"record: files stand in the order {list(fields)}")
    if models and not any(files[name] for name in _FILES_OF_MODELS):
        raise MalformedMessage("record: files of predictions without a row")
    if not files.get(_FILE_OF_APPEALS, b"row"):
        raise MalformedMessage("record: a file of appeals without a row")


def _lines_with(data: bytes, needle: bytes) -> bytes:
    """Return the lines that hold some bytes; inside a text quotes are escaped, so keys alone do."""
    found, place = [], data.find(needle)
    while place >= 0:
        end = data.find(b"\n", place)
        end = len(data) if end < 0 else end + 1
        found.append(data[data.rfind(b"\n", 0, place) + 1 : end])
        place = data.find(needle, end)
    return b"".join(found)


def _root_of_lines(lines: Iterable[bytes]) -> Hash32:
    return Hash32(hex_of(root_of([leaf_of(line) for line in lines])))


def _lines(rows: Iterable[Row], encode: Callable[[Row], bytes]) -> bytes:
    return b"".join(encode(row) + b"\n" for row in rows)


def _nothing(_: bytes) -> None:
    return None


def _rows(
    files: Mapping[str, bytes],
    name: str,
    parse: Callable[[Json], Row],
    quick: Callable[[bytes], Row | None] = _nothing,
) -> tuple[Row, ...]:
    """Return a file's rows; `quick` reads the lines that it can."""
    data = files.get(name, b"")
    if data and not data.endswith(b"\n"):
        raise NotCanonical(f"{name}: the last line has no end")
    rows = []
    for number, line in enumerate(data.split(b"\n")[:-1], start=1):
        try:
            row = quick(line)
            rows.append(parse(parse_canonical(line)) if row is None else row)
        except (MalformedMessage, NotCanonical) as error:
            raise type(error)(f"{name} line {number}: {error}") from error
    return tuple(rows)


def _header_json(header: RecordHeader) -> bytes:
    return exact_json(
        {
            "chain_id": header.chain_id,
            "checkpoint": header.checkpoint,
            "fee": header.fee,
            "pool": header.pool,
            "previous": header.previous,
            "project": header.project,
            "rows_root": header.rows_root,
            "version": RECORD_VERSION,
        }
    )


def _parse_header(data: bytes) -> RecordHeader:
    names = "chain_id checkpoint fee pool previous project rows_root version"
    fields = exact_object(parse_canonical(data), names.split(), "header")
    integer(fields, "version", RECORD_VERSION, RECORD_VERSION)
    return RecordHeader(
        chain_id=integer(fields, "chain_id", 1),
        pool=parse_address(fields["pool"]),
        project=ProjectNumber(integer(fields, "project", 1, 2**32 - 1)),
        checkpoint=integer(fields, "checkpoint", 1),
        previous=parse_hash32(fields["previous"]),
        fee=integer(fields, "fee"),
        rows_root=parse_hash32(fields["rows_root"]),
    )


def _session_json(row: SessionRow) -> bytes:
    return exact_json(
        {
            "key": row.key,
            "labeler": row.labeler,
            "signature": row.signature,
            "valid_until_s": row.valid_until_s,
        }
    )


def _parse_session(value: Json) -> SessionRow:
    fields = exact_object(value, ("key", "labeler", "signature", "valid_until_s"), "session")
    return SessionRow(
        labeler=parse_address(fields["labeler"]),
        key=parse_address(fields["key"]),
        valid_until_s=integer(fields, "valid_until_s"),
        signature=_signature(fields),
    )


def _answer_json(row: AnswerRow) -> bytes:
    return exact_json(
        {
            "answer_hash": row.answer_hash,
            "increment": row.increment,
            "labeler": row.labeler,
            "owed": row.owed,
            "position": row.position,
            "receipt_number": row.receipt_number,
            "sequence": row.sequence,
            "settle_by_s": row.settle_by_s,
            "settlement": row.settlement,
            "task": row.task,
            "time_s": row.time_s,
        }
    )


def _parse_answer(value: Json) -> AnswerRow:
    names = (
        "answer_hash increment labeler owed position receipt_number sequence settle_by_s "
        "settlement task time_s"
    )
    fields = exact_object(value, names.split(), "answer")
    return AnswerRow(
        labeler=parse_address(fields["labeler"]),
        sequence=integer(fields, "sequence", 1, 2**32 - 1),
        task=parse_task_id(fields["task"]),
        position=integer(fields, "position", 1, 2**16 - 1),
        answer_hash=parse_hash32(fields["answer_hash"]),
        time_s=integer(fields, "time_s"),
        settlement=integer(fields, "settlement"),
        increment=integer(fields, "increment"),
        receipt_number=integer(fields, "receipt_number", 1),
        owed=integer(fields, "owed"),
        settle_by_s=integer(fields, "settle_by_s"),
    )


def _signature_json(row: SignatureRow) -> bytes:
    return exact_json(
        {
            "key": row.key,
            "labeler": row.labeler,
            "sequence": row.sequence,
            "signature": row.signature,
        }
    )


def _parse_signature(value: Json) -> SignatureRow:
    fields = exact_object(value, ("key", "labeler", "sequence", "signature"), "signature")
    return SignatureRow(
        labeler=parse_address(fields["labeler"]),
        sequence=integer(fields, "sequence", 1, 2**32 - 1),
        key=parse_address(fields["key"]),
        signature=_signature(fields),
    )


def _content_json(row: ContentRow) -> bytes:
    return canonical_json(
        {
            "answer": parse_canonical(row.answer_json),
            "labeler": row.labeler,
            "salt": row.salt,
            "sequence": row.sequence,
        }
    )


def _parse_content(value: Json) -> ContentRow:
    fields = exact_object(value, ("answer", "labeler", "salt", "sequence"), "content")
    return ContentRow(
        labeler=parse_address(fields["labeler"]),
        sequence=integer(fields, "sequence", 1, 2**32 - 1),
        answer_json=canonical_json(fields["answer"]),
        salt=hex_of(bytes_of(fields["salt"], 16)),
    )


def _gold_json(row: GoldRow) -> bytes:
    return canonical_json(
        {
            "answer": parse_canonical(row.answer_json),
            "proof": list(row.proof),
            "salt": row.salt,
            "task": row.task,
        }
    )


def _parse_gold(value: Json) -> GoldRow:
    fields = exact_object(value, ("answer", "proof", "salt", "task"), "gold")
    return GoldRow(
        task=parse_task_id(fields["task"]),
        answer_json=canonical_json(fields["answer"]),
        salt=parse_hash32(fields["salt"]),
        proof=tuple(parse_hash32(item) for item in items(fields, "proof")),
    )


def _signature(fields: Mapping[str, Json]) -> str:
    return hex_of(bytes_of(fields["signature"], 65))
