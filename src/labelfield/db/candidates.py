"""Tasks that a labeler may be given: a few of many, found in bounded time.

Of a large project a few short stretches are looked at: the tasks nearest to closing, tasks from a
place that chance chooses, gold from another. Where tasks close as soon as they are sure, those
nearest to being judged take the first place, and beside them those of which settlements were least
sure. Only where these hold too few for the labeler, or the project is small, all open tasks are
gone through. The statements are built once.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    Subquery,
    Table,
    and_,
    bindparam,
    exists,
    func,
    select,
)

from labelfield.db.prepared import Prepared
from labelfield.db.tables import AnyRow, answers, gold, leases, reservations, skips, tasks
from labelfield.protocol.ids import Address, TaskId

MOST_CANDIDATES = 400
STRETCH = 100
"""Tasks of one stretch."""
FEW = 20
"""Fewer candidates than this, or than were asked for, and everything is looked at."""
MEMORY = 100
"""Of a labeler's last answers it is known with whom they share the tasks."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many answers a task may have."""

    maximum: int

    judged_from: int | None
    """Answers from which tasks close when they are sure; None while none do."""


_PROJECT: BindParameter[int] = bindparam("p_project")
_LABELER: BindParameter[str] = bindparam("p_labeler")
_MAXIMUM: BindParameter[int] = bindparam("p_maximum")
_MINIMUM: BindParameter[int] = bindparam("p_minimum")
_FROM: BindParameter[int] = bindparam("p_from")
_TASKS: BindParameter[Sequence[str]] = bindparam("p_tasks", expanding=True)
_SINCE: BindParameter[int] = bindparam("p_since")

_OPEN = and_(tasks.c.project_id == _PROJECT, tasks.c.closing.is_(None))
_GOLD_OF_TASK = and_(gold.c.project_id == tasks.c.project_id, gold.c.task == tasks.c.task)
_TASK_OF_RESERVATION = and_(
    tasks.c.project_id == reservations.c.project_id, tasks.c.task == reservations.c.task
)


