"""The time that a project whose tasks are all closed leaves for appeals.

Nobody can appeal before anybody can see why. So where somebody may appeal, the last tasks are
settled, credited and opened like any, and the final settlement waits for `appeal_window_s` from
then on. Where nobody may, and once the requester asks for the close, it does not wait.
"""

import time
from typing import Any

from sqlalchemy import Connection

from labelfield.api.progress_models import AppealsAwaited
from labelfield.db import appeals as appeals_db
from labelfield.db import checkpoints as checkpoints_db
from labelfield.db import projects as projects_db
from labelfield.db import settlements as settlements_db
from labelfield.ledger.deposit import covers_another
from labelfield.market.appeals import ANSWERS_AN_APPEAL, most_of_labeler, most_of_project
from labelfield.server.context import ProjectFacts
from labelfield.settle.inputs import Inputs
from labelfield.settle.judgment import Judgment
from labelfield.settle.margins import wrong_rows
from labelfield.settle.settlement import Settlement

APPEAL_S = 3_600
"""How long a project that has nothing else to do waits for answers that an appeal asked for."""


def is_over(connection: Connection, facts: ProjectFacts, project: Any, window_s: int) -> bool:
    """Tell whether all tasks are closed, and no appeal is awaited, or waits for answers still."""
    if project.closed_tasks != facts.manifest.task_count:
        return False
    since_s = appeals_db.asked_now(connection, facts.project_id).since_s
    if since_s is not None and time.time() < since_s + APPEAL_S:
        return False
    if not window_s or project.contested or facts.closed_to_others:
        return True
    if settlements_db.has_new_closings(connection, facts.project_id, project.settlements + 1):
        return False  # they are judged first: nobody can say yet whether one may appeal
    if not project.appealable:
        return True
    return project.appeals_until_s is not None and time.time() >= project.appeals_until_s


def awaited(connection: Connection, facts: ProjectFacts, project: Any) -> AppealsAwaited | None:
    """Return for what a project waits whose tasks are all closed; None where it does not."""
    if project.state != "open" or project.closed_tasks != facts.manifest.task_count:
        return None
    asked = appeals_db.asked_now(connection, facts.project_id)
    if is_awaited(project):
        return AppealsAwaited(until_s=None, asked=asked.tasks)
    ends = [project.appeals_until_s] if project.appealable else []
    ends += [asked.since_s + APPEAL_S] if asked.tasks else []
    return AppealsAwaited(until_s=max(ends), asked=asked.tasks) if ends else None


def is_awaited(project: Any) -> bool:
    """Tell whether records must be open to the last, because appeals are awaited of them."""
    return bool(project.state == "open" and project.appealable and project.appeals_until_s is None)


def note_appealable(
    connection: Connection,
    facts: ProjectFacts,
    inputs: Inputs,
    judgment: Judgment,
    found: Settlement,
) -> None:
    """Once all tasks are closed, note whether anybody may appeal against what is settled now."""
    project = projects_db.get_project_by_id(connection, facts.project_id)
    if project.closed_tasks != facts.manifest.task_count or project.appeals_until_s is not None:
        return
    possible = _has_room(connection, facts, project) and _has_appellant(
        connection, facts, inputs, judgment, found
    )
    appeals_db.set_window(connection, facts.project_id, possible)


def may_begin(connection: Connection, facts: ProjectFacts) -> bool:
    """Tell whether a window is awaited, and everything that can be appealed against is open."""
    project = projects_db.get_project_by_id(connection, facts.project_id)
    return (
        is_awaited(project)
        and project.opened_checkpoints == project.checkpoints
        and not checkpoints_db.has_loose_rows(connection, facts.project_id)
    )


def begin(connection: Connection, facts: ProjectFacts, window_s: int, now_s: int) -> None:
    """Let the window begin if it may."""
    if may_begin(connection, facts):
        appeals_db.set_window(connection, facts.project_id, True, now_s + window_s)


def _has_room(connection: Connection, facts: ProjectFacts, project: Any) -> bool:
    """Tell whether the project takes one more appeal, and its deposit pays for it."""
    manifest = facts.manifest
    had = appeals_db.count_appeals(connection, facts.project_id)
    last = project.accepted + ANSWERS_AN_APPEAL - 1
    return had < most_of_project(manifest.task_count) and covers_another(
        project.deposit, manifest.price, last, manifest.fee_bps
    )


def _has_appellant(
    connection: Connection,
    facts: ProjectFacts,
    inputs: Inputs,
    judgment: Judgment,
    found: Settlement,
) -> bool:
    """Tell whether an answer was judged wrong whose labeler may appeal, with others to ask."""
    place = facts.project_id
    may = {
        index
        for index, row in enumerate(found.labelers)
        if (most := most_of_labeler(row.closed_answers))
        and appeals_db.count_appeals(connection, place, row.labeler) < most
    }
    rows = wrong_rows(judgment)
    wrong = {int(inputs.task[row]) for row in rows.tolist() if int(inputs.labeler[row]) in may}
    return any(
        appeals_db.get_appeal(connection, place, inputs.tasks[task]) is None
        and appeals_db.may_be_asked(connection, place, inputs.tasks[task]) >= ANSWERS_AN_APPEAL
        for task in sorted(wrong)
    )
