"""A labeler's own answers, page by page."""

from collections.abc import Sequence

from sqlalchemy import Connection, and_, func, or_, select

from labelfield.db.tables import AnyRow, answers, tasks
from labelfield.protocol.ids import Address

_TASK_OF_ANSWER = and_(tasks.c.project_id == answers.c.project_id, tasks.c.task == answers.c.task)


def own_answers(
    connection: Connection, project_id: int, labeler: Address, before: int, limit: int
) -> Sequence[AnyRow]:
    """Return a labeler's answers below a sequence, the newest first, with their tasks' state."""
    return connection.execute(
        select(
            answers.c.sequence,
            answers.c.task,
            answers.c.time_s,
            answers.c.increment,
            answers.c.receipt_number,
            answers.c.label,
            tasks.c.closing,
            tasks.c.answers.label("task_answers"),
            tasks.c.checkpoint.label("task_checkpoint"),
        )
        .join(tasks, _TASK_OF_ANSWER)
        .where(
            answers.c.project_id == project_id,
            answers.c.labeler == labeler,
            answers.c.sequence < before,
        )
        .order_by(answers.c.sequence.desc())
        .limit(limit)
    ).all()


def sealed_answers(connection: Connection, project_id: int, labeler: Address, opened: int) -> int:
    """Return how many of a labeler's answers are to closed tasks whose record is not open."""
    statement = (
        select(func.count())
        .select_from(answers)
        .join(tasks, _TASK_OF_ANSWER)
        .where(
            answers.c.project_id == project_id,
            answers.c.labeler == labeler,
            tasks.c.closing.is_not(None),
            or_(tasks.c.checkpoint.is_(None), tasks.c.checkpoint > opened),
        )
    )
    return int(connection.execute(statement).scalar_one())
