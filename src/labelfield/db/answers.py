"""Answers and their receipts: the hot path.

Its statements are built once: building one costs more than running it.
"""

from collections.abc import Sequence

from sqlalchemy import (
    BindParameter,
    Connection,
    and_,
    bindparam,
    case,
    delete,
    func,
    insert,
    select,
    update,
)

from labelfield.db.tables import (
    AnyRow,
    answers,
    gold,
    labelers,
    leases,
    memberships,
    projects,
    tasks,
)
from labelfield.protocol.ids import Address, Hash32, TaskId

_PROJECT: BindParameter[int] = bindparam("p_project")
_TASK: BindParameter[str] = bindparam("p_task")
_LABELER: BindParameter[str] = bindparam("p_labeler")

_STANDING = (
    select(
        memberships.c.sequence,
        memberships.c.head,
        memberships.c.owed,
        memberships.c.earned,
        memberships.c.rate32,
        labelers.c.receipts.label("total_receipts"),
        labelers.c.owed.label("total_owed"),
        labelers.c.credited.label("total_credited"),
        labelers.c.due_s,
    )
    .join(labelers, labelers.c.labeler == memberships.c.labeler)
    .where(memberships.c.project_id == _PROJECT, memberships.c.labeler == _LABELER)
)

_HELD_TASK = (
    select(tasks.c.answers, tasks.c.closing, leases.c.expires_s)
    .outerjoin(
        leases,
        and_(
            leases.c.project_id == tasks.c.project_id,
            leases.c.task == tasks.c.task,
            leases.c.labeler == _LABELER,
        ),
    )
    .where(tasks.c.project_id == _PROJECT, tasks.c.task == _TASK)
)

_END_LEASE = delete(leases).where(
    leases.c.project_id == _PROJECT, leases.c.task == _TASK, leases.c.labeler == _LABELER
)

_COUNT_ANSWER = (
    update(tasks)
    .where(tasks.c.project_id == _PROJECT, tasks.c.task == _TASK)
    .values(answers=tasks.c.answers + 1, closing=bindparam("p_closing"))
)

_INSERT_ANSWERS = insert(answers)

_ADVANCE_MEMBER = (
    update(memberships)
    .where(memberships.c.project_id == _PROJECT, memberships.c.labeler == _LABELER)
    .values(sequence=bindparam("p_sequence"), head=bindparam("p_head"), owed=bindparam("p_owed"))
)

_ADVANCE_LABELER = (
    update(labelers)
    .where(labelers.c.labeler == _LABELER)
    .values(receipts=bindparam("p_receipts"), owed=bindparam("p_owed"), due_s=bindparam("p_due_s"))
)

_ADVANCE_PROJECT = (
    update(projects)
    .where(projects.c.id == _PROJECT)
    .values(
        accepted=projects.c.accepted + bindparam("p_accepted"),
        closed_tasks=projects.c.closed_tasks + bindparam("p_closed"),
    )
)


def get_standing(connection: Connection, project_id: int, labeler: Address) -> AnyRow | None:
    """Return a member's chain and money in the project, and their totals over all projects."""
    place = {"p_project": project_id, "p_labeler": labeler}
    return connection.execute(_STANDING, place).first()


def get_held_task(
    connection: Connection, project_id: int, task: TaskId, labeler: Address
) -> AnyRow | None:
    """Return a task's answers so far, its closing, and until when the labeler holds it."""
    place = {"p_project": project_id, "p_task": task, "p_labeler": labeler}
    return connection.execute(_HELD_TASK, place).first()


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
    connection.execute(_INSERT_ANSWERS, list(rows))


def take_place(
    connection: Connection, project_id: int, task: TaskId, labeler: Address, closing: int | None
) -> None:
    """Count one more answer of a task, end its lease, and close it if `closing` says when."""
    place = {"p_project": project_id, "p_task": task}
    connection.execute(_END_LEASE, place | {"p_labeler": labeler})
    connection.execute(_COUNT_ANSWER, place | {"p_closing": closing})


def advance_member(
    connection: Connection,
    project_id: int,
    labeler: Address,
    sequence: int,
    head: Hash32,
    owed: int,
) -> None:
    """Move a labeler's chain to a new head and set what the project owes."""
    place = {"p_project": project_id, "p_labeler": labeler}
    change = {"p_sequence": sequence, "p_head": head, "p_owed": owed}
    connection.execute(_ADVANCE_MEMBER, place | change)


def advance_labeler(
    connection: Connection, labeler: Address, receipts: int, owed: int, due_s: int | None
) -> None:
    """Set a labeler's receipt count, total owed, and when the oldest promise falls due."""
    change = {"p_labeler": labeler, "p_receipts": receipts, "p_owed": owed, "p_due_s": due_s}
    connection.execute(_ADVANCE_LABELER, change)


def advance_project(connection: Connection, project_id: int, accepted: int, closed: int) -> None:
    """Add to a project's counts of accepted answers and closed tasks."""
    change = {"p_project": project_id, "p_accepted": accepted, "p_closed": closed}
    connection.execute(_ADVANCE_PROJECT, change)


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
