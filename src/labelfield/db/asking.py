"""Who is asked first, and which tasks: what settlements leave for leasing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, and_, bindparam, select, update

from labelfield.db.tables import leases, memberships, projects, tasks
from labelfield.protocol.ids import Address, TaskId

_AWAKE = (
    select(leases.c.labeler)
    .join(
        memberships,
        and_(
            memberships.c.project_id == leases.c.project_id,
            memberships.c.labeler == leases.c.labeler,
        ),
    )
    .where(leases.c.project_id == bindparam("p_project"), ~memberships.c.resting)
    .distinct()
    .limit(bindparam("p_most"))
)

_SURENESS = (
    update(tasks)
    .where(tasks.c.project_id == bindparam("p_project"), tasks.c.task == bindparam("p_task"))
    .values(judged=bindparam("p_judged"), sure_q16=bindparam("p_sure"))
)


_MINTED = (
    update(tasks)
    .where(tasks.c.project_id == bindparam("p_project"), tasks.c.task == bindparam("p_task"))
    .values(minted=bindparam("p_label"))
)


@dataclass(frozen=True, slots=True)
class Unsure:
    """An open task that a settlement judged."""

    task: TaskId
    answers: int
    sure_q16: int


def awake(connection: Connection, project_id: int, most: int) -> int:
    """Return how many labelers who do not rest hold tasks, counted up to `most`."""
    place = {"p_project": project_id, "p_most": most}
    return len(connection.execute(_AWAKE, place).all())


def set_resting(connection: Connection, project_id: int, labelers: Sequence[Address]) -> None:
    """Let exactly these labelers rest."""
    rests = memberships.c.labeler.in_(labelers)
    of_project = memberships.c.project_id == project_id
    changes = ((of_project & memberships.c.resting & ~rests, False), (of_project & rests, True))
    for who, resting in changes:
        connection.execute(update(memberships).where(who).values(resting=resting))


def set_heard(connection: Connection, project_id: int, heard: int) -> None:
    """Note how many labelers count toward closing tasks."""
    connection.execute(update(projects).where(projects.c.id == project_id).values(heard=heard))


def set_sureness(connection: Connection, project_id: int, found: Sequence[Unsure]) -> None:
    """Note of how many answers it is known how sure they are, and how sure."""
    if found:
        connection.execute(
            _SURENESS,
            [
                {
                    "p_project": project_id,
                    "p_task": each.task,
                    "p_judged": each.answers,
                    "p_sure": each.sure_q16,
                }
                for each in found
            ],
        )


def minted_gold(connection: Connection, project_id: int) -> dict[TaskId, int]:
    """Return the classes of the tasks that settlements made gold."""
    rows = connection.execute(
        select(tasks.c.task, tasks.c.minted).where(
            tasks.c.project_id == project_id, tasks.c.minted.is_not(None)
        )
    )
    return {TaskId(row.task): int(row.minted) for row in rows}


def set_minted(connection: Connection, project_id: int, minted: Mapping[TaskId, int]) -> None:
    """Note new gold."""
    rows = [
        {"p_project": project_id, "p_task": task, "p_label": label}
        for task, label in minted.items()
    ]
    if rows:
        connection.execute(_MINTED, rows)
