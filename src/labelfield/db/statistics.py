"""Reading what a requester watches: closed answers, a project's pace, its tasks page by page."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, case, func, select

from labelfield.db.tables import (
    AnyRow,
    answers,
    checkpoints,
    gold,
    memberships,
    projects,
    tasks,
)
from labelfield.protocol.ids import Address, TaskId

_GOLD_OF_TASK = and_(gold.c.project_id == tasks.c.project_id, gold.c.task == tasks.c.task)

_TASK_OF_ANSWER = and_(tasks.c.project_id == answers.c.project_id, tasks.c.task == answers.c.task)

_TASK = select(
    tasks.c.task,
    tasks.c.task_json,
    tasks.c.answers,
    tasks.c.closing,
    tasks.c.checkpoint,
    gold.c.answer_json.label("gold_json"),
).select_from(tasks.outerjoin(gold, _GOLD_OF_TASK))


@dataclass(frozen=True, slots=True)
class Pace:
    """When a project's answers came."""

    first_s: int
    last_s: int
    lately: int
    """Answers since `since_s`."""


def projects_of(connection: Connection, requester: Address | None) -> Sequence[AnyRow]:
    """Return a requester's projects that are on chain, or everybody's; newest first."""
    found = select(projects).where(projects.c.number.is_not(None))
    if requester is not None:
        found = found.where(projects.c.requester == requester)
    return connection.execute(found.order_by(projects.c.number.desc())).all()


def pace(connection: Connection, project_id: int, since_s: int) -> Pace | None:
    """Return when a project's answers came; None before the first."""
    late = func.count(case((answers.c.time_s >= since_s, 1)))
    first_s, last_s, lately = connection.execute(
        select(func.min(answers.c.time_s), func.max(answers.c.time_s), late).where(
            answers.c.project_id == project_id
        )
    ).one()
    return None if first_s is None else Pace(int(first_s), int(last_s), int(lately))


def answers_by_slot(
    connection: Connection, project_id: int, first_s: int, slot_s: int
) -> dict[int, int]:
    """Return how many answers came by slot of time."""
    slot = (answers.c.time_s - first_s) // slot_s
    rows = connection.execute(
        select(slot, func.count()).where(answers.c.project_id == project_id).group_by(slot)
    )
    return {int(found): int(count) for found, count in rows}


def last_checkpoint_s(connection: Connection, project_id: int) -> int:
    """Return when a project's last checkpoint was made; 0 before the first."""
    newest = select(func.max(checkpoints.c.prepared_s))
    found = connection.scalar(newest.where(checkpoints.c.project_id == project_id))
    return int(found or 0)


def debits_by_slot(
    connection: Connection, project_id: int, first_s: int, slot_s: int
) -> dict[int, int]:
    """Return what checkpoints took, fees included, by slot of time."""
    slot = (checkpoints.c.prepared_s - first_s) // slot_s
    rows = connection.execute(
        select(slot, func.sum(checkpoints.c.credited + checkpoints.c.fee))
        .where(checkpoints.c.project_id == project_id)
        .group_by(slot)
    )
    return {int(found): int(debit) for found, debit in rows}


def closings_by_slot(
    connection: Connection, project_id: int, first_s: int, slot_s: int
) -> dict[int, int]:
    """Return how many closed tasks got their last answer in each slot of time."""
    last = (
        select(func.max(answers.c.time_s).label("last_s"))
        .join(
            tasks, and_(tasks.c.project_id == answers.c.project_id, tasks.c.task == answers.c.task)
        )
        .where(answers.c.project_id == project_id, tasks.c.closing.is_not(None))
        .group_by(answers.c.task)
        .subquery()
    )
    slot = (last.c.last_s - first_s) // slot_s
    rows = connection.execute(select(slot, func.count()).group_by(slot))
    return {int(found): int(count) for found, count in rows}


def answers_lately(connection: Connection, since_s: int) -> int:
    """Return how many answers came to all projects since a time."""
    statement = select(func.count()).select_from(answers).where(answers.c.time_s >= since_s)
    return int(connection.execute(statement).scalar_one())


def gold_totals(connection: Connection) -> tuple[int, int]:
    """Return how many answers gold got in all projects, and how many were right, as settled."""
    given, matching = connection.execute(
        select(
            func.coalesce(func.sum(memberships.c.gold_answers), 0),
            func.coalesce(func.sum(memberships.c.gold_right), 0),
        )
    ).one()
    return int(given), int(matching)


def count_tasks(connection: Connection, project_id: int, closed: bool | None) -> int:
    """Return how many tasks a project has, all or of one state."""
    statement = select(func.count()).select_from(tasks).where(_of_state(project_id, closed))
    return int(connection.execute(statement).scalar_one())


def open_answers_left(connection: Connection, project_id: int, maximum: int) -> int:
    """Return how many answers open tasks can still get."""
    statement = select(func.coalesce(func.sum(maximum - tasks.c.answers), 0)).where(
        tasks.c.project_id == project_id, tasks.c.closing.is_(None)
    )
    return int(connection.execute(statement).scalar_one())


def tasks_in_order(
    connection: Connection, project_id: int, closed: bool | None, offset: int, limit: int
) -> Sequence[AnyRow]:
    """Return tasks in the requester's order."""
    statement = _TASK.where(_of_state(project_id, closed)).order_by(tasks.c.ordinal)
    return connection.execute(statement.offset(offset).limit(limit)).all()


def newest_closed_tasks(
    connection: Connection, project_id: int, offset: int, limit: int
) -> Sequence[AnyRow]:
    """Return closed tasks, the last closed first."""
    statement = _TASK.where(_of_state(project_id, closed=True))
    ordered = statement.order_by(tasks.c.closing.desc(), tasks.c.ordinal)
    return connection.execute(ordered.offset(offset).limit(limit)).all()


def tasks_named(
    connection: Connection, project_id: int, names: Collection[TaskId]
) -> dict[TaskId, AnyRow]:
    """Return tasks by their names."""
    statement = _TASK.where(tasks.c.project_id == project_id, tasks.c.task.in_(list(names)))
    return {row.task: row for row in connection.execute(statement)}


def votes_on(connection: Connection, project_id: int, task: TaskId) -> Sequence[AnyRow]:
    """Return the answers to one task, by position."""
    return connection.execute(
        select(answers)
        .where(answers.c.project_id == project_id, answers.c.task == task)
        .order_by(answers.c.position)
    ).all()


def _of_state(project_id: int, closed: bool | None) -> ColumnElement[bool]:
    """Whether a task is the project's, and open or closed where that is asked."""
    mine = tasks.c.project_id == project_id
    if closed is None:
        return mine
    return mine & (tasks.c.closing.is_not(None) if closed else tasks.c.closing.is_(None))
