"""JSONL, CSV and Parquet: a row an item, with the consensus and every answer behind it."""

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from labelfield.formats.errors import CannotExport
from labelfield.formats.exports.items import Finished, Given, Item
from labelfield.labeling.config import LabelingConfig, is_one_choice

ROWS_PER_GROUP = 20_000
ROWS_AT_ONCE = 1_000
"""Held as Python's objects, which its garbage collector walks over again and again."""
_FIRST = ("key", "task_id", "label", "confidence", "answers")


def jsonl_lines(finished: Finished) -> Iterator[bytes]:
    """Yield a JSON object a line for each item."""
    for item in finished.items():
        yield json_bytes(item_json(item)) + b"\n"


def answer_lines(items: Iterable[Item]) -> Iterator[bytes]:
    """Yield a JSON object a line for each answer, for formats that have no place for them."""
    for item in items:
        for given in item.given:
            yield json_bytes({"key": item.key, "task_id": item.task_id} | given_json(given)) + b"\n"


def crowd_lines(finished: Finished) -> Iterator[bytes]:
    """Yield a header and a line for each answer, as `labelfield score` reads them."""
    if not is_one_choice(finished.config):
        raise CannotExport("answers-csv", "one question for one class")
    yield _csv_line(["task", "worker", "label", "sequence"])
    for item in finished.items():
        for given in item.given:
            yield _csv_line([item.key, given.labeler, given.label or "", str(given.sequence)])


def csv_lines(finished: Finished) -> Iterator[bytes]:
    """Yield a header and a line for each item; what is no text stands as JSON.

    A column `data.<field>` for each field; answers stand as JSON in `given`.
    """
    fields = sorted({field for item in finished.items() for field in item.data})
    yield _csv_line([*_FIRST, *(f"data.{field}" for field in fields), "result", "given"])
    for item in finished.items():
        row = item_json(item)
        shown = [_cell(item.data[field]) if field in item.data else "" for field in fields]
        first = [_cell(row[name]) for name in _FIRST]
        yield _csv_line([*first, *shown, _cell(item.result), _cell(row["given"])])


def write_parquet(finished: Finished, file: Path) -> None:
    """Write a Parquet file, a few thousand rows at a time.

    Fields that the config shows are columns of their own; `data` holds all of them as JSON.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    fields = text_fields(finished.config)
    with pq.ParquetWriter(file, _schema(fields), compression="zstd", compression_level=1) as writer:
        batches = _batches(finished.items(), fields)
        while group := list(islice(batches, ROWS_PER_GROUP // ROWS_AT_ONCE)):
            writer.write_table(pa.Table.from_batches(group), ROWS_PER_GROUP)


def item_json(item: Item) -> dict[str, Any]:
    """Return an item as JSON."""
    return {
        "key": item.key,
        "task_id": item.task_id,
        "data": item.data,
        "label": item.label,
        "confidence": float(item.confidence),
        "answers": len(item.given),
        "result": item.result,
        "given": [given_json(given) for given in item.given],
    }


def given_json(given: Given) -> dict[str, Any]:
    """Return one labeler's answer as JSON."""
    return {
        "labeler": given.labeler,
        "sequence": given.sequence,
        "label": given.label,
        "result": given.result,
        "receipt": given.receipt,
    }


def json_bytes(value: object) -> bytes:
    """Return compact JSON in UTF-8."""
    return orjson.dumps(value)


def text_fields(config: LabelingConfig) -> tuple[str, ...]:
    """Return the shown fields that hold one text or name one file."""
    plain = ("text", "hypertext", "image", "audio", "video")
    found = dict.fromkeys(shown.field for shown in config.objects if shown.kind in plain)
    return tuple(field for field in found if field not in (*_FIRST, "data", "result", "given"))


def _schema(fields: tuple[str, ...]) -> Any:
    import pyarrow as pa

    given = pa.struct(
        [("labeler", pa.string()), ("sequence", pa.int32()), ("label", pa.string()),
         ("result", pa.string()), ("receipt", pa.string())]
    )  # fmt: skip
    return pa.schema(
        [("key", pa.string()), ("task_id", pa.string()), ("label", pa.string()),
         ("confidence", pa.float64()), ("answers", pa.int32()),
         *((field, pa.string()) for field in fields),
         ("data", pa.string()), ("result", pa.string()), ("given", pa.list_(given))]
    )  # fmt: skip


def _batches(items: Iterator[Item], fields: tuple[str, ...]) -> Iterator[Any]:
    while rows := list(islice(items, ROWS_AT_ONCE)):
        yield _batch(rows, fields)


def _batch(items: list[Item], fields: tuple[str, ...]) -> Any:
    """Some items as Arrow columns; answers by their columns, which is quicker than by rows."""
    import pyarrow as pa

    schema = _schema(fields)
    given = [one for item in items for one in item.given]
    offsets = [0]
    for item in items:
        offsets.append(offsets[-1] + len(item.given))
    answers = pa.StructArray.from_arrays(
        [
            pa.array([one.labeler for one in given], pa.string()),
            pa.array([one.sequence for one in given], pa.int32()),
            pa.array([one.label for one in given], pa.string()),
            _json_column(one.result for one in given),
            pa.array([one.receipt for one in given], pa.string()),
        ],
        fields=list(schema.field("given").type.value_type),
    )
    columns = [
        pa.array([item.key for item in items], pa.string()),
        pa.array([item.task_id for item in items], pa.string()),
        pa.array([item.label for item in items], pa.string()),
        pa.array([float(item.confidence) for item in items], pa.float64()),
        pa.array([len(item.given) for item in items], pa.int32()),
        *(pa.array([_text(item.data.get(field)) for item in items]) for field in fields),
        _json_column(item.data for item in items),
        _json_column(item.result for item in items),
        pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), answers),
    ]
    return pa.record_batch(columns, schema=schema)


def _json_column(values: Iterable[object]) -> Any:
    """Values as JSON; its bytes are UTF-8 already, so none is decoded to be encoded again."""
    import pyarrow as pa

    return pa.array(list(map(orjson.dumps, values)), pa.binary()).view(pa.string())


def _json(value: object) -> str:
    return orjson.dumps(value).decode()


def _text(value: object) -> str:
    return value if isinstance(value, str) else _json(value)


def _csv_line(cells: list[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue().encode()


def _cell(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else _json(value)
