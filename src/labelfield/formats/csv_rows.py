"""Rows of CSV or Parquet by column name, each with its line, or a refusal that says where."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from labelfield.formats.errors import (
    BadCell,
    MissingColumn,
    NotCsv,
    NotUtf8,
    RaggedRow,
    UnreadableFile,
)

PARQUET_MARK = b"PAR1"

BLANK = " \t"

NOT_A_VALUE = ("nan", "#n/a", "<na>")


@dataclass(frozen=True, slots=True)
class Row:
    """The asked-for cells of one row, in the order they were asked for."""

    line: int
    cells: tuple[str, ...]
    """Without surrounding blanks; an optional column that the file lacks is empty."""


def read_file(path: Path) -> bytes:
    """Return the file's bytes; raise UnreadableFile with the reason."""
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnreadableFile(str(path), f"cannot be read: {reason}") from error


def parse_rows(
    data: bytes,
    name: str,
    required: Sequence[str],
    optional: Sequence[str] = (),
    blank: Sequence[str] = (),
) -> Iterator[Row]:
    """Yield each row's required cells, none of them empty or NaN, then its optional ones.

    Columns in `blank` must be there, but their cells may be empty. Parquet is read too; its first
    row is line 2, as in CSV.
    """
    lines = table_lines(data, name)
    header = [cell.strip(BLANK) for cell in next(lines, (1, list[str]()))[1]]
    places = [_place(header, column, name) for column in required]
    extras = [header.index(column) if column in header else None for column in optional]
    for line, cells in lines:
        if len(cells) != len(header):
            raise RaggedRow(name, line, len(cells), len(header))
        values = [cells[place].strip(BLANK) for place in places]
        for column, value in zip(required, values, strict=True):
            if value or column not in blank:
                check_value(value, name, line, column)
        values += ["" if place is None else cells[place].strip(BLANK) for place in extras]
        yield Row(line, tuple(values))


def table_lines(data: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the header, then each row that is not blank, with their lines; CSV or Parquet."""
    if not data.startswith(PARQUET_MARK):
        return csv_cells(io.StringIO(_decode(data, name), newline=""), name)
    from labelfield.formats.parquet_rows import parquet_lines

    return parquet_lines(data, name)


def _decode(data: bytes, name: str) -> str:
    """The text without a byte order mark."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise NotUtf8(name, line, error.object[error.start]) from error


def csv_cells(lines: Iterable[str], name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each row that is not blank, with the line on which it begins."""
    reader = csv.reader(lines, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise NotCsv(name, line, str(error)) from error
        if cells:
            yield line, cells


def _place(header: list[str], column: str, name: str) -> int:
    """Where in the header the column stands, exactly once."""
    if header.count(column) == 1:
        return header.index(column)
    if column in header:
        raise MissingColumn(name, column, header, "keep the name for one column only")
    if len(header) == 1 and (mark := next((mark for mark in ";\t|" if mark in header[0]), "")):
        raise MissingColumn(name, column, header, f"separate cells by commas, not by {mark!r}")
    raise MissingColumn(name, column, header, f"name a column {column!r}")


def check_value(value: str, name: str, line: int, column: str) -> None:
    """Raise unless the cell says something."""
    if not value:
        raise BadCell(name, line, column, "the cell is empty; fill it or delete the row")
    if value.lower() in NOT_A_VALUE:
        raise BadCell(name, line, column, f"{value} is no value; fill it or delete the row")
