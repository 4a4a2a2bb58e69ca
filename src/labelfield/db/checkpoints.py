"""Checkpoints: which rows a record holds, what it credits, how far its transaction is."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, ScalarSelect, and_, func, insert, select, union, update

from labelfield.db.appeals import comes_after
from labelfield.db.tables import (
    AnyRow,
    answers,
    appeals,
    checkpoints,
    credits,
    gold,
    labelers,
    memberships,
    predictions,
    projects,
    sessions,
    settlements,
    tasks,
)
from labelfield.db.totals import subtract_credited
from labelfield.protocol.ids import Address


def pending_members(connection: Connection, project_id: int) -> Sequence[AnyRow]:
    """Return (labeler, pending) of members who are owed more than they were credited."""
    pending = (memberships.c.owed - memberships.c.credited).label("pending")
    return connection.execute(
        select(memberships.c.labeler, pending)
        .where(memberships.c.project_id == project_id, pending > 0)
        .order_by(memberships.c.labeler)
    ).all()


def mined_since(connection: Connection, project_id: int, since_s: int) -> Sequence[AnyRow]:
    """Return a project's mined checkpoints that were prepared since a time, the newest first."""
    return connection.execute(
        select(checkpoints)
        .where(
            checkpoints.c.project_id == project_id,
            checkpoints.c.state == "mined",
            checkpoints.c.prepared_s >= since_s,
        )
        .order_by(checkpoints.c.number.desc())
    ).all()


def prepare_checkpoint(
    connection: Connection,
    project_id: int,
    row: Mapping[str, object],
    amounts: Mapping[Address, int],
) -> None:
    """Store a checkpoint and give it every row that no record holds yet."""
    number = row["number"]
    connection.execute(insert(checkpoints), [{"project_id": project_id, **row}])
    connection.execute(
        update(projects).where(projects.c.id == project_id).values(checkpoints=number)
    )
    for table in (answers, predictions, settlements, appeals):
        connection.execute(
            update(table)
            .where(table.c.project_id == project_id, table.c.checkpoint.is_(None))
            .values(checkpoint=number)
        )
    connection.execute(
        update(tasks)
        .where(
            tasks.c.project_id == project_id,
            tasks.c.checkpoint.is_(None),
            tasks.c.closing.is_not(None),
        )
        .values(checkpoint=number)
    )
    connection.execute(
        update(appeals)
        .where(
            appeals.c.project_id == project_id,
            appeals.c.closing_checkpoint.is_(None),
            appeals.c.closing.is_not(None),
        )
        .values(closing_checkpoint=number)
    )
    rows = [
        {"project_id": project_id, "checkpoint": number, "labeler": labeler, "amount": amount}
        for labeler, amount in amounts.items()
    ]
    if rows:
        connection.execute(insert(credits), rows)


def totals_before(connection: Connection, project_id: int, number: int) -> tuple[int, int]:
    """Return (credited, fees) of the checkpoints before `number`."""
    statement = select(
        func.coalesce(func.sum(checkpoints.c.credited), 0),
        func.coalesce(func.sum(checkpoints.c.fee), 0),
    ).where(checkpoints.c.project_id == project_id, checkpoints.c.number < number)
    credited, fees = connection.execute(statement).one()
    return int(credited), int(fees)


def debited_since(connection: Connection, project_id: int, number: int) -> int:
    """Return what the checkpoints after `number` debit, fees included."""
    debits = func.sum(checkpoints.c.credited + checkpoints.c.fee)
    statement = select(func.coalesce(debits, 0)).where(
        checkpoints.c.project_id == project_id, checkpoints.c.number > number
    )
    return int(connection.execute(statement).scalar_one())


def get_checkpoint(connection: Connection, project_id: int, number: int) -> AnyRow | None:
    """Return one checkpoint."""
    return connection.execute(
        select(checkpoints).where(
            checkpoints.c.project_id == project_id, checkpoints.c.number == number
        )
    ).first()


def unfinished_checkpoint(connection: Connection, project_id: int) -> AnyRow | None:
    """Return the checkpoint that is not mined yet; there is at most one a project."""
    return connection.execute(
        select(checkpoints).where(
            checkpoints.c.project_id == project_id, checkpoints.c.state != "mined"
        )
    ).first()


def mined_checkpoints(connection: Connection, project_id: int) -> Sequence[AnyRow]:
    """Return the checkpoints on chain, by number."""
    return connection.execute(
        select(checkpoints)
        .where(checkpoints.c.project_id == project_id, checkpoints.c.state == "mined")
        .order_by(checkpoints.c.number)
    ).all()


def update_checkpoint(
    connection: Connection, project_id: int, number: int, values: Mapping[str, object]
) -> None:
    """Change a checkpoint's state or transaction."""
    connection.execute(
        update(checkpoints)
        .where(checkpoints.c.project_id == project_id, checkpoints.c.number == number)
        .values(dict(values))
    )


def credit_rows(connection: Connection, project_id: int, number: int) -> Sequence[AnyRow]:
    """Return (labeler, amount) that a checkpoint credits."""
    return connection.execute(
        select(credits.c.labeler, credits.c.amount)
        .where(credits.c.project_id == project_id, credits.c.checkpoint == number)
        .order_by(credits.c.labeler)
    ).all()


