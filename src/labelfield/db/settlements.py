"""Closings, settlements, standings, final labels."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, and_, bindparam, func, insert, select, update

from labelfield.db.tables import AnyRow, answers, labels, memberships, projects, settlements, tasks
from labelfield.settle.settlement import LabelerSettlement, TaskSettlement


def closed_answers(connection: Connection, project_id: int, settlement: int) -> Sequence[AnyRow]:
    """Return (task, labeler, label) of every answer to tasks closed by `settlement`."""
    of_task = and_(tasks.c.project_id == answers.c.project_id, tasks.c.task == answers.c.task)
    return connection.execute(
        select(answers.c.task, answers.c.labeler, answers.c.label)
        .join(tasks, of_task)
        .where(answers.c.project_id == project_id, tasks.c.closing <= settlement)
    ).all()


def open_answers(connection: Connection, project_id: int, minimum: int) -> Sequence[AnyRow]:
    """Return (task, labeler, label) of open tasks with at least `minimum` answers, by task."""
    of_task = and_(tasks.c.project_id == answers.c.project_id, tasks.c.task == answers.c.task)
    return connection.execute(
        select(answers.c.task, answers.c.labeler, answers.c.label)
        .join(tasks, of_task)
        .where(
            answers.c.project_id == project_id,
            tasks.c.closing.is_(None),
            tasks.c.answers >= minimum,
        )
        .order_by(answers.c.task, answers.c.labeler)
    ).all()


def has_new_closings(connection: Connection, project_id: int, settlement: int) -> bool:
    """Tell whether tasks wait for settlement number `settlement`."""
    statement = select(func.count()).where(
        tasks.c.project_id == project_id, tasks.c.closing == settlement
    )
    return bool(connection.execute(statement).scalar_one())


def close_tasks(
    connection: Connection, project_id: int, chosen: Sequence[str], settlement: int
) -> None:
    """Close the chosen tasks; settlement number `settlement` is the first to count them."""
    for task in chosen:
        connection.execute(
            update(tasks)
            .where(tasks.c.project_id == project_id, tasks.c.task == task)
            .values(closing=settlement)
        )
    connection.execute(
        update(projects)
        .where(projects.c.id == project_id)
        .values(closed_tasks=projects.c.closed_tasks + len(chosen))
    )


def close_all_tasks(connection: Connection, project_id: int, settlement: int) -> None:
    """Close every open task."""
    closed = connection.execute(
        update(tasks)
        .where(tasks.c.project_id == project_id, tasks.c.closing.is_(None))
        .values(closing=settlement)
    )
    connection.execute(
        update(projects)
        .where(projects.c.id == project_id)
        .values(closed_tasks=projects.c.closed_tasks + closed.rowcount)
    )


def insert_settlement(connection: Connection, project_id: int, row: Mapping[str, object]) -> None:
    """Store a settlement by its number and hashes."""
    connection.execute(insert(settlements), [{"project_id": project_id, **row}])
    changes: dict[str, object] = {"settlements": row["number"]}
    if row["final"]:
        changes["final_settlement"] = row["number"]
    connection.execute(update(projects).where(projects.c.id == project_id).values(changes))


def insert_labels(connection: Connection, project_id: int, found: Sequence[TaskSettlement]) -> None:
    """Store the labels of the final settlement."""
    rows = [
        {
            "project_id": project_id,
            "task": task.task,
            "label": task.label,
            "confidence_q16": task.confidence_q16,
            "answers": task.answers,
        }
        for task in found
    ]
    if rows:
        connection.execute(insert(labels), rows)


def set_standings(
    connection: Connection, project_id: int, found: Sequence[LabelerSettlement]
) -> None:
    """Note what a settlement found of everybody, apart from what they are owed."""
    rows = [
        {
            "p_labeler": labeler.labeler,
            "earned": labeler.earned,
            "rate32": labeler.rate32,
            "score_q16": labeler.score_q16,
            "closed_answers": labeler.closed_answers,
        }
        for labeler in found
    ]
    if rows:
        statement = update(memberships).where(
            memberships.c.project_id == project_id,
            memberships.c.labeler == bindparam("p_labeler"),
        )
        connection.execute(statement, rows)


def label_rows(connection: Connection, project_id: int) -> Sequence[AnyRow]:
    """Return the labels of the final settlement."""
    return connection.execute(select(labels).where(labels.c.project_id == project_id)).all()
