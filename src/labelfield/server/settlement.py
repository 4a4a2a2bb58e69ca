"""Settling a project: from its rows to what everybody has earned, in one transaction."""

from itertools import groupby
from typing import Any

from sqlalchemy import Connection

from labelfield.collect.inputs import ClosedAnswer, Member, collect_inputs
from labelfield.db import labelers as labelers_db
from labelfield.db import projects as projects_db
from labelfield.db import settlements as settlements_db
from labelfield.market.closing import ClosingRule, closes, counted_answers
from labelfield.protocol.ids import TaskId
from labelfield.quality.consensus import consensus
from labelfield.quality.task import task_posterior
from labelfield.server.context import ProjectFacts
from labelfield.settle.hashes import inputs_hash, settlement_hash
from labelfield.settle.inputs import Inputs, closed_answers, crowd_of
from labelfield.settle.settle import settle, settle_final
from labelfield.settle.settlement import Settlement

NEVER_EARLY_BPS = 10_000


def settle_due(connection: Connection, facts: ProjectFacts) -> None:
    """Do the settlement that is due, if there is one: for good when closing or all is closed."""
    project = projects_db.get_project_by_id(connection, facts.project_id)
    if project.final_settlement is not None:
        return
    if project.state == "closing":
        if project.accepted:
            settle_finally(connection, facts, project)
    elif project.closed_tasks == facts.manifest.task_count:
        settle_finally(connection, facts, project)
        projects_db.set_state(connection, facts.project_id, "closing")
    else:
        settle_running(connection, facts, project)


def settle_running(connection: Connection, facts: ProjectFacts, project: Any) -> bool:
    """Settle what has closed since the last settlement; tell whether there was anything."""
    number = project.settlements + 1
    if not settlements_db.has_new_closings(connection, facts.project_id, number):
        return False
    inputs = _inputs(connection, facts, number)
    _store(connection, facts, number, inputs, settle(inputs, consensus), final=False)
    if facts.manifest.answers_per_task.target_confidence_bps < NEVER_EARLY_BPS:
        _close_confident(connection, facts, number, inputs)
    return True


def settle_finally(connection: Connection, facts: ProjectFacts, project: Any) -> None:
    """Close every task and settle for the last time."""
    number = project.settlements + 1
    settlements_db.close_all_tasks(connection, facts.project_id, number)
    inputs = _inputs(connection, facts, number)
    _store(connection, facts, number, inputs, settle_final(inputs, consensus), final=True)


def _inputs(connection: Connection, facts: ProjectFacts, number: int) -> Inputs:
    rows = settlements_db.closed_answers(connection, facts.project_id, number)
    members = labelers_db.answering_members(connection, facts.project_id)
    return collect_inputs(
        scoring=facts.manifest.scoring,
        price=facts.manifest.price,
        answers=[ClosedAnswer(row.task, row.labeler, row.label) for row in rows],
        gold={row.task: row.label for row in projects_db.list_gold(connection, facts.project_id)},
        members=[Member(row.labeler, row.owed, row.sequence) for row in members],
    )


def _store(
    connection: Connection,
    facts: ProjectFacts,
    number: int,
    inputs: Inputs,
    settlement: Settlement,
    *,
    final: bool,
) -> None:
    row: dict[str, object] = {
        "number": number,
        "final": final,
        "inputs_hash": inputs_hash(inputs),
        "settlement_hash": settlement_hash(settlement),
    }
    settlements_db.insert_settlement(connection, facts.project_id, row)
    settlements_db.set_standings(connection, facts.project_id, settlement.labelers)
    for owed_before, found in zip(inputs.owed, settlement.labelers, strict=True):
        if found.owed != owed_before:
            labelers_db.add_owed(
                connection, facts.project_id, found.labeler, found.owed - owed_before
            )
    if final:
        settlements_db.insert_labels(connection, facts.project_id, settlement.tasks)


def _close_confident(
    connection: Connection, facts: ProjectFacts, number: int, inputs: Inputs
) -> None:
    """Close open tasks of whose label the labelers known so far are sure enough."""
    rule = facts.manifest.answers_per_task
    rows = settlements_db.open_answers(connection, facts.project_id, rule.minimum)
    if not rows:
        return
    found = consensus(crowd_of(inputs), inputs.scoring)
    index = {labeler: place for place, labeler in enumerate(inputs.labelers)}
    scored = closed_answers(inputs)
    closing_rule = ClosingRule(rule.minimum, rule.maximum, rule.target_confidence_bps)
    chosen: list[TaskId] = []
    for task, group in groupby(rows, key=lambda row: row.task):
        answers = [(index[row.labeler], row.label) for row in group]
        counted = counted_answers(answers, scored)
        confidence_q16 = max(task_posterior(found, counted)) if counted else 0
        if closes(closing_rule, len(answers), confidence_q16):
            chosen.append(task)
    settlements_db.close_tasks(connection, facts.project_id, chosen, number + 1)
