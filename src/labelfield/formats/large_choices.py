"""Choices of a Parquet file too large for rows of text: columns of numbers, a group at a time.

What comes out is what `crowd_csv` and `crowd_numbers` make of the same rows: the same order of
names, the same rows left out. Names are kept once; an answer takes nine bytes.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from labelfield.formats.crowd_csv import moment_of
from labelfield.formats.csv_rows import BLANK, NOT_A_VALUE, check_value
from labelfield.formats.errors import BadCell, MissingColumn, NotParquet, TooLittle
from labelfield.quality.crowd import MAXIMUM_CLASSES, Int32s, Int64s
from labelfield.quality.duplicates import GivenAnswer, single_answers
from labelfield.quality.kernels import by_task

LARGE_FROM = 1 << 20
"""Rows of a Parquet file from which its choices are read this way."""

COLUMNS = ("task", "worker", "label")

_ROWS_AT_ONCE = 1 << 20

_DIGITS = 20
"""Digits of a number in a name by which names are ordered."""


@dataclass(frozen=True, slots=True, eq=False)
class NumberedAnswers:
    """At most one answer a task and worker, in the order of tasks and workers."""

    name: str
    """The file's, for messages."""

    named: pa.Array
    """All tasks of the file, also those whose every answer was left out."""

    tasks: pa.Array
    """Names in natural order; so the next two."""

    workers: pa.Array
    classes: pa.Array

    task: Int32s
    """(N,)"""

    worker: Int32s
    """(N,)"""

    label: Int32s
    """(N,)"""

    left_out: dict[str, int]
    """How many rows, by reason: equal, later, undecided."""


def shape_of(path: Path) -> tuple[int, list[str]]:
    """Return a Parquet file's rows and columns; nothing for what is no Parquet file."""
    try:
        metadata = pq.read_metadata(path)
    except (pa.ArrowException, OSError):
        return 0, []
    return int(metadata.num_rows), list(metadata.schema.to_arrow_schema().names)


def read_large(path: Path, stage: Callable[[str], None]) -> NumberedAnswers:
    """Return a Parquet file's answers by number; `stage` is told which column is read."""
    try:
        file = pq.ParquetFile(path)
        _check_columns(file, str(path))
        names, rows = [], []
        for column in COLUMNS:
            stage(column)
            found, numbers = _numbered(file, column, str(path))
            names.append(found)
            rows.append(numbers)
    except (pa.ArrowException, OSError) as error:
        raise NotParquet(str(path), " ".join(str(error).split())[:200]) from error
    if len(names[2]) > MAXIMUM_CLASSES:
        reason = f"{len(names[2])} different labels: at most {MAXIMUM_CLASSES} are scored"
        raise TooLittle(str(path), f"{reason}; merge rare ones, or name another column label")
    answers = _single(path, names, rows)
    if len(answers.task) == 0:
        reason = "every worker's answers contradict each other; add a column seq or timestamp"
        raise TooLittle(str(path), reason)
    return answers


def named_among(answers: NumberedAnswers, names: list[str]) -> frozenset[str]:
    """Return those of some names that are tasks of the file."""
    found = pc.index_in(pa.array(names, pa.string()), value_set=answers.named).to_pylist()
    return frozenset(name for name, place in zip(names, found, strict=True) if place is not None)


def _check_columns(file: pq.ParquetFile, name: str) -> None:
    """Raise unless the file has the three columns."""
    found = list(file.schema_arrow.names)
    for column in COLUMNS:
        if column not in found:
            raise MissingColumn(name, column, found, f"name the column with each row's {column}")


