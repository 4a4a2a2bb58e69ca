"""Openings: when a project's records become readable, and when the bond is free of them.

What was opened stands on chain; the rows here only repeat it. So a step that dies anywhere is
taken again: the pool refuses to open what is open, and the same key would be published.
"""

from functools import partial

from sqlalchemy import Connection

from labelfield.chain import calls
from labelfield.chain.pool import Pool
from labelfield.chain.pool_state import ProjectState
from labelfield.chain.transactions import Sender
from labelfield.db import checkpoints as checkpoints_db
from labelfield.db.projects import (
    OpeningRow,
    get_opened,
    get_project_by_id,
    provable_projects,
    set_opened,
)
from labelfield.protocol.hashes import hex_of
from labelfield.protocol.ids import Hash32
from labelfield.protocol.sealing import project_secret, record_key
from labelfield.server import appeal_window, checkpointing
from labelfield.server.context import Coordinator, ProjectFacts, project_facts

SHORT_BOND_SHARE = 4
"""Records are opened once less than the bond divided by this can still be debited."""


def note_openings(
    coordinator: Coordinator, pool: Pool, facts: ProjectFacts, state: ProjectState
) -> None:
    """Store what the chain says of a project's openings."""
    opened = state.checkpoint_count
    if state.unopened_since_s:
        last = state.opening_count
        opened = pool.opening_of(facts.number, last).last_checkpoint if last else 0
    proves_at_s = None
    if state.proven_count < state.opening_count:
        oldest = pool.opening_of(facts.number, state.proven_count + 1)
        proves_at_s = oldest.challenge_ends_at_s
    row = OpeningRow(opened, state.unopened_since_s or None, proves_at_s)
    known = coordinator.writer.read(lambda found: get_opened(found, facts.project_id))
    if row != known:
        coordinator.writer.run(lambda connection: set_opened(connection, facts.project_id, row))


def open_due(
    coordinator: Coordinator, pool: Pool, sender: Sender, facts: ProjectFacts, now_s: int
) -> bool:
    """Make the records of all checkpoints readable if it is time; tell whether it was."""
    find = partial(_checkpoint_to_open, coordinator, facts=facts, now_s=now_s)
    if coordinator.writer.read(find) is None:
        return False
    number = coordinator.writer.run(find)  # again, where only who has the turn comes
    if number is None:
        return False
    secret = project_secret(coordinator.record_secret, coordinator.pool.domain, facts.number)
    key = Hash32(hex_of(record_key(secret, number)))
    sender.execute(calls.open_records(pool.address, facts.number, number, key))
    note_openings(coordinator, pool, facts, pool.project(facts.number))
    return True


def prove_due(coordinator: Coordinator, pool: Pool, relayer: Sender, number: int) -> None:
    """Free the bond from a project's openings that nobody can dispute any more."""
    facts = coordinator.writer.run(
        lambda connection: project_facts(coordinator, connection, number)[0]
    )
    state = pool.project(number)
    if state.proven_count < state.opening_count and not state.holds:
        oldest = pool.opening_of(number, state.proven_count + 1)
        if oldest.challenge_ends_at_s < pool.chain_time_s():
            relayer.execute(calls.prove(pool.address, number))
            state = pool.project(number)
            coordinator.watch.funds = pool.funds()
    note_openings(coordinator, pool, facts, state)


def provable(connection: Connection, chain_time_s: int) -> list[int]:
    """Return the numbers of the projects that have something to prove."""
    return [row.number for row in provable_projects(connection, chain_time_s)]


def _checkpoint_to_open(
    coordinator: Coordinator, connection: Connection, facts: ProjectFacts, now_s: int
) -> int | None:
    """Return the last checkpoint on chain if it is not open and it is time, else None."""
    project = get_project_by_id(connection, facts.project_id)
    unfinished = checkpoints_db.unfinished_checkpoint(connection, facts.project_id)
    mined: int = project.checkpoints - (unfinished is not None)
    if mined <= project.opened_checkpoints or (unfinished and unfinished.state == "signed"):
        return None
    funds, chain_time_s = coordinator.watch.funds, coordinator.watch.time_s
    since_s = project.unopened_since_s
    due = since_s is not None and chain_time_s >= since_s + facts.manifest.opening_interval_s
    short = funds.room < funds.bond // 2 // SHORT_BOND_SHARE
    shown = appeal_window.is_awaited(project) and not checkpoints_db.has_loose_rows(
        connection, facts.project_id
    )
    if due or short or unfinished or shown or is_finished(connection, facts):
        return mined
    waiting = checkpointing.plan(coordinator, connection, facts, now_s).waiting
    return mined if waiting else None


def is_complete(connection: Connection, facts: ProjectFacts) -> bool:
    """Tell whether a project is finished, and open to the last record."""
    project = get_project_by_id(connection, facts.project_id)
    return project.opened_checkpoints >= project.checkpoints and is_finished(connection, facts)


def is_finished(connection: Connection, facts: ProjectFacts) -> bool:
    """Tell whether everything of a closing project is credited, and stands in a record."""
    project = get_project_by_id(connection, facts.project_id)
    return (
        project.state == "closing"
        and (project.final_settlement is not None or not project.accepted)
        and not checkpoints_db.has_loose_rows(connection, facts.project_id)
        and not checkpoints_db.pending_members(connection, facts.project_id)
        and checkpoints_db.unfinished_checkpoint(connection, facts.project_id) is None
    )
