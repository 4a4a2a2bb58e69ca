"""Reports and appeals, and what is no longer shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, update

from labelfield.db.tables import AnyRow, cases, leases, projects, tasks
from labelfield.protocol.ids import Address, TaskId


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case as it is stored."""

    kind: str
    project_id: int
    labeler: Address
    task: TaskId | None
    sequence: int | None
    about: str
    text: str
    created_s: int


_WITH_NUMBER = select(cases, projects.c.number).join(projects, projects.c.id == cases.c.project_id)


def insert_case(connection: Connection, row: CaseRow) -> int:
    """Store a case and return its id."""
    values = {name: getattr(row, name) for name in row.__slots__}
    statement = insert(cases).values(values).returning(cases.c.id)
    return int(connection.execute(statement).scalar_one())


def same_case(connection: Connection, row: CaseRow) -> int | None:
    """Return the id of a case of the same labeler about the same thing that still waits."""
    statement = select(cases.c.id).where(
        cases.c.kind == row.kind,
        cases.c.project_id == row.project_id,
        cases.c.labeler == row.labeler,
        cases.c.task.is_(None) if row.task is None else cases.c.task == row.task,
        cases.c.about == row.about,
        cases.c.answered_s.is_(None),
    )
    found = connection.execute(statement).scalar()
    return None if found is None else int(found)


def count_waiting(connection: Connection, labeler: Address) -> int:
    """Return how many of a labeler's cases wait."""
    statement = select(func.count()).where(cases.c.labeler == labeler, cases.c.answered_s.is_(None))
    return int(connection.execute(statement).scalar_one())


def get_case(connection: Connection, identifier: int) -> AnyRow | None:
    """Return a case with its project's number."""
    return connection.execute(_WITH_NUMBER.where(cases.c.id == identifier)).first()


def cases_of(connection: Connection, labeler: Address) -> Sequence[AnyRow]:
    """Return a labeler's own cases, the newest first."""
    statement = _WITH_NUMBER.where(cases.c.labeler == labeler)
    return connection.execute(statement.order_by(cases.c.id.desc()).limit(200)).all()


def waiting_cases(connection: Connection, limit: int) -> Sequence[AnyRow]:
    """Return cases that nobody answered, the oldest first."""
    statement = _WITH_NUMBER.where(cases.c.answered_s.is_(None)).order_by(cases.c.id)
    return connection.execute(statement.limit(limit)).all()


def answered_cases(connection: Connection, limit: int) -> Sequence[AnyRow]:
    """Return answered cases, the newest first."""
    statement = _WITH_NUMBER.where(cases.c.answered_s.is_not(None))
    return connection.execute(statement.order_by(cases.c.id.desc()).limit(limit)).all()


def set_answer(connection: Connection, identifier: int, text: str, now_s: int) -> None:
    """Store the operator's answer; a second one replaces it."""
    connection.execute(
        update(cases).where(cases.c.id == identifier).values(answer=text, answered_s=now_s)
    )


def withhold_task(connection: Connection, project_id: int, task: TaskId) -> None:
    """Hand a task out no more, and take it from whoever holds it."""
    connection.execute(
        update(tasks)
        .where(tasks.c.project_id == project_id, tasks.c.task == task)
        .values(withheld=True)
    )
    connection.execute(
        delete(leases).where(leases.c.project_id == project_id, leases.c.task == task)
    )


def hide_project(connection: Connection, project_id: int) -> None:
    """List a project no more, hand out none of its tasks, take them from whoever holds them."""
    connection.execute(update(projects).where(projects.c.id == project_id).values(hidden=True))
    connection.execute(update(tasks).where(tasks.c.project_id == project_id).values(withheld=True))
    connection.execute(delete(leases).where(leases.c.project_id == project_id))
