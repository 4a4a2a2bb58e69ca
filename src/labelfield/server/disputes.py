"""Disputes and the operator's halt, as the chain says them.

A dispute holds a project's openings and the bond, nothing else: answers are taken and paid as
before, and the views say that a dispute is pending. A halt ends everything that could be promised:
no answers, no checkpoints. What is credited can be withdrawn, records are opened, deposits are
refunded; for receipts that no credit covers there are claims (`labelfield receipts claim`).
"""

import logging
from functools import partial

from sqlalchemy import Connection

from labelfield.chain.court import Court
from labelfield.chain.court_state import Stage
from labelfield.chain.pool import Pool
from labelfield.db import checkpoints as checkpoints_db
from labelfield.db import projects as projects_db
from labelfield.server.context import Coordinator, ProjectFacts

log = logging.getLogger("labelfield.worker")


def hear_disputes(coordinator: Coordinator, pool: Pool, from_block: int, to_block: int) -> None:
    """Note which projects are disputed; tell the operator what awaits its answer."""
    held = {change.project: change.holds for change in pool.holds_changed(from_block, to_block)}
    if not held:
        return
    coordinator.writer.run(partial(projects_db.set_disputes, disputes=held))
    court = Court(pool.rpc_url, pool.court)
    if not court.exists:
        return
    for opened in court.opened(from_block, to_block, pool.address):
        if court.dispute(opened.dispute).stage is Stage.OPENED:
            log.warning(
                "project %s is disputed: the operator must answer before %s (chain time), or it "
                "loses its bond: labelfield dispute respond %s",
                opened.complaint.project,
                opened.answer_until_s,
                opened.dispute,
            )


def end_if_opened(connection: Connection, facts: ProjectFacts) -> bool:
    """End a halted operator's project once its records are open; tell whether it has ended."""
    project = projects_db.get_project_by_id(connection, facts.project_id)
    unfinished = checkpoints_db.unfinished_checkpoint(connection, facts.project_id)
    mined = project.checkpoints - (unfinished is not None)
    if project.opened_checkpoints < mined:
        return False
    projects_db.set_state(connection, facts.project_id, "halted")
    log.error("project %s ended: its operator was halted on chain", facts.number)
    return True
