"""Rows of CSV and JSONL files with their places: read one at a time, refused where they stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from labelfield.formats.csv_rows import csv_cells
from labelfield.formats.errors import (
    MissingColumn,
    NotJson,
    NotUtf8,
    Place,
    RaggedRow,
    TooLittle,
    UnreadableFile,
)
from labelfield.protocol.canonical import Json, parse_json
from labelfield.protocol.errors import NotCanonical


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file."""

    place: Place
    fields: dict[str, Json]


def read_rows(path: Path) -> Iterator[Row]:
    """Yield the rows of a CSV file (`.csv`) or of one with a JSON object a line (any other)."""
    return _csv_rows(path) if path.suffix.lower() == ".csv" else _jsonl_rows(path)


def parse_json_at(data: bytes, place: Place) -> Json:
    """Return the JSON value of `data`; raise NotJson naming the place."""
    try:
        return parse_json(data)
    except NotCanonical as error:
        raise NotJson(place, str(error), "write it as plain JSON in UTF-8") from error


def _jsonl_rows(path: Path) -> Iterator[Row]:
    name = str(path)
    for number, line in _lines(path):
        if not line.strip():
            continue
        place = Place(name, f"line {number}")
        value = parse_json_at(line.encode(), place)
        if not isinstance(value, dict):
            problem = "the line is not a JSON object"
            raise NotJson(place, problem, 'write one object a line, like {"text": "…"}')
        yield Row(place, value)


def _csv_rows(path: Path) -> Iterator[Row]:
    header: list[str] = []
    for line, cells in csv_cells((line for _, line in _lines(path)), str(path)):
        if not header:
            header = _checked_header(cells, path)
        elif len(cells) == len(header):
            yield Row(_line(path, line), dict(zip(header, cells, strict=True)))
        else:
            raise RaggedRow(str(path), line, len(cells), len(header))
    if not header:
        raise TooLittle(str(path), "the file is empty; begin it with a header line")


def _checked_header(cells: list[str], path: Path) -> list[str]:
    for place, name in enumerate(cells, start=1):
        if not name.strip():
            raise MissingColumn(str(path), str(place), cells, "give every column a name")
        if cells.count(name) > 1:
            raise MissingColumn(str(path), name, cells, "keep the name for one column only")
    return cells


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield numbered lines with their line ends, without a mark of UTF-8 before the first."""
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                yield number, _decoded(line.removeprefix(_mark(number)), path, number)
    except OSError as error:
        raise UnreadableFile(str(path), f"cannot be read: {error.strerror}") from error


def _mark(number: int) -> bytes:
    """The mark of UTF-8 that editors put before a file's first line."""
    return b"\xef\xbb\xbf" if number == 1 else b""


def _decoded(line: bytes, path: Path, number: int) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        raise NotUtf8(str(path), number, line[error.start]) from error


def _line(path: Path, number: int) -> Place:
    return Place(str(path), f"line {number}")
