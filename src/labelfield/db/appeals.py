"""Appeals: which closed tasks get more answers, and what came of them.

Most projects have none, so what asks for them on the way of every answer finds an empty range of
the table's key.
"""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, or_, select, update

from labelfield.db.tables import (
    AnyRow,
    answers,
    appeals,
    leases,
    memberships,
    projects,
    skips,
    tasks,
)
from labelfield.protocol.ids import Address, TaskId

_OF_TASK = and_(appeals.c.project_id == tasks.c.project_id, appeals.c.task == tasks.c.task)


def _is_of(project_id: int, task: TaskId) -> ColumnElement[bool]:
    return and_(appeals.c.project_id == project_id, appeals.c.task == task)


def is_asked() -> ColumnElement[bool]:
    """Return, as SQL, whether a task of the statement gets answers because of an appeal."""
    asked = select(appeals.c.task).where(_OF_TASK, appeals.c.closing.is_(None))
    return asked.correlate(tasks).exists()


def comes_after(settlement: int | None) -> ColumnElement[bool]:
    """Return, as SQL, whether an answer was given after an appeal and is not counted by then.

    Where no settlement is named, whether it was given after an appeal at all.
    """
    later = (
        appeals.c.project_id == answers.c.project_id,
        appeals.c.task == answers.c.task,
        answers.c.position > appeals.c.before,
    )
    counted = () if settlement is None else (_not_by(settlement),)
    return select(appeals.c.task).where(*later, *counted).correlate(answers).exists()


def _not_by(settlement: int) -> ColumnElement[bool]:
    return or_(appeals.c.closing.is_(None), appeals.c.closing > settlement)


def insert_appeal(connection: Connection, row: Mapping[str, object]) -> None:
    """Store an appeal, and take its task from whoever held it when it closed."""
    connection.execute(insert(appeals), [dict(row)])
    connection.execute(
        delete(leases).where(leases.c.project_id == row["project_id"], leases.c.task == row["task"])
    )


def get_appeal(connection: Connection, project_id: int, task: TaskId) -> AnyRow | None:
    """Return the appeal of a task."""
    return connection.execute(select(appeals).where(_is_of(project_id, task))).first()


def appeals_to(
    connection: Connection, project_id: int, chosen: Collection[TaskId]
) -> dict[TaskId, AnyRow]:
    """Return the appeals of the chosen tasks."""
    rows = connection.execute(
        select(appeals).where(appeals.c.project_id == project_id, appeals.c.task.in_(chosen))
    )
    return {row.task: row for row in rows}


def count_appeals(connection: Connection, project_id: int, labeler: Address | None = None) -> int:
    """Return how many appeals a project has had, of one labeler or of all."""
    statement = select(func.count()).where(appeals.c.project_id == project_id)
    if labeler is not None:
        statement = statement.where(appeals.c.labeler == labeler)
    return int(connection.execute(statement).scalar_one())


def asked_tasks(connection: Connection, project_id: int, labeler: Address) -> Sequence[AnyRow]:
    """Return (task, answers, before, leases) of tasks that others are asked of.

    Without those that the labeler answered, holds or gave back, and those taken down.
    """
    out = (
        select(func.count())
        .where(leases.c.project_id == appeals.c.project_id, leases.c.task == appeals.c.task)
        .correlate(appeals)
        .scalar_subquery()
    )
    theirs = [
        select(table.c.task)
        .where(
            table.c.project_id == appeals.c.project_id,
            table.c.task == appeals.c.task,
            table.c.labeler == labeler,
        )
        .correlate(appeals)
        .exists()
        for table in (answers, leases, skips)
    ]
    return connection.execute(
        select(appeals.c.task, appeals.c.before, tasks.c.answers, out.label("leases"))
        .join(tasks, _OF_TASK)
        .where(
            appeals.c.project_id == project_id,
            appeals.c.closing.is_(None),
            ~tasks.c.withheld,
            *(~has for has in theirs),
        )
        .order_by(appeals.c.task)
    ).all()


