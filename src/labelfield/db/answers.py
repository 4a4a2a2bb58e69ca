"""Answers and their receipts: the hot path."""

from collections.abc import Sequence

from sqlalchemy import Connection, and_, case, func, insert, select, update

from labelfield.db.tables import (
    AnyRow,
    answers,
    gold,
    labelers,
    memberships,
    projects,
    tasks,
)
from labelfield.protocol.ids import Address, Hash32, TaskId


def get_task(connection: Connection, project_id: int, task: TaskId) -> AnyRow | None:
    """Return a task's answers so far, its place in the order, and whether it is closed."""
    return connection.execute(
        select(tasks.c.answers, tasks.c.closing).where(
            tasks.c.project_id == project_id, tasks.c.task == task
        )
    ).first()


def answers_of(
    connection: Connection, project_id: int, labeler: Address, first: int, last: int
) -> Sequence[AnyRow]:
    """Return a labeler's answers with sequence from `first` to `last`."""
    return connection.execute(
        select(answers)
        .where(
            answers.c.project_id == project_id,
            answers.c.labeler == labeler,
            answers.c.sequence.between(first, last),
        )
        .order_by(answers.c.sequence)
    ).all()


def insert_answers(connection: Connection, rows: Sequence[dict[str, object]]) -> None:
    """Store accepted answers with what their receipts will say."""
    connection.execute(insert(answers), list(rows))


def count_answer(
    connection: Connection, project_id: int, task: TaskId, closing: int | None
) -> None:
    """Count one more answer of a task, and close it when `closing` names a settlement."""
    connection.execute(
        update(tasks)
        .where(tasks.c.project_id == project_id, tasks.c.task == task)
        .values(answers=tasks.c.answers + 1, closing=closing)
    )


def advance_member(
    connection: Connection,
    project_id: int,
    labeler: Address,
    sequence: int,
    head: Hash32,
    owed: int,
) -> None:
    """Move a labeler's chain to a new head and set what the project owes."""
    connection.execute(
        update(memberships)
        .where(memberships.c.project_id == project_id, memberships.c.labeler == labeler)
        .values(sequence=sequence, head=head, owed=owed)
    )


def advance_labeler(
    connection: Connection, labeler: Address, receipts: int, owed: int, due_s: int | None
) -> None:
    """Set a labeler's receipt count, total owed, and when the oldest promise falls due."""
    connection.execute(
        update(labelers)
        .where(labelers.c.labeler == labeler)
        .values(receipts=receipts, owed=owed, due_s=due_s)
    )


def advance_project(connection: Connection, project_id: int, accepted: int, closed: int) -> None:
    """Add to a project's counts of accepted answers and closed tasks."""
    connection.execute(
        update(projects)
        .where(projects.c.id == project_id)
        .values(
            accepted=projects.c.accepted + accepted,
            closed_tasks=projects.c.closed_tasks + closed,
        )
    )


def gold_counts(connection: Connection, project_id: int) -> tuple[int, int]:
    """Return how many answers gold tasks got, and how many of those were right."""
    of_task = and_(gold.c.project_id == answers.c.project_id, gold.c.task == answers.c.task)
    right = func.count(case((answers.c.label == gold.c.label, 1)))
    statement = (
        select(func.count(), right)
        .select_from(answers.join(gold, of_task))
        .where(answers.c.project_id == project_id)
    )
    given, matching = connection.execute(statement).one()
    return int(given), int(matching)