def apply_credits(connection: Connection, project_id: int, number: int) -> None:
    """Count a mined checkpoint's credits, and find when the next promise falls due."""
    rows = credit_rows(connection, project_id, number)
    subtract_credited(connection, sum(row.amount for row in rows))
    for labeler, amount in rows:
        connection.execute(
            update(memberships)
            .where(memberships.c.project_id == project_id, memberships.c.labeler == labeler)
            .values(credited=memberships.c.credited + amount)
        )
        connection.execute(
            update(labelers)
            .where(labelers.c.labeler == labeler)
            .values(credited=labelers.c.credited + amount)
        )
        connection.execute(
            update(labelers).where(labelers.c.labeler == labeler).values(due_s=uncovered(labeler))
        )


def uncovered(labeler: Address) -> ScalarSelect[int | None]:
    """Return, as SQL, the earliest settle-by of a receipt that the labeler's credit is below.

    It goes by the labeler's projects, because that is how answers are found without reading all.
    """
    joined = select(memberships.c.project_id).where(memberships.c.labeler == labeler)
    return (
        select(func.min(answers.c.settle_by_s))
        .where(
            answers.c.project_id.in_(joined),
            answers.c.labeler == labeler,
            answers.c.owed > labelers.c.credited,
        )
        .correlate(labelers)
        .scalar_subquery()
    )


def answer_rows(connection: Connection, project_id: int, number: int) -> Sequence[AnyRow]:
    """Return the answers that a record holds, by labeler and sequence."""
    return connection.execute(
        select(answers)
        .where(answers.c.project_id == project_id, answers.c.checkpoint == number)
        .order_by(answers.c.labeler, answers.c.sequence)
    ).all()


def session_rows(connection: Connection, project_id: int, number: int) -> Sequence[AnyRow]:
    """Return the sessions under which a record's signatures and appeals were made."""
    signed, appealed = (
        select(table.c.labeler, table.c.key).where(
            table.c.project_id == project_id, table.c.checkpoint == number, table.c.key.is_not(None)
        )
        for table in (answers, appeals)
    )
    used = union(signed, appealed).subquery()
    same = and_(sessions.c.labeler == used.c.labeler, sessions.c.key == used.c.key)
    return connection.execute(
        select(sessions).join(used, same).order_by(sessions.c.labeler, sessions.c.key)
    ).all()


def closing_rows(connection: Connection, project_id: int, number: int) -> Sequence[AnyRow]:
    """Return (task, closing) of the tasks whose closing a record holds, be it after an appeal."""
    first = select(tasks.c.task, tasks.c.closing).where(
        tasks.c.project_id == project_id, tasks.c.checkpoint == number
    )
    again = select(appeals.c.task, appeals.c.closing).where(
        appeals.c.project_id == project_id, appeals.c.closing_checkpoint == number
    )
    rows = (*connection.execute(first).all(), *connection.execute(again).all())
    return sorted(rows, key=lambda row: str(row.task))


def appeal_rows(connection: Connection, project_id: int, number: int) -> Sequence[AnyRow]:
    """Return the appeals that a record holds, by task."""
    return connection.execute(
        select(appeals)
        .where(appeals.c.project_id == project_id, appeals.c.checkpoint == number)
        .order_by(appeals.c.task)
    ).all()


def content_rows(connection: Connection, project_id: int, number: int) -> Sequence[AnyRow]:
    """Return the answers to tasks whose closing a record holds, by labeler and sequence.

    After an appeal those that it asked for.
    """
    columns = (answers.c.labeler, answers.c.sequence, answers.c.answer_json, answers.c.salt)
    of_task = and_(tasks.c.project_id == answers.c.project_id, tasks.c.task == answers.c.task)
    first = (
        select(*columns)
        .join(tasks, of_task)
        .where(tasks.c.project_id == project_id, tasks.c.checkpoint == number, ~comes_after(None))
    )
    asked_for = and_(
        appeals.c.project_id == answers.c.project_id,
        appeals.c.task == answers.c.task,
        answers.c.position > appeals.c.before,
    )
    again = (
        select(*columns)
        .join(appeals, asked_for)
        .where(appeals.c.project_id == project_id, appeals.c.closing_checkpoint == number)
    )
    rows = (*connection.execute(first).all(), *connection.execute(again).all())
    return sorted(rows, key=lambda row: (str(row.labeler), int(row.sequence)))


def settlement_rows(connection: Connection, project_id: int, number: int) -> Sequence[AnyRow]:
    """Return the settlements that a record holds, by number."""
    return connection.execute(
        select(settlements)
        .where(settlements.c.project_id == project_id, settlements.c.checkpoint == number)
        .order_by(settlements.c.number)
    ).all()


def closed_gold_rows(connection: Connection, project_id: int, number: int) -> Sequence[AnyRow]:
    """Return the gold of tasks whose closing a record holds."""
    of_task = and_(gold.c.project_id == tasks.c.project_id, gold.c.task == tasks.c.task)
    return connection.execute(
        select(gold)
        .join(tasks, of_task)
        .where(tasks.c.project_id == project_id, tasks.c.checkpoint == number)
        .order_by(gold.c.task)
    ).all()


def has_loose_rows(connection: Connection, project_id: int) -> bool:
    """Tell whether answers or settlements stand in no record yet."""
    for table in (answers, settlements):
        loose = select(func.count()).where(
            table.c.project_id == project_id, table.c.checkpoint.is_(None)
        )
        if connection.execute(loose).scalar_one():
            return True
    return False
