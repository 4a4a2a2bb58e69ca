"""Leases: which labeler holds which task until when.

The statements are built once: building one costs more than running it.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import add

from sqlalchemy import (
    BindParameter,
    Connection,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
)

from labelfield.db.appeals import is_asked
from labelfield.db.prepared import Prepared
from labelfield.db.tables import AnyRow, answers, gold, leases, skips, tasks
from labelfield.db.upsert import upsert
from labelfield.protocol.ids import Address, TaskId

_PROJECT: BindParameter[int] = bindparam("p_project")
_TASK: BindParameter[str] = bindparam("p_task")
_LABELER: BindParameter[str] = bindparam("p_labeler")
_NOW_S: BindParameter[int] = bindparam("p_now_s")


HELD = (
    select(leases.c.task, leases.c.expires_s, tasks.c.task_json)
    .join(tasks, and_(tasks.c.project_id == leases.c.project_id, tasks.c.task == leases.c.task))
    .where(
        leases.c.project_id == _PROJECT,
        leases.c.labeler == _LABELER,
        leases.c.expires_s >= _NOW_S,
        or_(tasks.c.closing.is_(None), is_asked()),
    )
    .order_by(tasks.c.ordinal)
)

_ONE = select(leases.c.expires_s).where(
    leases.c.project_id == _PROJECT, leases.c.task == _TASK, leases.c.labeler == _LABELER
)

_DELETE_ONE = delete(leases).where(
    leases.c.project_id == _PROJECT, leases.c.task == _TASK, leases.c.labeler == _LABELER
)

_DELETE_EXPIRED = Prepared(
    delete(leases).where(leases.c.project_id == _PROJECT, leases.c.expires_s < _NOW_S)
)

_INSERT = insert(leases)

_OF_LABELER = (
    (answers, and_(answers.c.labeler == _LABELER, answers.c.sequence > 0)),
    (leases, and_(leases.c.labeler == _LABELER, leases.c.expires_s > 0)),
)
"""What one labeler answered or holds. Sequence and time are above zero anyway: they show SQLite the
index that begins with the labeler; it would go through everybody's answers by another."""

GOLD_GIVEN = tuple(
    select(func.count())
    .select_from(
        table.join(gold, and_(table.c.project_id == gold.c.project_id, table.c.task == gold.c.task))
    )
    .where(table.c.project_id == _PROJECT, theirs)
    for table, theirs in _OF_LABELER
) + tuple(
    select(func.count())
    .select_from(
        table.join(
            tasks, and_(table.c.project_id == tasks.c.project_id, table.c.task == tasks.c.task)
        )
    )
    .where(table.c.project_id == _PROJECT, theirs, tasks.c.minted.is_not(None))
    for table, theirs in _OF_LABELER
)

_SELECT_HELD = Prepared(HELD)
_COUNT_GOLD = Prepared(select(reduce(add, (one.scalar_subquery() for one in GOLD_GIVEN))))


def held_leases(
    connection: Connection, project_id: int, labeler: Address, now_s: int
) -> Sequence[AnyRow]:
    """Return the labeler's leases that are still good, with their tasks."""
    place = {"p_project": project_id, "p_labeler": labeler, "p_now_s": now_s}
    return _SELECT_HELD.rows(connection, place)


def get_lease(
    connection: Connection, project_id: int, task: TaskId, labeler: Address
) -> int | None:
    """Return when the labeler's lease on a task ends; None without one."""
    place = {"p_project": project_id, "p_task": task, "p_labeler": labeler}
    return connection.execute(_ONE, place).scalar()


def insert_leases(
    connection: Connection,
    project_id: int,
    labeler: Address,
    chosen: Iterable[TaskId],
    expires_s: int,
) -> None:
    """Give tasks to a labeler until a time."""
    rows = [
        {"project_id": project_id, "task": task, "labeler": labeler, "expires_s": expires_s}
        for task in chosen
    ]
    if rows:
        connection.execute(_INSERT, rows)


def delete_lease(connection: Connection, project_id: int, task: TaskId, labeler: Address) -> None:
    """End a lease."""
    place = {"p_project": project_id, "p_task": task, "p_labeler": labeler}
    connection.execute(_DELETE_ONE, place)


def delete_expired(connection: Connection, project_id: int, now_s: int) -> None:
    """End the leases whose time is over."""
    _DELETE_EXPIRED.run(connection, {"p_project": project_id, "p_now_s": now_s})


def has_skipped(connection: Connection, project_id: int, task: TaskId, labeler: Address) -> bool:
    """Tell whether a labeler gave a task back for good."""
    statement = select(func.count()).where(
        skips.c.project_id == project_id, skips.c.task == task, skips.c.labeler == labeler
    )
    return bool(connection.execute(statement).scalar_one())


def insert_skip(
    connection: Connection, project_id: int, task: TaskId, labeler: Address, reason: str
) -> None:
    """Note that a labeler does not want a task."""
    connection.execute(
        upsert(connection, skips)
        .values(project_id=project_id, task=task, labeler=labeler, reason=reason)
        .on_conflict_do_nothing()
    )


def gold_given(connection: Connection, project_id: int, labeler: Address) -> int:
    """Return how many gold tasks the labeler has answered or holds."""
    place = {"p_project": project_id, "p_labeler": labeler}
    [(found,)] = _COUNT_GOLD.rows(connection, place)
    return int(found)
