"""Crowd answers and gold as CSV: columns task, worker, label, as crowd-kit made standard."""

from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from labelfield.formats.csv_rows import Row, parse_rows
from labelfield.formats.errors import BadCell, TooLittle
from labelfield.quality.duplicates import GivenAnswer, Moment, SingleAnswers, single_answers

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_LONGEST_MOMENT = 40


@dataclass(frozen=True, slots=True)
class CrowdAnswers:
    """What an answers file says: every task it names, and one label a task and worker."""

    name: str
    """The file's, for messages."""

    rows: int
    tasks: frozenset[str]
    """All tasks of the file, also those whose every answer was left out."""

    single: SingleAnswers


def parse_answers(data: bytes, name: str) -> CrowdAnswers:
    """Return the answers of a CSV file; `seq`, else `timestamp`, settles contradicting ones."""
    rows = parse_rows(data, name, ("task", "worker", "label"), ("seq", "timestamp"))
    given = [_given(row) for row in rows]
    if not given:
        raise TooLittle(name, "no answers; give one row for each, under task,worker,label")
    tasks = frozenset(row.task for row in given)
    return CrowdAnswers(name, len(given), tasks, single_answers(given))


def parse_gold(data: bytes, name: str, answers: CrowdAnswers) -> dict[str, str]:
    """Return the known label of each task; refuse tasks that nobody was asked."""
    return parse_known(data, name, answers.name, lambda _: answers.tasks)


def parse_known(
    data: bytes, name: str, answers_name: str, asked: Callable[[list[str]], Container[str]]
) -> dict[str, str]:
    """Return the known label of each task; `asked` tells which of some tasks anybody was asked."""
    rows = list(parse_rows(data, name, ("task", "label")))
    tasks = asked([row.cells[0] for row in rows])
    gold: dict[str, str] = {}
    for row in rows:
        task, label = row.cells
        if task not in tasks:
            reason = f"{task!r:.80} is in no row of {answers_name}; delete the row"
            raise BadCell(name, row.line, "task", reason)
        if gold.setdefault(task, label) != label:
            reason = f"{label!r:.80} here, {gold[task]!r:.80} on another line; keep one"
            raise BadCell(name, row.line, "label", reason)
    if not gold:
        raise TooLittle(name, "no gold; give one row for each known task, under task,label")
    return gold


def _given(row: Row) -> GivenAnswer:
    """The row as an answer."""
    task, worker, label, sequence, timestamp = row.cells
    return GivenAnswer(task, worker, label, moment_of(sequence or timestamp))


def moment_of(text: str) -> Moment | None:
    """A number or an ISO 8601 time (UTC unless it says otherwise); nothing for other text."""
    if not text or len(text) > _LONGEST_MOMENT:
        return None
    number = _number(text)
    return ("number", number) if number is not None else _time(text)


def _number(text: str) -> Fraction | None:
    """A finite decimal number of a sensible size."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) > _LONGEST_MOMENT:
        return None
    return Fraction(number)


def _time(text: str) -> Moment | None:
    """Microseconds since 1970."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    elapsed = (time if time.tzinfo else time.replace(tzinfo=UTC)) - _EPOCH
    seconds = elapsed.days * 86_400 + elapsed.seconds
    return "time", Fraction(seconds * 1_000_000 + elapsed.microseconds)
