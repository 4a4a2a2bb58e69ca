"""Taking what models say: of open tasks, once each, never shown to labelers."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from labelfield.api.prediction_models import Prediction, Predictions, PredictionsAccepted
from labelfield.db import answers as answers_db
from labelfield.db import predictions as predictions_db
from labelfield.db.projects import get_project_by_id
from labelfield.formats.predictions import FIELD
from labelfield.protocol.canonical import canonical_json
from labelfield.protocol.errors import LabelfieldError, ProtocolError
from labelfield.protocol.hashes import hex_of
from labelfield.protocol.ids import TaskId
from labelfield.protocol.models import MOST_MODELS, check_model
from labelfield.protocol.tasks import Task, parse_task
from labelfield.quality.tables import ONE
from labelfield.server import refusals
from labelfield.server.callers import Caller, own_project
from labelfield.server.context import Coordinator, ProjectFacts
from labelfield.settle.judged import said_by


@dataclass(frozen=True, slots=True)
class CheckedPredictions:
    """Predictions that fit their project, ready to be stored."""

    facts: ProjectFacts
    model: str
    rows: Mapping[TaskId, Mapping[str, Any]]


def check_predictions(
    coordinator: Coordinator,
    connection: Connection,
    caller: Caller,
    number: int,
    request: Predictions,
) -> CheckedPredictions:
    """Return what is to be stored; refuse the first prediction that cannot be."""
    facts, _ = own_project(coordinator, connection, caller, number)
    if facts.manifest.scoring.controls:
        raise refusals.Malformed(
            "Models can be labelers only where labelers choose one of several choices; of other "
            "types predictions can be shown to labelers (labelfield project create --predictions).",
            project=number,
        )
    try:
        check_model(request.model)
    except ProtocolError as error:
        raise refusals.Malformed(f"model: {error}") from error
    names = [TaskId(item.task) for item in request.predictions]
    tasks = answers_db.get_tasks(connection, facts.project_id, names)
    rows: dict[TaskId, Mapping[str, Any]] = {}
    for item in request.predictions:
        task = TaskId(item.task)
        if task not in tasks:
            raise refusals.Malformed(f"Task {task} is not one of the project's.", task=task)
        if task in rows:
            raise refusals.Malformed(f"Task {task} stands twice.", task=task)
        rows[task] = _row(facts, parse_task(tasks[task]), item)
    return CheckedPredictions(facts, request.model, rows)


def store_predictions(connection: Connection, checked: CheckedPredictions) -> PredictionsAccepted:
    """Store what is new of open tasks; refuse what contradicts what the model said before."""
    project_id = checked.facts.project_id
    project = get_project_by_id(connection, project_id)
    if project.state not in ("open", "closing", "complete") or project.contested:
        raise refusals.Conflict("The project takes no more answers.", state=project.state)
    _check_count(connection, checked)
    known = predictions_db.labels_by(connection, project_id, checked.model)
    states = answers_db.get_task_states(connection, project_id, list(checked.rows))
    is_open = {row.task for row in states if row.closing is None and project.state == "open"}
    fresh = []
    for task, row in checked.rows.items():
        if task in known and known[task] != row["label"]:
            raise refusals.Conflict(
                f"{checked.model} has said something else of task {task} before: a model says one "
                "thing of a task, so give the new one a name of its own.",
                task=task,
            )
        if task not in known and task in is_open:
            fresh.append({**row, "model": checked.model, "settlement": project.settlements})
    predictions_db.insert_predictions(connection, project_id, fresh)
    repeated = len(checked.rows.keys() & known.keys())
    return PredictionsAccepted(
        accepted=len(fresh), known=repeated, closed=len(checked.rows) - len(fresh) - repeated
    )


def _row(facts: ProjectFacts, task: Task, item: Prediction) -> Mapping[str, Any]:
    if FIELD in task.data:
        raise refusals.Malformed(
            f"Task {task.key!r} shows a prediction to labelers: what they were shown does not "
            "count a second time. Create the project without predictions in its tasks.",
            key=task.key,
        )
    try:
        answer_json = canonical_json(item.result)
        label = said_by(facts.config, facts.manifest.scoring, task, answer_json)
    except LabelfieldError as error:
        raise refusals.Malformed(f"Task {task.key!r}: {error}", key=task.key) from error
    doubt = 0 if item.score is None else ONE - round(item.score * ONE)
    return {
        "task": item.task,
        "answer_json": answer_json,
        "label": label,
        "salt": hex_of(secrets.token_bytes(16)),
        "doubt_q16": doubt,
    }


def _check_count(connection: Connection, checked: CheckedPredictions) -> None:
    models = predictions_db.counts_by_model(connection, checked.facts.project_id).keys()
    if checked.model not in models and len(models) >= MOST_MODELS:
        raise refusals.Conflict(f"The project has {MOST_MODELS} models, the most there can be.")
