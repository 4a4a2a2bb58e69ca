"""A project in numbers for its requester: pace, agreement, labelers, tasks.

Answers stay hidden until the record that holds them is open.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from labelfield.api.statistics_models import (
    LabelerNumbers,
    Moment,
    Statistics,
    TaskDetails,
    TaskNumbers,
    TaskNumbersPage,
    TaskOrder,
    TaskState,
    Vote,
)
from labelfield.db import statistics as statistics_db
from labelfield.db.checkpoints import totals_before
from labelfield.db.labelers import answering_members
from labelfield.db.projects import get_project_by_id
from labelfield.formats.published import pseudonym
from labelfield.market.forecast import duration_s
from labelfield.protocol.canonical import parse_json
from labelfield.protocol.ids import Hash32, TaskId
from labelfield.protocol.tasks import parse_task
from labelfield.server import refusals
from labelfield.server.context import ProjectFacts
from labelfield.server.found_labels import FoundLabels

MOMENTS = 60
"""Points of a project's history."""
LATELY_S = 600
"""The pace of this many seconds says when a project will end."""
_NO_LIMIT = 2**31 - 1


def statistics(
    connection: Connection, facts: ProjectFacts, found: FoundLabels, now_s: int
) -> Statistics:
    """Return the project's numbers."""
    project = get_project_by_id(connection, facts.project_id)
    credited, fees = totals_before(connection, facts.project_id, _NO_LIMIT)
    left = statistics_db.open_answers_left(
        connection, facts.project_id, facts.manifest.answers_per_task.maximum
    )
    pace = statistics_db.pace(connection, facts.project_id, now_s - LATELY_S)
    end_s = None
    if pace is not None and project.state == "open":
        missing = duration_s(left, pace.lately, min(LATELY_S, max(now_s - pace.first_s, 1)))
        end_s = None if missing is None else now_s + missing
    sure = [label.confidence_percent for label in found.by_task.values()]
    return Statistics(
        time_s=now_s,
        settlements=found.settlement,
        agreement_percent=_percent(found.agreeing, found.answers),
        mean_confidence_percent=round(sum(sure) / len(sure), 2) if sure else None,
        confidence_histogram=_histogram(sure),
        spent=credited + fees,
        deposit=project.deposit,
        open_answers=left,
        expected_end_s=end_s,
        history=[] if pace is None else _history(connection, facts, pace),
        labelers=_labelers(connection, facts, project.manifest_hash),
    )


def task_page(
    connection: Connection,
    facts: ProjectFacts,
    found: FoundLabels,
    order: TaskOrder,
    state: TaskState | None,
    offset: int,
    limit: int,
) -> TaskNumbersPage:
    """Return some tasks; by disagreement or newest only closed ones."""
    project = get_project_by_id(connection, facts.project_id)
    identifier = facts.project_id
    closed = True if order != "given" else None if state is None else state == "closed"
    if order == "disagreement":
        names = found.by_doubt()[offset : offset + limit]
        known = statistics_db.tasks_named(connection, identifier, names)
        rows: Sequence[Any] = [known[name] for name in names]
        total = len(found.by_task)
    else:
        total = statistics_db.count_tasks(connection, identifier, closed)
        rows = (
            statistics_db.newest_closed_tasks(connection, identifier, offset, limit)
            if order == "newest"
            else statistics_db.tasks_in_order(connection, identifier, closed, offset, limit)
        )
    tasks = [TaskNumbers(**_task(facts, project, found, row)) for row in rows]
    return TaskNumbersPage(total=total, tasks=tasks)


def task_details(
    connection: Connection, facts: ProjectFacts, found: FoundLabels, name: TaskId
) -> TaskDetails:
    """Return all that may be shown of one task."""
    project = get_project_by_id(connection, facts.project_id)
    row = statistics_db.tasks_named(connection, facts.project_id, [name]).get(name)
    if row is None:
        raise refusals.UnknownTask(f"The project has no task {name}.", task=name)
    common = _task(facts, project, found, row)
    votes = []
    if common["opened"]:
        rows = statistics_db.votes_on(connection, facts.project_id, name)
        votes = [_vote(facts, project.manifest_hash, answer) for answer in rows]
    gold: Any = None if row.gold_json is None else parse_json(row.gold_json)
    return TaskDetails(**common, gold_answer=gold, votes=votes)


def _task(facts: ProjectFacts, project: Any, found: FoundLabels, row: Any) -> dict[str, Any]:
    task = parse_task(row.task_json)
    label = found.by_task.get(row.task)
    return {
        "task": row.task,
        "key": task.key,
        "data": task.data,
        "state": "open" if row.closing is None else "closed",
        "opened": row.checkpoint is not None and row.checkpoint <= project.opened_checkpoints,
        "answers": row.answers,
        "gold": row.gold_json is not None,
        "label": None if label is None else _class_name(facts, label.label),
        "confidence_percent": None if label is None else label.confidence_percent,
    }


def _vote(facts: ProjectFacts, manifest_hash: Hash32, row: Any) -> Vote:
    answer: Any = parse_json(row.answer_json)
    return Vote(
        name=pseudonym(manifest_hash, row.labeler),
        position=row.position,
        time_s=row.time_s,
        label=_class_name(facts, row.label),
        answer=answer,
        increment=row.increment,
    )


def _class_name(facts: ProjectFacts, label: int) -> str | None:
    names = facts.manifest.scoring.classes
    return names[label] if 0 <= label < len(names) else None


def _labelers(
    connection: Connection, facts: ProjectFacts, manifest_hash: Hash32
) -> list[LabelerNumbers]:
    return [
        LabelerNumbers(
            name=pseudonym(manifest_hash, row.labeler),
            answers=row.sequence,
            closed_answers=row.closed_answers,
            rate_32nds=row.rate32,
            score_percent=None if row.score_q16 is None else row.score_q16 * 100 // 65_536,
            owed=row.owed,
            credited=row.credited,
        )
        for row in answering_members(connection, facts.project_id)
    ]


def _history(connection: Connection, facts: ProjectFacts, pace: statistics_db.Pace) -> list[Moment]:
    """Checkpoints follow the answers that they pay, so the last moment may be one of theirs."""
    last_s = max(pace.last_s, statistics_db.last_checkpoint_s(connection, facts.project_id))
    slot_s = (last_s - pace.first_s) // MOMENTS + 1
    place = (connection, facts.project_id, pace.first_s, slot_s)
    came, closed = statistics_db.answers_by_slot(*place), statistics_db.closings_by_slot(*place)
    debited = statistics_db.debits_by_slot(*place)
    moments, answers, closings, spent = [], 0, 0, 0
    for slot in sorted(came.keys() | closed.keys() | debited.keys()):
        answers, closings = answers + came.get(slot, 0), closings + closed.get(slot, 0)
        spent += debited.get(slot, 0)
        time_s = min(pace.first_s + (slot + 1) * slot_s - 1, last_s)
        moments.append(Moment(time_s=time_s, answers=answers, closed_tasks=closings, spent=spent))
    return moments


def _histogram(percents: Sequence[float]) -> list[int]:
    counts = [0] * 10
    for percent in percents:
        counts[min(int(percent // 10), 9)] += 1
    return counts


def _percent(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 2) if whole else None
