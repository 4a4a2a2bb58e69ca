"""Tables that are written: the same rows, the same bytes."""

import csv
import io
from dataclasses import dataclass

NUMBERS = frozenset(("answers", "confidence", "rate", "score", "skill", "weight"))
"""Columns of numbers, for formats that tell them from text."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text under names."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def table_bytes(table: Table, suffix: str) -> bytes:
    """Return the table as Parquet for `.parquet`, else as CSV with a line feed after every line."""
    if suffix.lower() == ".parquet":
        from labelfield.formats.parquet_rows import parquet_bytes

        return parquet_bytes(table.header, table.rows, NUMBERS)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.header)
    writer.writerows(table.rows)
    return text.getvalue().encode()
