"""Projects, their tasks, gold, and for whom they are."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Table, bindparam, func, select, update

from labelfield.db.tables import AnyRow, gold, guests, projects, reservations, tasks
from labelfield.db.upsert import upsert
from labelfield.protocol.ids import Address, Hash32, ProjectNumber, TaskId
from labelfield.protocol.tasks import Gold
from labelfield.settle.judged import Said

_BY_ID = select(projects).where(projects.c.id == bindparam("p_id"))


NO_CLASS = -1
"""Of answers that are more than one class."""


@dataclass(frozen=True, slots=True)
class GoldAnswer:
    """Gold, and what answers are compared with."""

    gold: Gold
    said: Said


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A project as it is stored, beside its tasks, before it is opened on chain."""

    manifest_hash: Hash32
    manifest_json: bytes
    requester: Address
    bucket: str
    kind: str
    gold: Sequence[GoldAnswer]
    reserved: Mapping[TaskId, Sequence[Address]] | None
    """For whom each task is that is not for everybody."""
    guests: Sequence[Address] = ()
    """For whom all tasks are, where they are not for everybody."""


def begin_draft(connection: Connection, draft: DraftRow) -> int:
    """Return the id of the project that a draft will be, `filling` where it is new.

    The same draft again goes on where it stands: its tasks are the same.
    """
    project = {
        "manifest_hash": draft.manifest_hash,
        "manifest_json": draft.manifest_json,
        "requester": draft.requester,
        "bucket": draft.bucket,
        "kind": draft.kind,
        "reserved": draft.reserved is not None,
        "state": "filling",
    }
    connection.execute(upsert(connection, projects).values(project).on_conflict_do_nothing())
    known = select(projects.c.id).where(projects.c.manifest_hash == draft.manifest_hash)
    return int(connection.execute(known).scalar_one())


def insert_tasks(
    connection: Connection, project_id: int, some: Sequence[tuple[int, tuple[TaskId, bytes]]]
) -> None:
    """Store tasks of a draft that is filling, with their places in the requester's order."""
    rows = [
        {"project_id": project_id, "task": task, "ordinal": ordinal, "task_json": task_json}
        for ordinal, (task, task_json) in some
    ]
    _insert_new(connection, tasks, rows)


def finish_draft(connection: Connection, project_id: int, draft: DraftRow) -> int | None:
    """Store the rest of a draft, which then can be opened; return its number if it was."""
    golds: list[dict[str, object]] = [
        {
            "project_id": project_id,
            "task": item.gold.task,
            "answer_json": item.gold.answer_json,
            "label": item.said if isinstance(item.said, int) else NO_CLASS,
            "salt": item.gold.salt,
            "stored": item.said if isinstance(item.said, bytes) else None,
        }
        for item in draft.gold
    ]
    places: list[dict[str, object]] = [
        {"project_id": project_id, "task": task, "labeler": labeler}
        for task, labelers in (draft.reserved or {}).items()
        for labeler in labelers
    ]
    _insert_new(connection, gold, golds)
    _insert_new(connection, reservations, places)
    invited = [{"project_id": project_id, "labeler": labeler} for labeler in draft.guests]
    _insert_new(connection, guests, invited)
    connection.execute(
        update(projects)
        .where(projects.c.id == project_id, projects.c.state == "filling")
        .values(state="draft")
    )
    number: int | None = get_project_by_id(connection, project_id).number
    return number


def _insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    if rows:
        connection.execute(upsert(connection, table).on_conflict_do_nothing(), rows)


def get_draft(connection: Connection, manifest_hash: Hash32) -> AnyRow | None:
    """Return the draft with this manifest, if it is not opened yet."""
    return connection.execute(
        select(projects).where(
            projects.c.manifest_hash == manifest_hash, projects.c.state == "draft"
        )
    ).first()


def open_project(
    connection: Connection, manifest_hash: Hash32, requester: Address, number: int, deposit: int
) -> bool:
    """Join a draft to its project on chain; tell whether there was such a draft."""
    changed = connection.execute(
        update(projects)
        .where(
            projects.c.manifest_hash == manifest_hash,
            projects.c.requester == requester,
            projects.c.state == "draft",
        )
        .values(number=number, deposit=deposit, state="open")
    )
    return changed.rowcount == 1


def get_project(connection: Connection, number: ProjectNumber) -> AnyRow | None:
    """Return the project with this number on chain."""
    return connection.execute(select(projects).where(projects.c.number == number)).first()


def get_project_by_id(connection: Connection, project_id: int) -> AnyRow:
    """Return the project with this id."""
    return connection.execute(_BY_ID, {"p_id": project_id}).one()


