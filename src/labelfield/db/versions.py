"""Texts that change whenever what somebody watches changes: cheap to ask for, many at once."""

from collections.abc import Collection

from sqlalchemy import Connection, func, select

from labelfield.db.tables import labelers, memberships, projects, withdrawals

_PROJECT = (
    projects.c.state,
    projects.c.accepted,
    projects.c.closed_tasks,
    projects.c.settlements,
    projects.c.checkpoints,
    projects.c.opened_checkpoints,
    projects.c.deposit,
    projects.c.paused,
)

_LABELER = (labelers.c.receipts, labelers.c.owed, labelers.c.credited)


def project_versions(connection: Connection, projects_: Collection[int]) -> dict[int, str]:
    """Return a text for each project, by its id."""
    rows = connection.execute(
        select(projects.c.id, *_PROJECT).where(projects.c.id.in_(list(projects_)))
    )
    return {row.id: _joined(row[1:]) for row in rows}


def labeler_versions(connection: Connection, names: Collection[str]) -> dict[str, str]:
    """Return a text for each labeler that is known."""
    wanted = list(names)
    totals = connection.execute(
        select(labelers.c.labeler, *_LABELER).where(labelers.c.labeler.in_(wanted))
    ).all()
    standings = _by_labeler(
        connection,
        select(
            memberships.c.labeler,
            func.sum(memberships.c.earned),
            func.sum(memberships.c.closed_answers),
        )
        .where(memberships.c.labeler.in_(wanted))
        .group_by(memberships.c.labeler),
    )
    moved = _by_labeler(
        connection,
        select(withdrawals.c.labeler, withdrawals.c.state, func.count())
        .where(withdrawals.c.labeler.in_(wanted))
        .group_by(withdrawals.c.labeler, withdrawals.c.state)
        .order_by(withdrawals.c.labeler, withdrawals.c.state),
    )
    return {
        row.labeler: ".".join(
            [_joined(row[1:]), standings.get(row.labeler, ""), moved.get(row.labeler, "")]
        )
        for row in totals
    }


def _by_labeler(connection: Connection, statement: object) -> dict[str, str]:
    found: dict[str, str] = {}
    for labeler, *rest in connection.execute(statement):  # type: ignore[call-overload]
        found[labeler] = found.get(labeler, "") + _joined(rest) + "-"
    return found


def _joined(values: object) -> str:
    return "-".join(str(value) for value in values)  # type: ignore[attr-defined]
