"""What labelers ask before they choose a project: who answered how fast, and who pays."""

from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from labelfield.db.tables import AnyRow, answers, checkpoints, memberships, projects

LATEST = 5_000
"""Answers from which the pace of a project is measured."""


def latest_answers(connection: Connection, project_id: int) -> Sequence[AnyRow]:
    """Return (labeler, sequence, time_s, increment) of the last answers, labeler by labeler."""
    latest = (
        select(answers.c.labeler, answers.c.sequence, answers.c.time_s, answers.c.increment)
        .where(answers.c.project_id == project_id)
        .order_by(answers.c.time_s.desc())
        .limit(LATEST)
        .subquery()
    )
    return connection.execute(select(latest).order_by(latest.c.labeler, latest.c.sequence)).all()


def owed_by_labeler(connection: Connection, project_id: int) -> dict[str, tuple[int, int]]:
    """Return (owed, answers) of each labeler of a project."""
    rows = connection.execute(
        select(memberships.c.labeler, memberships.c.owed, memberships.c.sequence).where(
            memberships.c.project_id == project_id, memberships.c.sequence > 0
        )
    )
    return {row.labeler: (row.owed, row.sequence) for row in rows}


def projects_by(connection: Connection, requester: str) -> Sequence[AnyRow]:
    """Return (number, state, accepted, credited) of a requester's projects."""
    credited = (
        select(func.coalesce(func.sum(checkpoints.c.credited), 0))
        .where(checkpoints.c.project_id == projects.c.id)
        .correlate(projects)
        .scalar_subquery()
    )
    return connection.execute(
        select(
            projects.c.number, projects.c.state, projects.c.accepted, credited.label("credited")
        ).where(projects.c.requester == requester, projects.c.number.is_not(None))
    ).all()
