"""Answers and their receipts: the hot path, whose statements serve many answers at once."""

from collections.abc import Collection, Sequence

from sqlalchemy import (
    BindParameter,
    Connection,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from labelfield.db.prepared import Prepared, as_list, texts_of
from labelfield.db.tables import (
    AnyRow,
    answers,
    labelers,
    leases,
    memberships,
    projects,
    tasks,
    totals,
)
from labelfield.protocol.ids import Address, TaskId

_PROJECT: BindParameter[int] = bindparam("p_project")
_TASK: BindParameter[str] = bindparam("p_task")
_LABELER: BindParameter[str] = bindparam("p_labeler")

_STATE = Prepared(
    select(
        projects.c.state,
        projects.c.deposit,
        projects.c.accepted,
        projects.c.settlements,
        projects.c.begun_settlements,
        totals.c.unsettled,
    ).where(projects.c.id == _PROJECT)
)

_STANDINGS = Prepared(
    select(
        memberships.c.labeler,
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
    .where(memberships.c.project_id == _PROJECT, memberships.c.labeler.in_(texts_of("p_labelers")))
)

_TASK_STATES = Prepared(
    select(tasks.c.task, tasks.c.answers, tasks.c.closing).where(
        tasks.c.project_id == _PROJECT, tasks.c.task.in_(texts_of("p_tasks"))
    )
)

_TASK_JSONS = Prepared(
    select(tasks.c.task, tasks.c.task_json).where(
        tasks.c.project_id == _PROJECT, tasks.c.task.in_(texts_of("p_tasks"))
    )
)

_HELD = Prepared(
    select(leases.c.task, leases.c.labeler, leases.c.expires_s).where(
        leases.c.project_id == _PROJECT, leases.c.task.in_(texts_of("p_tasks"))
    )
)

_INSERT_ANSWERS = Prepared(
    insert(answers), [column.name for column in answers.c if column.name != "checkpoint"]
)

_END_LEASES = Prepared(
    delete(leases).where(
        leases.c.project_id == bindparam("project_id"),
        leases.c.task == bindparam("task"),
        leases.c.labeler == bindparam("labeler"),
    )
)

_SET_TASKS = Prepared(
    update(tasks)
    .where(tasks.c.project_id == _PROJECT, tasks.c.task == _TASK)
    .values(answers=bindparam("p_answers"), closing=bindparam("p_closing"))
)

_SET_MEMBERS = Prepared(
    update(memberships)
    .where(memberships.c.project_id == _PROJECT, memberships.c.labeler == _LABELER)
    .values(sequence=bindparam("p_sequence"), head=bindparam("p_head"), owed=bindparam("p_owed"))
)

_SET_LABELERS = Prepared(
    update(labelers)
    .where(labelers.c.labeler == _LABELER)
    .values(
        receipts=bindparam("p_receipts"), owed=bindparam("p_total_owed"), due_s=bindparam("p_due_s")
    )
)

_ADVANCE_PROJECT = Prepared(
    update(projects)
    .where(projects.c.id == _PROJECT)
    .values(
        accepted=projects.c.accepted + bindparam("p_accepted"),
        closed_tasks=projects.c.closed_tasks + bindparam("p_closed"),
    )
)

Columns = dict[str, object]


def get_state(connection: Connection, project_id: int) -> AnyRow:
    """Return what new answers to a project depend on, and what receipts promise over all."""
    [row] = _STATE.rows(connection, {"p_project": project_id})
    return row


def get_standings(
    connection: Connection, project_id: int, labelers: Collection[Address]
) -> Sequence[AnyRow]:
    """Return members' chains and money in the project, and their totals over all projects."""
    place = {"p_project": project_id, "p_labelers": as_list(labelers)}
    return _STANDINGS.rows(connection, place)


def get_task_states(
    connection: Connection, project_id: int, tasks: Collection[TaskId]
) -> Sequence[AnyRow]:
    """Return how many answers tasks have, and when they closed."""
    return _TASK_STATES.rows(connection, {"p_project": project_id, "p_tasks": as_list(tasks)})


def get_held(
    connection: Connection, project_id: int, tasks: Collection[TaskId]
) -> Sequence[AnyRow]:
    """Return who holds which of these tasks, and until when."""
    return _HELD.rows(connection, {"p_project": project_id, "p_tasks": as_list(tasks)})


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


def given_answers(connection: Connection, project_id: int) -> Sequence[AnyRow]:
    """Return task, labeler, sequence and content of every answer of a project."""
    return connection.execute(
        select(answers.c.task, answers.c.labeler, answers.c.sequence, answers.c.answer_json).where(
            answers.c.project_id == project_id
        )
    ).all()


def insert_answers(connection: Connection, rows: Sequence[Columns]) -> None:
    """Store accepted answers with what their receipts will say, and end their leases."""
    _INSERT_ANSWERS.run_all(connection, rows)
    _END_LEASES.run_all(connection, rows)


def set_tasks(connection: Connection, changes: Sequence[Columns]) -> None:
    """Set tasks' `p_answers` and `p_closing`, named by `p_project` and `p_task`."""
    _SET_TASKS.run_all(connection, changes)


def set_members(connection: Connection, changes: Sequence[Columns]) -> None:
    """Move labelers' chains and totals, named by `p_project` and `p_labeler`.

    `p_sequence`, `p_head` and `p_owed` are the project's; `p_receipts`, `p_total_owed` and
    `p_due_s` (when the oldest promise falls due) those over all projects.
    """
    _SET_MEMBERS.run_all(connection, changes)
    _SET_LABELERS.run_all(connection, changes)


def advance_project(connection: Connection, project_id: int, accepted: int, closed: int) -> None:
    """Add to a project's counts of accepted answers and closed tasks."""
    change = {"p_project": project_id, "p_accepted": accepted, "p_closed": closed}
    _ADVANCE_PROJECT.run(connection, change)


def get_tasks(
    connection: Connection, project_id: int, tasks: Collection[TaskId]
) -> dict[TaskId, bytes]:
    """Return tasks' canonical JSON by id."""
    place = {"p_project": project_id, "p_tasks": as_list(tasks)}
    return {row.task: row.task_json for row in _TASK_JSONS.rows(connection, place)}


def gold_counts(connection: Connection, project_id: int) -> tuple[int, int]:
    """Return how many answers gold tasks got, and how many were right, by the last settlement."""
    statement = select(
        func.coalesce(func.sum(memberships.c.gold_answers), 0),
        func.coalesce(func.sum(memberships.c.gold_right), 0),
    ).where(memberships.c.project_id == project_id)
    given, right = connection.execute(statement).one()
    return int(given), int(right)
