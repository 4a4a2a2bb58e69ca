"""Reports of content: taken in from labelers, answered by the operator."""

from typing import Any

from sqlalchemy import Connection

from labelfield.api.case_models import Case, CaseList, ReportRequest
from labelfield.db import answers as answers_db
from labelfield.db import cases as cases_db
from labelfield.protocol.ids import Address, TaskId
from labelfield.server import refusals
from labelfield.server.context import Coordinator, project_facts

MOST_WAITING = 50
"""Cases of one labeler that wait at a time."""
SHOWN = 200


def report(
    coordinator: Coordinator,
    connection: Connection,
    number: int,
    labeler: Address,
    request: ReportRequest,
    now_s: int,
) -> Case:
    """Store a report; the same one again, while it waits, is the same."""
    facts, _ = project_facts(coordinator, connection, number)
    task = None if request.task is None else TaskId(request.task)
    if task is not None and not answers_db.get_task_states(connection, facts.project_id, [task]):
        raise refusals.UnknownTask(f"The project has no task {task}.", task=task)
    row = cases_db.CaseRow(
        "report", facts.project_id, labeler, task, None, request.about, request.text, now_s
    )
    return _stored(connection, row)


def own_cases(connection: Connection, labeler: Address) -> CaseList:
    """Return a labeler's own cases."""
    return CaseList(cases=[_case(row) for row in cases_db.cases_of(connection, labeler)])


def waiting(connection: Connection) -> CaseList:
    """Return what waits for the operator."""
    return CaseList(cases=[_case(row) for row in cases_db.waiting_cases(connection, SHOWN)])


def answered(connection: Connection) -> CaseList:
    """Return what the operator answered."""
    return CaseList(cases=[_case(row) for row in cases_db.answered_cases(connection, SHOWN)])


def answer(connection: Connection, identifier: int, text: str, now_s: int) -> Case:
    """Store the operator's answer."""
    cases_db.set_answer(connection, identifier, text, now_s)
    return _one(connection, identifier)


def _stored(connection: Connection, row: cases_db.CaseRow) -> Case:
    known = cases_db.same_case(connection, row)
    if known is not None:
        return _one(connection, known)
    if cases_db.count_waiting(connection, row.labeler) >= MOST_WAITING:
        raise refusals.Conflict(f"{MOST_WAITING} of your cases wait for an answer already.")
    return _one(connection, cases_db.insert_case(connection, row))


def _one(connection: Connection, identifier: int) -> Case:
    row = cases_db.get_case(connection, identifier)
    if row is None:
        raise refusals.NotFound(f"There is no case {identifier}.")
    return _case(row)


def _case(row: Any) -> Case:
    return Case(
        id=row.id,
        kind=row.kind,
        project=row.number,
        labeler=row.labeler,
        task=row.task,
        sequence=row.sequence,
        about=row.about,
        text=row.text,
        created_s=row.created_s,
        answer=row.answer,
        answered_s=row.answered_s,
    )
