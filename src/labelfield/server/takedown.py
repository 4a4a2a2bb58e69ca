"""Taking content down: what the operator must not show is shown to nobody from then on.

What was answered stays in the record, and what was earned is paid. Objects that are already in a
public store are not ours alone: docs/operate.md says what to do about them.
"""

from collections.abc import Iterable
from pathlib import PurePosixPath

from sqlalchemy import Connection

from labelfield.api.case_models import TakedownRequest, TakenDown
from labelfield.db import cases as cases_db
from labelfield.db import projects as projects_db
from labelfield.labeling.config import media_fields
from labelfield.protocol.ids import TaskId
from labelfield.protocol.tasks import parse_task
from labelfield.server import refusals
from labelfield.server.context import Coordinator, ProjectFacts, project_facts
from labelfield.server.media import TAKEN_BUCKET


def take_down(
    coordinator: Coordinator, connection: Connection, number: int, request: TakedownRequest
) -> TakenDown:
    """Show a task, or a whole project, to nobody any more; again it changes nothing."""
    facts, _ = project_facts(coordinator, connection, number)
    rows = projects_db.task_rows(connection, facts.project_id)
    if request.task is None:
        cases_db.hide_project(connection, facts.project_id)
    else:
        rows = [row for row in rows if row.task == request.task]
        if not rows:
            raise refusals.UnknownTask(f"The project has no task {request.task}.")
        cases_db.withhold_task(connection, facts.project_id, TaskId(request.task))
    media = sorted({name for row in rows for name in _media_of(facts, row.task_json)})
    for name in media:
        coordinator.sealed.put(TAKEN_BUCKET, name, b"taken down")
    return TakenDown(tasks=len(rows), media=len(media))


def _media_of(facts: ProjectFacts, task_json: bytes) -> Iterable[str]:
    data = parse_task(task_json).data
    for field in media_fields(facts.config):
        value = data.get(field)
        if isinstance(value, str) and value.startswith("media/"):
            yield PurePosixPath(value).name
