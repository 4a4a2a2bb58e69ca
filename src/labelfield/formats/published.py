"""The dataset as it lies in a project's bucket: one bundle of two JSONL files, written and read.

Same dataset, same bytes. The formats that requesters train on are in `exports`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from labelfield.formats.dataset import AnswerLine, Dataset, DatasetRow
from labelfield.formats.errors import MalformedDataset
from labelfield.protocol.canonical import Json, canonical_json, parse_canonical
from labelfield.protocol.errors import ProtocolError
from labelfield.protocol.fields import exact_object, integer, items, text
from labelfield.protocol.hashes import keccak_hex
from labelfield.protocol.ids import Address, Hash32, parse_task_id

DATASET_OBJECT = "dataset"
LABELS_FILE = "labels.jsonl"
ANSWERS_FILE = "answers.jsonl"

LONGEST_TEXT = 100_000


def pseudonym(manifest_hash: Hash32, labeler: Address) -> str:
    """Return a labeler's name in one project's dataset: another in every project."""
    return "labeler-" + keccak_hex(f"{manifest_hash}/{labeler}".encode())[2:14]


def confidence_text(confidence_q16: int) -> str:
    """Return a Q16 probability with four decimals, rounded down."""
    ten_thousandths = confidence_q16 * 10_000 // 65_536
    return f"{ten_thousandths // 10_000}.{ten_thousandths % 10_000:04d}"


def rows_to_jsonl(dataset: Dataset) -> Iterator[bytes]:
    """Yield a line of canonical JSON for each task."""
    for row in dataset.rows:
        fields: dict[str, Json] = {
            "answers": row.answers,
            "confidence": row.confidence,
            "data": row.data,
            "key": row.key,
            "label": row.label,
            "result": row.result,
            "task_id": row.task_id,
        }
        yield canonical_json(fields) + b"\n"


def answers_to_jsonl(dataset: Dataset) -> Iterator[bytes]:
    """Yield a line of canonical JSON for each answer."""
    for line in dataset.ordered_answers():
        fields: dict[str, Json] = {
            "key": line.key,
            "label": line.label,
            "labeler": line.labeler,
            "result": line.result,
            "sequence": line.sequence,
        }
        yield canonical_json(fields) + b"\n"


def parse_published(labels: bytes, answers: bytes) -> Dataset:
    """Return the dataset that the two files spell; raise MalformedDataset for anything else."""
    rows = tuple(_row(*line) for line in _lines(labels, LABELS_FILE))
    lines = tuple(_answer(*line) for line in _lines(answers, ANSWERS_FILE))
    return Dataset(rows, lines)


def _lines(data: bytes, name: str) -> list[tuple[Json, str]]:
    found: list[tuple[Json, str]] = []
    for number, line in enumerate(data.split(b"\n")[:-1], start=1):
        where = f"{name} line {number}"
        try:
            found.append((parse_canonical(line), where))
        except ProtocolError as error:
            raise MalformedDataset(where, str(error)) from error
    return found


def _row(value: Json, where: str) -> DatasetRow:
    names = ("answers", "confidence", "data", "key", "label", "result", "task_id")
    try:
        fields: Any = exact_object(value, names, "row")
        if not isinstance(fields["data"], dict):
            raise MalformedDataset(where, "data is no object")
        return DatasetRow(
            key=text(fields, "key", LONGEST_TEXT),
            task_id=parse_task_id(fields["task_id"]),
            data=fields["data"],
            label=_label(fields),
            confidence=text(fields, "confidence", 6),
            answers=integer(fields, "answers"),
            result=items(fields, "result"),
        )
    except ProtocolError as error:
        raise MalformedDataset(where, str(error)) from error


def _answer(value: Json, where: str) -> AnswerLine:
    try:
        fields = exact_object(value, ("key", "label", "labeler", "result", "sequence"), "answer")
        return AnswerLine(
            key=text(fields, "key", LONGEST_TEXT),
            labeler=text(fields, "labeler", LONGEST_TEXT),
            label=_label(fields),
            result=items(fields, "result"),
            sequence=integer(fields, "sequence", 1),
        )
    except ProtocolError as error:
        raise MalformedDataset(where, str(error)) from error


def _label(fields: Mapping[str, Json]) -> str | None:
    return None if fields["label"] is None else text(fields, "label", LONGEST_TEXT)
