"""Answers of any type from a table: one value a task and worker, whatever the rows' order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from labelfield.formats.answer_columns import COLUMNS, NoInside
from labelfield.formats.crowd_csv import CrowdAnswers, moment_of
from labelfield.formats.csv_rows import Row, parse_rows
from labelfield.formats.errors import BadCell, TooLittle
from labelfield.quality.agreement import Given
from labelfield.quality.answer_errors import RefusedAnswer
from labelfield.quality.duplicates import GivenAnswer, Moment, SingleAnswers, single_answers


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows and regions that do not count."""

    equal: int
    """Answers that repeat their worker's."""

    later: int
    """Answers that contradict an earlier one of their worker."""

    undecided: int
    """Answers that contradict another of their worker, and none is the earliest."""

    flat: int
    """Boxes and polygons without area."""


@dataclass(frozen=True, slots=True)
class TypedAnswers:
    """What an answers file says."""

    kind: str
    """A name in `ANSWER_TYPES`."""

    name: str
    """The file's, for messages."""

    tasks: frozenset[str]
    """All tasks of the file, also those whose every answer was left out."""

    answers: tuple[Given[Any], ...]
    left_out: LeftOut


@dataclass(frozen=True, slots=True)
class Timed:
    """One whole answer as it was given."""

    task: str
    worker: str
    value: Any
    moment: Moment | None


def read_typed(data: bytes, name: str, kind: str) -> TypedAnswers:
    """Return the answers of a table; `seq`, else `timestamp`, settles contradicting ones."""
    columns = COLUMNS[kind]
    rows = parse_rows(
        data,
        name,
        ("task", "worker", *columns.needed),
        ("seq", "timestamp", *columns.optional),
        columns.needed if columns.blank else (),
    )
    last = 2 + len(columns.needed)
    joined: dict[tuple[str, str], list[Any]] = {}
    timed: list[Timed] = []
    flat = 0
    for row in rows:
        task, worker = row.cells[:2]
        sequence, timestamp, *labels = row.cells[last:]
        try:
            piece = _piece(kind, name, row, (*row.cells[2:last], *labels))
        except NoInside:
            flat += 1
            piece = None
        if columns.join:
            joined.setdefault((task, worker), []).extend([] if piece is None else [piece])
        else:
            timed.append(Timed(task, worker, piece, moment_of(sequence or timestamp)))
    if columns.join:
        timed = [Timed(*key, columns.join(pieces), None) for key, pieces in joined.items()]
    return single_typed(kind, name, timed, flat)


def read_typed_gold(data: bytes, name: str, answers: TypedAnswers) -> dict[str, Any]:
    """Return the known answer of each task; refuse tasks that nobody was asked."""
    columns = COLUMNS[answers.kind]
    pieces: dict[str, list[Any]] = {}
    blank = columns.needed if columns.blank else ()
    for row in parse_rows(data, name, ("task", *columns.needed), columns.optional, blank):
        task = row.cells[0]
        if task not in answers.tasks:
            reason = f"{task!r:.80} is in no row of {answers.name}; delete the row"
            raise BadCell(name, row.line, "task", reason)
        try:
            piece = _piece(answers.kind, name, row, row.cells[1:])
        except NoInside:
            piece = None
        known = pieces.setdefault(task, [])
        if not columns.join and known and known[0] != piece:
            reason = "another line has another answer to this task; keep one"
            raise BadCell(name, row.line, columns.needed[-1], reason)
        known.extend([] if columns.join and piece is None else [piece])
    if not pieces:
        raise TooLittle(name, "no gold; give one row for each known task")
    join = columns.join
    return {task: join(known) if join else known[0] for task, known in pieces.items()}


def single_typed(kind: str, name: str, given: Iterable[Timed], flat: int) -> TypedAnswers:
    """Return one answer a task and worker; refuse a file without any."""
    values: dict[str, Any] = {}
    rows = []
    for each in given:
        spelled = repr(each.value)
        values[spelled] = each.value
        rows.append(GivenAnswer(each.task, each.worker, spelled, each.moment))
    single = single_answers(rows)
    if not single.labels:
        reason = "no answers" if not rows else "every worker's answers contradict each other"
        fix = "give a row for each answer" if not rows else "add a column seq or timestamp"
        raise TooLittle(name, f"{reason}; {fix}")
    answers = tuple(
        Given(task, worker, values[spelled])
        for (task, worker), spelled in sorted(single.labels.items())
    )
    left_out = LeftOut(single.equal, single.later, single.undecided, flat)
    return TypedAnswers(kind, name, frozenset(row.task for row in rows), answers, left_out)


def choices_of(answers: TypedAnswers) -> CrowdAnswers:
    """Return answers that are choices as those of a table of choices."""
    labels = {(each.task, each.labeler): each.value for each in answers.answers}
    left = answers.left_out
    single = SingleAnswers(labels, left.equal, left.later, left.undecided)
    return CrowdAnswers(answers.name, len(labels), answers.tasks, single)


def values_by_task(answers: Iterable[Given[Any]]) -> Mapping[str, dict[str, Any]]:
    """Return each task's answers by labeler."""
    tasks: dict[str, dict[str, Any]] = {}
    for each in answers:
        tasks.setdefault(each.task, {})[each.labeler] = each.value
    return tasks


def _piece(kind: str, name: str, row: Row, cells: tuple[str, ...]) -> Any:
    """What a row says; raise BadCell where it cannot be."""
    columns = COLUMNS[kind]
    where = ", ".join(columns.needed)
    if any(cells[: len(columns.needed)]) and "" in cells[: len(columns.needed)]:
        raise BadCell(name, row.line, where, "a cell is empty; fill all of them or none")
    try:
        return columns.read(*cells)
    except RefusedAnswer as error:
        raise BadCell(name, row.line, where, f"{error}; correct or delete the row") from error