def _has(table: Table, task: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether `table` joins this labeler with the task."""
    return exists().where(
        table.c.project_id == _PROJECT, table.c.task == task, table.c.labeler == _LABELER
    )


def _for_labeler(found: Subquery | Table) -> Select[Any]:
    """Return those of the found tasks that have room and are new to the labeler."""
    out = (
        select(func.count())
        .where(leases.c.project_id == _PROJECT, leases.c.task == found.c.task)
        .correlate(found)
        .scalar_subquery()
    )
    is_gold = exists().where(gold.c.project_id == _PROJECT, gold.c.task == found.c.task)
    return (
        select(
            *(found.c.task, found.c.answers, found.c.judged, found.c.sure_q16),
            *(out.label("leases"), (is_gold | found.c.minted.is_not(None)).label("is_gold")),
        )
        .where(~found.c.withheld, found.c.answers + out < _MAXIMUM)
        .where(*(~_has(table, found.c.task) for table in (answers, leases, skips)))
    )


def _stretch(statement: Select[Any]) -> Prepared:
    return Prepared(_for_labeler(statement.limit(STRETCH).subquery()))


_COLUMNS = select(
    *(tasks.c.task, tasks.c.answers, tasks.c.withheld),
    *(tasks.c.judged, tasks.c.sure_q16, tasks.c.minted),
)

_STARTED = _stretch(
    _COLUMNS.where(_OPEN, tasks.c.answers > 0).order_by(
        tasks.c.answers.desc(), tasks.c.ordinal.desc()
    )
)
_BEGUN = _stretch(
    _COLUMNS.where(_OPEN, tasks.c.answers > 0, tasks.c.answers < _MINIMUM).order_by(
        tasks.c.answers.desc(), tasks.c.ordinal.desc()
    )
)
_UNSURE = _stretch(
    _COLUMNS.where(_OPEN, tasks.c.answers >= _MINIMUM).order_by(
        tasks.c.answers, tasks.c.sure_q16, tasks.c.ordinal
    )
)
_FRESH = _stretch(_COLUMNS.where(_OPEN, tasks.c.ordinal >= _FROM).order_by(tasks.c.ordinal))
_GOLD = _stretch(
    _COLUMNS.select_from(gold.join(tasks, _GOLD_OF_TASK))
    .where(gold.c.project_id == _PROJECT, _OPEN, gold.c.task >= bindparam("p_gold_from"))
    .order_by(gold.c.task)
)
_MINTED = _stretch(
    _COLUMNS.where(_OPEN, tasks.c.minted.is_not(None)).order_by(tasks.c.answers, tasks.c.ordinal)
)
_ALL = _for_labeler(tasks).where(_OPEN).order_by(tasks.c.ordinal).limit(MOST_CANDIDATES)
_RESERVED = (
    _for_labeler(tasks)
    .select_from(reservations.join(tasks, _TASK_OF_RESERVATION))
    .where(reservations.c.project_id == _PROJECT, reservations.c.labeler == _LABELER, _OPEN)
    .order_by(tasks.c.ordinal)
    .limit(MOST_CANDIDATES)
)

VOTES = (
    select(answers.c.task, answers.c.labeler, answers.c.label)
    .where(answers.c.project_id == _PROJECT, answers.c.task.in_(_TASKS))
    .order_by(answers.c.task)
)

_mine, _theirs = answers.alias("mine"), answers.alias("theirs")
_MY_TASKS = select(_mine.c.task).where(
    _mine.c.project_id == _PROJECT, _mine.c.labeler == _LABELER, _mine.c.sequence > _SINCE
)
SHARED = select(_theirs.c.labeler).where(
    _theirs.c.project_id == _PROJECT,
    _theirs.c.task.in_(_MY_TASKS),
    _theirs.c.labeler != _LABELER,
)
"""Counted by us: to have them grouped SQLite would go through everybody's answers, which lie so."""


def some_candidates(
    connection: Connection,
    project_id: int,
    labeler: Address,
    bounds: Bounds,
    start: tuple[int, str],
    count: int,
) -> Sequence[AnyRow]:
    """Return tasks with room that this labeler may be given: what `reserved_candidates` does.

    `start` is the place of a task and a task's name, both drawn at random.
    """
    place = {
        "p_project": project_id,
        "p_labeler": labeler,
        "p_maximum": bounds.maximum,
        "p_from": start[0],
        "p_gold_from": start[1],
    }
    started = [(_STARTED, place)]
    if bounds.judged_from is not None:
        judged = place | {"p_minimum": bounds.judged_from}
        started = [(_BEGUN, judged), (_UNSURE, judged), (_MINTED, place)]
    found = {
        row.task: row
        for statement, where in (*started, (_FRESH, place), (_GOLD, place))
        for row in statement.rows(connection, where)
    }
    if len(found) >= max(FEW, count):
        return list(found.values())
    return connection.execute(_ALL, place).all()


def reserved_candidates(
    connection: Connection, project_id: int, labeler: Address, maximum: int
) -> Sequence[AnyRow]:
    """Return task, answers, judged, sure_q16, leases, is_gold of those reserved for a labeler."""
    place = {"p_project": project_id, "p_labeler": labeler, "p_maximum": maximum}
    return connection.execute(_RESERVED, place).all()


def votes_on(
    connection: Connection, project_id: int, names: Collection[TaskId]
) -> Iterable[AnyRow]:
    """Return (task, labeler, label) of the answers to these tasks, task by task."""
    return connection.execute(VOTES, {"p_project": project_id, "p_tasks": list(names)})


def shared_tasks(
    connection: Connection, project_id: int, labeler: Address, answered: int
) -> Mapping[str, int]:
    """Return with whom the labeler shares how many of their last answers' tasks."""
    since = max(answered - MEMORY, 0)
    place = {"p_project": project_id, "p_labeler": labeler, "p_since": since}
    return Counter(connection.execute(SHARED, place).scalars())
