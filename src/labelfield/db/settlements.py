"""Closings, settlements, standings, final labels."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlalchemy import Connection, bindparam, func, insert, select, update

from labelfield.db import appeals as appeals_db
from labelfield.db.prepared import Prepared, as_rows, rows_of
from labelfield.db.projects import NO_CLASS
from labelfield.db.tables import AnyRow, answers, labels, memberships, projects, settlements, tasks
from labelfield.protocol.ids import TaskId
from labelfield.settle.judgment import Judgment
from labelfield.settle.settlement import LabelerSettlement, Settlement

TASKS_AT_ONCE = 500
ANSWERS_AT_ONCE = 500
"""Fewer than Python makes before it looks for garbage: of more, it goes through each again."""

_STANDINGS = (
    "earned", "rate32", "score_q16", "closed_answers", "gold_answers", "gold_right", "alike"
)  # fmt: skip
_FOUND = rows_of("p_rows", memberships, ["project_id", "labeler", *_STANDINGS])
_SET_STANDINGS = Prepared(
    update(memberships)
    .where(
        memberships.c.project_id == _FOUND.c.project_id,
        memberships.c.labeler == _FOUND.c.labeler,
    )
    .values({name: _FOUND.c[name] for name in _STANDINGS})
)

_ANSWERS_TO = (
    select(answers.c.task, answers.c.labeler, answers.c.label, answers.c.stored)
    .where(
        answers.c.project_id == bindparam("p_project"),
        answers.c.task.in_(bindparam("p_tasks", expanding=True)),
    )
    .order_by(answers.c.task, answers.c.labeler)
)


def closed_tasks(connection: Connection, project_id: int, settlement: int) -> Sequence[TaskId]:
    """Return the tasks that `settlement` counts."""
    closed = select(tasks.c.task).where(
        tasks.c.project_id == project_id, tasks.c.closing <= settlement
    )
    return connection.execute(closed).scalars().all()


def answers_by(
    connection: Connection, project_id: int, settlement: int
) -> Iterator[Sequence[AnyRow]]:
    """Return (task, labeler, label, stored) of every answer, a part after another.

    Without those for which an appeal asked, unless they closed too by the settlement. Of a large
    project they are too many to be held all at once as rows.
    """
    given = select(answers.c.task, answers.c.labeler, answers.c.label, answers.c.stored).where(
        answers.c.project_id == project_id
    )
    if appeals_db.count_appeals(connection, project_id):
        given = given.where(~appeals_db.comes_after(settlement))
    found = connection.execute(given, execution_options={"yield_per": ANSWERS_AT_ONCE})
    return found.partitions()


def open_tasks(connection: Connection, project_id: int, minimum: int) -> Sequence[AnyRow]:
    """Return (task, answers, judged, minted) of open tasks of at least `minimum` answers."""
    return connection.execute(
        select(tasks.c.task, tasks.c.answers, tasks.c.judged, tasks.c.minted)
        .where(
            tasks.c.project_id == project_id,
            tasks.c.closing.is_(None),
            tasks.c.answers >= minimum,
        )
        .order_by(tasks.c.task)
    ).all()


def answers_to(
    connection: Connection, project_id: int, chosen: Collection[str]
) -> Sequence[AnyRow]:
    """Return (task, labeler, label, stored) of the answers to the chosen tasks, by task."""
    ordered = sorted(chosen)
    found: list[AnyRow] = []
    for start in range(0, len(ordered), TASKS_AT_ONCE):
        found += connection.execute(
            _ANSWERS_TO,
            {"p_project": project_id, "p_tasks": ordered[start : start + TASKS_AT_ONCE]},
        ).all()
    return found


def has_new_closings(connection: Connection, project_id: int, settlement: int) -> bool:
    """Tell whether tasks wait for settlement number `settlement`."""
    statement = select(func.count()).where(
        tasks.c.project_id == project_id, tasks.c.closing == settlement
    )
    closed = bool(connection.execute(statement).scalar_one())
    return closed or appeals_db.has_new_closings(connection, project_id, settlement)


def set_begun(connection: Connection, project_id: int, settlement: int) -> None:
    """Let what closes from now on be counted by the settlement after this one."""
    connection.execute(
        update(projects).where(projects.c.id == project_id).values(begun_settlements=settlement)
    )


def close_tasks(
    connection: Connection, project_id: int, chosen: Sequence[str], settlement: int
) -> None:
    """Close the chosen tasks; settlement number `settlement` is the first to count them."""
    if not chosen:
        return
    connection.execute(
        update(tasks)
        .where(tasks.c.project_id == project_id, tasks.c.task == bindparam("p_task"))
        .values(closing=settlement),
        [{"p_task": task} for task in chosen],
    )
    connection.execute(
        update(projects)
        .where(projects.c.id == project_id)
        .values(closed_tasks=projects.c.closed_tasks + len(chosen))
    )


def close_all_tasks(connection: Connection, project_id: int, settlement: int) -> None:
    """Close every open task, and ask no more after appeals."""
    appeals_db.close_all(connection, project_id, settlement)
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
    number = row["number"]
    changes: dict[str, object] = {"settlements": number, "begun_settlements": number}
    if row["final"]:
        changes["final_settlement"] = number
    connection.execute(update(projects).where(projects.c.id == project_id).values(changes))


def insert_labels(connection: Connection, project_id: int, found: Settlement) -> None:
    """Store the labels of the final settlement: classes, or what was concluded instead."""
    rows = [
        {
            "project_id": project_id,
            "task": task.task,
            "label": NO_CLASS if found.values else task.label,
            "confidence_q16": task.confidence_q16,
            "answers": task.answers,
            "stored": found.values[task.label] if found.values else None,
        }
        for task in found.tasks
    ]
    if rows:
        connection.execute(insert(labels), rows)


def set_standings(
    connection: Connection,
    project_id: int,
    found: Sequence[LabelerSettlement],
    judgment: Judgment,
) -> None:
    """Note what a settlement found of everybody, apart from what they are owed."""
    seen = zip(found, judgment.gold, judgment.alike, strict=True)
    rows = [
        {
            "project_id": project_id,
            "labeler": labeler.labeler,
            "earned": labeler.earned,
            "rate32": labeler.rate32,
            "score_q16": labeler.score_q16,
            "closed_answers": labeler.closed_answers,
            "gold_answers": gold[0],
            "gold_right": gold[1],
            "alike": alike,
        }
        for labeler, gold, alike in seen
    ]
    if rows:
        _SET_STANDINGS.run(connection, {"p_rows": as_rows(rows)})


def label_rows(
    connection: Connection, project_id: int, chosen: Collection[TaskId]
) -> Sequence[AnyRow]:
    """Return the labels of the final settlement for the chosen tasks."""
    statement = select(labels).where(labels.c.project_id == project_id, labels.c.task.in_(chosen))
    return connection.execute(statement).all()