def _numbered(file: pq.ParquetFile, column: str, name: str) -> tuple[pa.Array, Int32s]:
    """The names of a column in natural order, and the number of each row's name."""
    parts = list(_texts(file, column, name))
    whole = pa.chunked_array([part.dictionary_encode() for part in parts], _DICTIONARY)
    del parts
    whole = whole.unify_dictionaries()
    if whole.num_chunks == 0:
        return pa.array([], pa.string()), np.zeros(0, np.int32)
    names = whole.chunk(0).dictionary
    numbers = np.concatenate([chunk.indices.to_numpy() for chunk in whole.chunks])
    order = natural_order(names)
    place = np.empty(len(order), np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    return names.take(pa.array(order)), place[numbers]


_DICTIONARY = pa.dictionary(pa.int32(), pa.string())


def _texts(file: pq.ParquetFile, column: str, name: str) -> Iterator[pa.Array]:
    """A column as text, some rows at a time; without blanks around, none empty or NaN."""
    kind = file.schema_arrow.field(column).type
    plain = kind.value_type if pa.types.is_dictionary(kind) else kind
    if not (pa.types.is_string(plain) or pa.types.is_large_string(plain) or _is_whole(plain)):
        reason = f"holds {plain}; write it as text or whole numbers"
        raise BadCell(name, 1, column, reason)
    line = 2
    for batch in file.iter_batches(_ROWS_AT_ONCE, columns=[column]):
        text = pc.utf8_trim(batch.column(0).cast(plain).cast(pa.string()), characters=BLANK)
        _check_values(text, name, line, column)
        yield text
        line += len(text)


def _is_whole(kind: pa.DataType) -> bool:
    """Whether a column holds whole numbers."""
    return bool(pa.types.is_integer(kind))


def _check_values(text: pa.Array, name: str, line: int, column: str) -> None:
    """Raise where a cell says nothing, as `csv_rows.parse_rows` does."""
    said = pc.fill_null(text, "")
    bad = pc.is_in(pc.utf8_lower(said), pa.array(["", *NOT_A_VALUE]))
    if (first := pc.index(bad, True).as_py()) >= 0:
        check_value(said[first].as_py(), name, line + first, column)


def natural_order(names: pa.Array) -> Int64s:
    """(n,) places of names in natural order (t2 before t10), numbers by their last 20 digits.

    Digits are padded behind a sign that sorts before all others, so that text compares as keys do.
    """
    padded = pc.replace_substring_regex(names, "([0-9]+)", "\x00" + "0" * _DIGITS + r"\1")
    key = pc.replace_substring_regex(padded, f"[0-9]*([0-9]{{{_DIGITS}}})", r"\1")
    table = pa.table({"key": key, "name": names})
    order = pc.sort_indices(table, [("key", "ascending"), ("name", "ascending")])
    places: Int64s = order.to_numpy().astype(np.int64)
    return places


def _single(path: Path, names: Sequence[pa.Array], rows: Sequence[Int32s]) -> NumberedAnswers:
    """One answer a task and worker; of contradicting ones by `seq`, else `timestamp`."""
    order = _by(rows[0], len(names[0]), _by(rows[1], len(names[1]), None))
    task, worker, label = (column[order] for column in rows)
    again = np.zeros(len(order), np.bool_)
    again[1:] = (task[1:] == task[:-1]) & (worker[1:] == worker[:-1])
    left_out, keep = {"equal": 0, "later": 0, "undecided": 0}, ~again
    if again.any():
        repeated = again.copy()
        repeated[:-1] |= again[1:]
        pair = task[repeated].astype(np.int64) * len(names[1]) + worker[repeated]
        left_out, verdicts = _judge(path, order[repeated], pair, label[repeated])
        places = np.flatnonzero(repeated & keep)
        label[places] = verdicts
        keep[places[verdicts < 0]] = False
    used = [
        _used(*each) for each in zip(names, (task[keep], worker[keep], label[keep]), strict=True)
    ]
    (tasks, task), (workers, worker), (classes, label) = used
    return NumberedAnswers(
        str(path), names[0], tasks, workers, classes, task, worker, label, left_out
    )


def _by(key: Int32s, count: int, order: Int32s | None) -> Int32s:
    """(N,) rows in the order of their keys; equal keys as in `order`."""
    start = np.concatenate(([0], np.cumsum(np.bincount(key, minlength=count))))[:-1]
    found = np.empty(len(key), np.int32)
    by_task(key if order is None else key[order], start, found)
    return found if order is None else order[found]


def _used(names: pa.Array, numbers: Int32s) -> tuple[pa.Array, Int32s]:
    """The names that stand for a number, and the numbers without gaps."""
    used = np.bincount(numbers, minlength=len(names)) > 0
    if used.all():
        return names, numbers
    place = (np.cumsum(used) - 1).astype(np.int32)
    return names.filter(pa.array(used)), place[numbers]


def _judge(path: Path, rows: Int32s, pair: Int64s, label: Int32s) -> tuple[dict[str, int], Int32s]:
    """What is left out of repeated answers; each pair's label, −1 where none can be told."""
    cells = zip(pair.tolist(), label.tolist(), _moments(path, rows), strict=True)
    single = single_answers(
        GivenAnswer(str(which), "", str(said), moment_of(moment)) for which, said, moment in cells
    )
    found = [int(single.labels.get((str(which), ""), -1)) for which in np.unique(pair).tolist()]
    left_out = {"equal": single.equal, "later": single.later, "undecided": single.undecided}
    return left_out, np.array(found, np.int32)


def _moments(path: Path, rows: Int32s) -> list[str]:
    """When some rows were given: their `seq`, else their `timestamp`, else nothing."""
    file = pq.ParquetFile(path)
    columns = [name for name in ("seq", "timestamp") if name in file.schema_arrow.names]
    found = [""] * len(rows)
    for column in reversed(columns):
        whole = pa.chunked_array(
            [batch.column(0) for batch in file.iter_batches(_ROWS_AT_ONCE, columns=[column])]
        )
        for place, cell in enumerate(whole.take(pa.array(rows)).to_pylist()):
            text = "" if cell is None else str(cell).strip()
            found[place] = text or found[place]
    return found
