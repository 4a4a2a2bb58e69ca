"""Parquet as rows of text, like those of a CSV file, and rows of text as Parquet."""

import io
import json
from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from labelfield.formats.errors import NotParquet

_ROWS_AT_ONCE = 65_536


def parquet_lines(data: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the column names as line 1, then each row; null is an empty cell, a list is JSON."""
    try:
        file = pq.ParquetFile(io.BytesIO(data))
        yield 1, list(file.schema_arrow.names)
        line = 1
        for batch in file.iter_batches(_ROWS_AT_ONCE):
            columns = [column.to_pylist() for column in batch.columns]
            for cells in zip(*columns, strict=True):
                line += 1
                yield line, [_text(cell) for cell in cells]
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise NotParquet(name, " ".join(str(error).split())[:200]) from error


def parquet_bytes(
    header: Sequence[str], rows: Sequence[Sequence[str]], numbers: frozenset[str]
) -> bytes:
    """Return the rows as Parquet; the columns in `numbers` as doubles, an empty cell as null."""
    columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in header]
    arrays = [
        pa.array([float(cell) if cell else None for cell in column], pa.float64())
        if name in numbers
        else pa.array(column, pa.string())
        for name, column in zip(header, columns, strict=True)
    ]
    sink = io.BytesIO()
    pq.write_table(pa.table(arrays, names=list(header)), sink)
    return sink.getvalue()


def _text(cell: Any) -> str:
    """A cell as CSV would have it."""
    if cell is None:
        return ""
    if isinstance(cell, (list, dict)):
        return json.dumps(cell, ensure_ascii=False, default=str)
    if isinstance(cell, bytes):
        return cell.decode()
    return str(cell)
