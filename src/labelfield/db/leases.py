"""Leases: which labeler holds which task until when."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, and_, delete, exists, func, insert, select

from labelfield.db.tables import AnyRow, answers, gold, leases, reservations, skips, tasks
from labelfield.protocol.ids import Address, TaskId

MOST_CANDIDATES = 400


def held_leases(
    connection: Connection, project_id: int, labeler: Address, now_s: int
) -> Sequence[AnyRow]:
    """Return the labeler's leases that are still good, with their tasks."""
    return connection.execute(
        select(leases.c.task, leases.c.expires_s, tasks.c.task_json)
        .join(
            tasks,
            and_(tasks.c.project_id == leases.c.project_id, tasks.c.task == leases.c.task),
        )
        .where(
            leases.c.project_id == project_id,
            leases.c.labeler == labeler,
            leases.c.expires_s >= now_s,
            tasks.c.closing.is_(None),
        )
        .order_by(tasks.c.ordinal)
    ).all()


def get_lease(
    connection: Connection, project_id: int, task: TaskId, labeler: Address
) -> int | None:
    """Return when the labeler's lease on a task ends; None without one."""
    return connection.execute(
        select(leases.c.expires_s).where(
            leases.c.project_id == project_id,
            leases.c.task == task,
            leases.c.labeler == labeler,
        )
    ).scalar()


def candidates(
    connection: Connection, project_id: int, labeler: Address, reserved: bool
) -> Sequence[AnyRow]:
    """Return open tasks that this labeler may still be given: task, answers, leases, is_gold."""
    mine = (leases.c.project_id == project_id) & (leases.c.task == tasks.c.task)
    out = select(func.count()).where(mine).correlate(tasks).scalar_subquery()
    columns = (
        tasks.c.task,
        tasks.c.ordinal,
        tasks.c.answers,
        out.label("leases"),
        gold.c.task.is_not(None).label("is_gold"),
    )
    gold_of_task = and_(gold.c.project_id == tasks.c.project_id, gold.c.task == tasks.c.task)
    statement = (
        select(*columns)
        .select_from(tasks.outerjoin(gold, gold_of_task))
        .where(tasks.c.project_id == project_id, tasks.c.closing.is_(None))
        .where(*(~_has(table, project_id, labeler) for table in (answers, leases, skips)))
        .order_by(tasks.c.ordinal)
        .limit(MOST_CANDIDATES)
    )
    if reserved:
        statement = statement.where(_has(reservations, project_id, labeler))
    return connection.execute(statement).all()


def _has(table, project_id: int, labeler: Address):  # type: ignore[no-untyped-def]
    return exists().where(
        table.c.project_id == project_id,
        table.c.task == tasks.c.task,
        table.c.labeler == labeler,
    )


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
        connection.execute(insert(leases), rows)


def delete_lease(connection: Connection, project_id: int, task: TaskId, labeler: Address) -> None:
    """End a lease."""
    connection.execute(
        delete(leases).where(
            leases.c.project_id == project_id,
            leases.c.task == task,
            leases.c.labeler == labeler,
        )
    )


def delete_expired(connection: Connection, project_id: int, now_s: int) -> None:
    """End the leases whose time is over."""
    connection.execute(
        delete(leases).where(leases.c.project_id == project_id, leases.c.expires_s < now_s)
    )


def insert_skip(
    connection: Connection, project_id: int, task: TaskId, labeler: Address, reason: str
) -> None:
    """Note that a labeler does not want a task."""
    connection.execute(
        insert(skips)
        .prefix_with("OR IGNORE")
        .values(project_id=project_id, task=task, labeler=labeler, reason=reason)
    )


def gold_given(connection: Connection, project_id: int, labeler: Address) -> int:
    """Return how many gold tasks the labeler has answered or holds."""
    given = 0
    for table in (answers, leases):
        of_task = and_(table.c.project_id == gold.c.project_id, table.c.task == gold.c.task)
        statement = (
            select(func.count())
            .select_from(table.join(gold, of_task))
            .where(table.c.project_id == project_id, table.c.labeler == labeler)
        )
        given += int(connection.execute(statement).scalar_one())
    return given
