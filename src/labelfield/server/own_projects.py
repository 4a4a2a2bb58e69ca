"""A requester's own projects: the list, pausing, what a close gives back."""

from sqlalchemy import Connection

from labelfield.api.statistics_models import LabelerLimits, OwnAccount, OwnProject, RefundFacts
from labelfield.chain.errors import ChainError
from labelfield.chain.pool import Pool
from labelfield.db import projects as projects_db
from labelfield.db import statistics as statistics_db
from labelfield.db.checkpoints import totals_before
from labelfield.server import refusals
from labelfield.server.callers import Caller, own_project
from labelfield.server.context import Coordinator, ProjectFacts, project_facts
from labelfield.server.views import summary

_NO_LIMIT = 2**31 - 1


def own_account(coordinator: Coordinator, connection: Connection, caller: Caller) -> OwnAccount:
    """Return the caller's projects; of the operator's account everybody's."""
    requester = None if caller.operator else caller.address
    projects = []
    for row in statistics_db.projects_of(connection, requester):
        facts, _ = project_facts(coordinator, connection, row.number)
        credited, _ = totals_before(connection, facts.project_id, _NO_LIMIT)
        projects.append(
            OwnProject(
                **summary(facts, row), deposit=row.deposit, credited=credited, paused=row.paused
            )
        )
    return OwnAccount(address=caller.address, operator=caller.operator, projects=projects)


def pause(coordinator: Coordinator, connection: Connection, caller: Caller, number: int) -> None:
    """Hand out no more tasks; again it changes nothing."""
    facts, _ = own_project(coordinator, connection, caller, number)
    projects_db.set_paused(connection, facts.project_id, paused=True)


def resume(coordinator: Coordinator, connection: Connection, caller: Caller, number: int) -> None:
    """Hand out tasks again; again it changes nothing."""
    facts, _ = own_project(coordinator, connection, caller, number)
    projects_db.set_paused(connection, facts.project_id, paused=False)


def set_limits(
    coordinator: Coordinator,
    connection: Connection,
    caller: Caller,
    number: int,
    limits: LabelerLimits,
) -> None:
    """Let one labeler do no more of a project than this; what is held already stays."""
    facts, _ = own_project(coordinator, connection, caller, number)
    projects_db.set_limits(connection, facts.project_id, limits.most_answers, limits.most_held)


def refund_facts(coordinator: Coordinator, facts: ProjectFacts) -> RefundFacts:
    """Return what the chain says of a project's money."""
    try:
        pool = Pool(coordinator.rpc_url, coordinator.pool.domain.pool)
        state, chain_time_s = pool.project(facts.number), pool.chain_time_s()
    except ChainError as error:
        raise refusals.ChainUnreachable(f"The chain cannot be asked: {error}") from error
    over = bool(state.closes_at_s) and chain_time_s >= state.closes_at_s
    return RefundFacts(
        deposit=state.deposit,
        debited=state.deposit - state.rest,
        rest=state.rest,
        closes_at_s=state.closes_at_s or None,
        refundable=over and not state.refunded,
        refunded=state.refunded,
    )