def set_closings(connection: Connection, project_id: int, closed: Mapping[TaskId, int]) -> None:
    """Note the settlements that first count what appeals asked for."""
    for task, settlement in closed.items():
        connection.execute(
            update(appeals).where(_is_of(project_id, task)).values(closing=settlement)
        )


def close_all(connection: Connection, project_id: int, settlement: int) -> None:
    """Ask nobody any more: the final settlement counts what there is."""
    connection.execute(
        update(appeals)
        .where(appeals.c.project_id == project_id, appeals.c.closing.is_(None))
        .values(closing=settlement)
    )


def has_new_closings(connection: Connection, project_id: int, settlement: int) -> bool:
    """Tell whether answers that appeals asked for wait for settlement number `settlement`."""
    statement = select(func.count()).where(
        appeals.c.project_id == project_id, appeals.c.closing == settlement
    )
    return bool(connection.execute(statement).scalar_one())


def asked_now(connection: Connection, project_id: int) -> AnyRow:
    """Return (tasks, since_s): how many appeals await answers, and when the newest was accepted.

    `since_s` is None where none does.
    """
    statement = select(
        func.count().label("tasks"), func.max(appeals.c.accepted_s).label("since_s")
    ).where(appeals.c.project_id == project_id, appeals.c.closing.is_(None))
    return connection.execute(statement).one()


def set_window(
    connection: Connection, project_id: int, appealable: bool, until_s: int | None = None
) -> None:
    """Note whether somebody may appeal now that all tasks are closed, and until when."""
    connection.execute(
        update(projects)
        .where(projects.c.id == project_id)
        .values(appealable=appealable, appeals_until_s=until_s)
    )


def awaited_answers(connection: Connection, project_id: int, maximum: int, more: int) -> int:
    """Return how many answers open tasks and appeals may still take: to `maximum`, `more` each."""
    left = func.coalesce(func.sum(maximum - tasks.c.answers), 0)
    still_open = select(left).where(tasks.c.project_id == project_id, tasks.c.closing.is_(None))
    asked = select(
        func.coalesce(func.sum(appeals.c.before + more - tasks.c.answers), 0)
    ).select_from(appeals.join(tasks, _OF_TASK))
    asked = asked.where(appeals.c.project_id == project_id, appeals.c.closing.is_(None))
    return sum(int(connection.execute(each).scalar_one()) for each in (still_open, asked))


def may_be_asked(connection: Connection, project_id: int, task: TaskId) -> int:
    """Return how many members may be handed a task after an appeal: as `asks` says, of others."""
    answered = (
        select(answers.c.task)
        .where(
            answers.c.project_id == memberships.c.project_id,
            answers.c.labeler == memberships.c.labeler,
            answers.c.task == task,
        )
        .correlate(memberships)
        .exists()
    )
    statement = select(func.count()).where(
        memberships.c.project_id == project_id,
        memberships.c.rate32 > 0,
        memberships.c.alike == 0,
        ~answered,
    )
    return int(connection.execute(statement).scalar_one())


def newly_counted(connection: Connection, project_id: int, settlement: int) -> Sequence[AnyRow]:
    """Return task, labeler and the labeler's answers, rate before, of appeals decided by it."""
    of_labeler = and_(
        memberships.c.project_id == appeals.c.project_id,
        memberships.c.labeler == appeals.c.labeler,
    )
    return connection.execute(
        select(
            appeals.c.task, appeals.c.labeler, memberships.c.closed_answers, memberships.c.rate32
        )
        .join(memberships, of_labeler)
        .where(appeals.c.project_id == project_id, appeals.c.closing == settlement)
    ).all()


def set_outcome(
    connection: Connection, project_id: int, task: TaskId, agreed: bool, gained: int
) -> None:
    """Note what an appeal came to."""
    connection.execute(
        update(appeals).where(_is_of(project_id, task)).values(agreed=agreed, gained=gained)
    )