def list_projects(connection: Connection, states: Iterable[str]) -> Sequence[AnyRow]:
    """Return the projects in one of `states`, by number."""
    return connection.execute(
        select(projects).where(projects.c.state.in_(list(states))).order_by(projects.c.number)
    ).all()


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """How far a project's records are open, as the chain says."""

    opened_checkpoints: int
    unopened_since_s: int | None
    """Time of the oldest checkpoint that is not opened; None if there is none."""
    proves_at_s: int | None
    """Last second of the oldest opening's challenge window that nobody proved yet."""


def set_opened(connection: Connection, project_id: int, row: OpeningRow) -> None:
    """Note what the chain says of a project's openings."""
    values = {name: getattr(row, name) for name in row.__slots__}
    connection.execute(update(projects).where(projects.c.id == project_id).values(values))


def get_opened(connection: Connection, project_id: int) -> OpeningRow:
    """Return what the chain last said of a project's openings."""
    project = get_project_by_id(connection, project_id)
    return OpeningRow(*(getattr(project, name) for name in OpeningRow.__slots__))


def set_disputes(connection: Connection, disputes: Mapping[ProjectNumber, int]) -> None:
    """Note how many disputes are pending over each project."""
    for number, pending in disputes.items():
        changed = update(projects).where(projects.c.number == number)
        connection.execute(changed.values(disputes=pending))


def disputed_count(connection: Connection) -> int:
    """Return over how many projects a dispute is pending."""
    statement = select(func.count()).where(projects.c.disputes > 0)
    return int(connection.execute(statement).scalar_one())


def provable_projects(connection: Connection, chain_time_s: int) -> Sequence[AnyRow]:
    """Return the projects with an opening whose challenge window is over, by number."""
    return connection.execute(
        select(projects).where(projects.c.proves_at_s < chain_time_s).order_by(projects.c.number)
    ).all()


def count_by_state(connection: Connection) -> dict[str, int]:
    """Return how many projects are in each state."""
    counts = select(projects.c.state, func.count()).group_by(projects.c.state)
    return {state: int(count) for state, count in connection.execute(counts)}


def set_deposit(connection: Connection, project_id: int, deposit: int) -> None:
    """Note what the chain says was paid in."""
    connection.execute(update(projects).where(projects.c.id == project_id).values(deposit=deposit))


def set_contested(connection: Connection, project_id: int) -> None:
    """Note that the answers contradict a project's gold: it takes no more of them."""
    connection.execute(
        update(projects).where(projects.c.id == project_id).values(contested=True, state="closing")
    )


def set_state(connection: Connection, project_id: int, state: str) -> None:
    """Move a project to `state`."""
    connection.execute(update(projects).where(projects.c.id == project_id).values(state=state))


def set_paused(connection: Connection, project_id: int, *, paused: bool) -> None:
    """Note whether tasks are handed out."""
    connection.execute(update(projects).where(projects.c.id == project_id).values(paused=paused))


def set_limits(
    connection: Connection, project_id: int, most_answers: int | None, most_held: int | None
) -> None:
    """Note how much of a project one labeler may do."""
    connection.execute(
        update(projects)
        .where(projects.c.id == project_id)
        .values(most_answers=most_answers, most_held=most_held)
    )


def task_count(connection: Connection, project_id: int) -> int:
    """Return how many tasks the project has."""
    statement = select(func.count()).where(tasks.c.project_id == project_id)
    return int(connection.execute(statement).scalar_one())


def list_gold(connection: Connection, project_id: int) -> Sequence[AnyRow]:
    """Return all gold of a project, closed or not: for the operator's eyes only."""
    return connection.execute(select(gold).where(gold.c.project_id == project_id)).all()


def task_rows(connection: Connection, project_id: int) -> Sequence[AnyRow]:
    """Return all tasks of a project in the requester's order."""
    return connection.execute(
        select(tasks).where(tasks.c.project_id == project_id).order_by(tasks.c.ordinal)
    ).all()


def guests_of(connection: Connection, project_id: int) -> frozenset[Address] | None:
    """Return for whom all tasks of a project are; None where no one is named."""
    found = connection.scalars(select(guests.c.labeler).where(guests.c.project_id == project_id))
    return frozenset(map(Address, found)) or None


def task_stretches(
    connection: Connection, project_id: int, count: int
) -> Iterator[Sequence[AnyRow]]:
    """Yield (task, task_json) of a project in the requester's order, so many at a time."""
    statement = (
        select(tasks.c.task, tasks.c.task_json)
        .where(tasks.c.project_id == project_id)
        .order_by(tasks.c.ordinal)
    )
    yield from connection.execute(statement, execution_options={"yield_per": count}).partitions()


def is_invited(connection: Connection, project_id: int, labeler: Address) -> bool:
    """Say whether tasks of a project are reserved for a labeler."""
    found = select(reservations.c.task).where(
        reservations.c.project_id == project_id, reservations.c.labeler == labeler
    )
    return connection.execute(found.limit(1)).first() is not None
