"""Handing out tasks: who may label what, and for how long."""

import secrets
from collections.abc import Sequence
from random import Random

from sqlalchemy import Connection

from labelfield.api.models import Joined, Lease, LeaseList
from labelfield.db import asking as asking_db
from labelfield.db import labelers as labelers_db
from labelfield.db import leases as leases_db
from labelfield.db.tables import AnyRow
from labelfield.market.assignment import FIRST_ANSWERS, History, next_tasks
from labelfield.protocol.ids import Address, TaskId
from labelfield.protocol.tasks import parse_task
from labelfield.server import refusals
from labelfield.server.appeals import asked_candidates
from labelfield.server.candidates import candidates_for
from labelfield.server.context import Coordinator, ProjectFacts, project_facts
from labelfield.server.private_projects import check_present

AWAKE = 3
"""Others who must hold tasks of a project for anybody to rest: so a project never stands still."""


def join(coordinator: Coordinator, connection: Connection, number: int, labeler: Address) -> Joined:
    """Return where the labeler's chain stands in a project; a first call starts it."""
    facts, _ = project_facts(coordinator, connection, number)
    member = labelers_db.join(connection, facts.project_id, labeler)
    return Joined(project=number, sequence=member.sequence, head=member.head)


def lease(
    coordinator: Coordinator,
    connection: Connection,
    number: int,
    labeler: Address,
    count: int,
    now_s: int,
) -> LeaseList:
    """Return up to `count` tasks that the labeler holds, new ones among them."""
    facts, project = project_facts(coordinator, connection, number)
    check_present(coordinator, facts, labeler)
    member = labelers_db.join(connection, facts.project_id, labeler)
    resting = member.resting and _others_answer(connection, facts.project_id)
    if project.state == "open" and not project.paused and not project.hidden:
        leases_db.delete_expired(connection, facts.project_id, now_s)
        held = leases_db.held_leases(connection, facts.project_id, labeler, now_s)
        room = 0 if resting else _room(project, member, len(held), count)
        chosen = _choose(connection, facts, member, len(held), room, project.heard)
        expires_s = now_s + facts.manifest.lease_s
        leases_db.insert_leases(connection, facts.project_id, labeler, chosen, expires_s)
    held = leases_db.held_leases(connection, facts.project_id, labeler, now_s)
    return LeaseList(leases=[_wire(row) for row in held[:count]], resting=resting)


def skip(
    coordinator: Coordinator,
    connection: Connection,
    number: int,
    labeler: Address,
    task: TaskId,
    reason: str,
) -> None:
    """Take a task back for good; again it changes nothing."""
    facts, _ = project_facts(coordinator, connection, number)
    if leases_db.has_skipped(connection, facts.project_id, task, labeler):
        return
    if leases_db.get_lease(connection, facts.project_id, task, labeler) is None:
        raise refusals.NoLease("The task is not held by this labeler now.", task=task)
    leases_db.delete_lease(connection, facts.project_id, task, labeler)
    leases_db.insert_skip(connection, facts.project_id, task, labeler, reason)


def _others_answer(connection: Connection, project_id: int) -> bool:
    """Whether enough labelers whose answers say more hold tasks, so that those who rest may."""
    return asking_db.awake(connection, project_id, AWAKE) >= AWAKE


def _choose(
    connection: Connection, facts: ProjectFacts, member: AnyRow, held: int, count: int, heard: int
) -> Sequence[TaskId]:
    if count <= 0:
        return ()
    free = [
        *candidates_for(connection, facts, member.labeler, member.sequence, count, heard),
        *asked_candidates(connection, facts, member),
    ]
    given, gold_given = member.sequence + held, 0
    if given < FIRST_ANSWERS:
        gold_given = leases_db.gold_given(connection, facts.project_id, member.labeler)
    history = History(given, gold_given, member.alike)
    chance = Random(secrets.randbits(256))  # noqa: S311 (of a seed that nobody can know)
    return next_tasks(free, history, count, chance.randrange)


def _room(project: AnyRow, member: AnyRow, held: int, count: int) -> int:
    """Return how many more tasks a labeler may be handed, by what they ask and the limits."""
    room = count - held
    if project.most_held is not None:
        room = min(room, project.most_held - held)
    if project.most_answers is not None:
        room = min(room, project.most_answers - member.sequence - held)
    return room


def _wire(row: AnyRow) -> Lease:
    data = parse_task(row.task_json).data
    return Lease(task=row.task, data=data, expires_s=row.expires_s)
