"""Answers and their receipts: the hot path, whose statements serve many answers at once."""

from collections.abc import Collection, Sequence

from sqlalchemy import (
    BindParameter,
    Connection,
    and_,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from labelfield.db.prepared import Prepared, address_of, as_rows, as_texts, rows_of, texts_of
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

_ANSWERS = rows_of(
    "p_rows", answers, [each.name for each in answers.c if each.name != "checkpoint"]
)
_INSERT_ANSWERS = Prepared(insert(answers).from_select(list(_ANSWERS.c.keys()), select(_ANSWERS)))

_LEASES = rows_of("p_rows", leases, ["project_id", "task", "labeler"])
_held = leases.alias("held")
_END_LEASES = Prepared(
    delete(leases).where(
        address_of(leases).in_(
            select(address_of(_held)).select_from(
                _LEASES.join(
                    _held,
                    and_(
                        _held.c.project_id == _LEASES.c.project_id,
                        _held.c.task == _LEASES.c.task,
                        _held.c.labeler == _LEASES.c.labeler,
                    ),
                )
            )
        )
    )
)

_TASKS = rows_of("p_rows", tasks, ["project_id", "task", "answers", "closing"])
_SET_TASKS = Prepared(
    update(tasks)
    .where(tasks.c.project_id == _TASKS.c.project_id, tasks.c.task == _TASKS.c.task)
    .values(answers=_TASKS.c.answers, closing=_TASKS.c.closing)
)

_MEMBERS = rows_of("p_rows", memberships, ["project_id", "labeler", "sequence", "head", "owed"])
_SET_MEMBERS = Prepared(
    update(memberships)
    .where(
        memberships.c.project_id == _MEMBERS.c.project_id,
        memberships.c.labeler == _MEMBERS.c.labeler,
    )
    .values(sequence=_MEMBERS.c.sequence, head=_MEMBERS.c.head, owed=_MEMBERS.c.owed)
)

_LABELERS = rows_of("p_rows", labelers, ["labeler", "receipts", "owed", "due_s"])
_SET_LABELERS = Prepared(
    update(labelers)
    .where(labelers.c.labeler == _LABELERS.c.labeler)
    .values(receipts=_LABELERS.c.receipts, owed=_LABELERS.c.owed, due_s=_LABELERS.c.due_s)
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
    place = {"p_project": project_id, "p_labelers": as_texts(labelers)}
    return _STANDINGS.rows(connection, place)


def get_task_states(
    connection: Connection, project_id: int, tasks: Collection[TaskId]
) -> Sequence[AnyRow]:
    """Return how many answers tasks have, and when they closed."""
    return _TASK_STATES.rows(connection, {"p_project": project_id, "p_tasks": as_texts(tasks)})


def get_held(
    connection: Connection, project_id: int, tasks: Collection[TaskId]
) -> Sequence[AnyRow]:
    """Return who holds which of these tasks, and until when."""
    return _HELD.rows(connection, {"p_project": project_id, "p_tasks": as_texts(tasks)})


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


def given_answers(
    connection: Connection, project_id: int, chosen: Collection[TaskId]
) -> Sequence[AnyRow]:
    """Return task, labeler, sequence and content of every answer to the chosen tasks."""
    return connection.execute(
        select(answers.c.task, answers.c.labeler, answers.c.sequence, answers.c.answer_json).where(
            answers.c.project_id == project_id, answers.c.task.in_(chosen)
        )
    ).all()


def insert_answers(connection: Connection, rows: Sequence[Columns]) -> None:
    """Store accepted answers with what their receipts will say, and end their leases."""
    given = {"p_rows": as_rows(rows)}
    _INSERT_ANSWERS.run(connection, given)
    _END_LEASES.run(connection, given)


def set_tasks(connection: Connection, rows: Sequence[Columns]) -> None:
    """Set the `answers` and `closing` of tasks."""
    _SET_TASKS.run(connection, {"p_rows": as_rows(rows)})


def set_members(connection: Connection, rows: Sequence[Columns]) -> None:
    """Move labelers' chains in projects, and what they are owed there."""
    _SET_MEMBERS.run(connection, {"p_rows": as_rows(rows)})


def set_labelers(connection: Connection, rows: Sequence[Columns]) -> None:
    """Move labelers' totals over all projects, and when the oldest promise to them falls due."""
    _SET_LABELERS.run(connection, {"p_rows": as_rows(rows)})


def advance_project(connection: Connection, project_id: int, accepted: int, closed: int) -> None:
    """Add to a project's counts of accepted answers and closed tasks."""
    change = {"p_project": project_id, "p_accepted": accepted, "p_closed": closed}
    _ADVANCE_PROJECT.run(connection, change)


def get_tasks(
    connection: Connection, project_id: int, tasks: Collection[TaskId]
) -> dict[TaskId, bytes]:
    """Return tasks' canonical JSON by id."""
    place = {"p_project": project_id, "p_tasks": as_texts(tasks)}
    return {row.task: row.task_json for row in _TASK_JSONS.rows(connection, place)}


def gold_counts(connection: Connection, project_id: int) -> tuple[int, int]:
    """Return how many answers gold tasks got, and how many were right, by the last settlement."""
    statement = select(
        func.coalesce(func.sum(memberships.c.gold_answers), 0),
        func.coalesce(func.sum(memberships.c.gold_right), 0),
    ).where(memberships.c.project_id == project_id)
    given, right = connection.execute(statement).one()
    return int(given), int(right)
