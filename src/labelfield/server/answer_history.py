"""What a labeler's answers earned, and why: said once the record with the task's closing is open.

Before that only the labeler's own words are shown: whether a task was gold must not show.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from labelfield.api.market_models import AnswerState, OwnAnswer, OwnAnswers
from labelfield.db import answer_history as history_db
from labelfield.db.projects import get_project_by_id
from labelfield.protocol.ids import Address, TaskId
from labelfield.quality.consensus import consensus
from labelfield.server.context import Coordinator, Judged, ProjectFacts
from labelfield.server.settlement import closed_inputs
from labelfield.settle.explain import AnswerExplanation, LabelerExplanation, explain
from labelfield.settle.settle import judge
from labelfield.settle.words import say_answer, say_labeler

MOST_KEPT = 1_024
"""Explanations, each of one labeler."""
MOST_JUDGED = 2
"""Projects whose judgment is kept."""


def own_answers(
    coordinator: Coordinator,
    connection: Connection,
    facts: ProjectFacts,
    labeler: Address,
    before: int,
    limit: int,
) -> OwnAnswers:
    """Return some of a labeler's answers; the connection may be a snapshot's."""
    project = get_project_by_id(connection, facts.project_id)
    rows = history_db.own_answers(connection, facts.project_id, labeler, before, limit)
    found = None
    if any(row.closing is not None for row in rows):
        found = _explanation(coordinator, connection, facts, labeler, project.settlements)
    why = {} if found is None else {answer.task: answer for answer in found.answers}
    answers = [_answer(facts, row, project.opened_checkpoints, why) for row in rows]
    sealed = history_db.sealed_answers(
        connection, facts.project_id, labeler, project.opened_checkpoints
    )
    summary = None
    if found is not None and not sealed:  # its counts of known answers would tell which they were
        summary = say_labeler(found, facts.manifest.scoring)
    return OwnAnswers(summary=summary, answers=answers)


def _explanation(
    coordinator: Coordinator,
    connection: Connection,
    facts: ProjectFacts,
    labeler: Address,
    settlement: int,
) -> LabelerExplanation | None:
    """Return why the labeler's rate is what it is; kept until the next settlement."""
    place = (facts.project_id, labeler)
    kept = coordinator.explanations.get(place)
    if kept is not None and kept[0] == settlement:
        return kept[1]
    if not settlement:
        return None
    judged = _judged(coordinator, connection, facts, settlement)
    if labeler not in judged.inputs.labelers:
        return None
    found = explain(judged.inputs, labeler, judged.judgment)
    while len(coordinator.explanations) >= MOST_KEPT:
        coordinator.explanations.pop(next(iter(coordinator.explanations)))
    coordinator.explanations[place] = (settlement, found)
    return found


def _judged(
    coordinator: Coordinator, connection: Connection, facts: ProjectFacts, settlement: int
) -> Judged:
    """Return a settlement's inputs and what they come to, judged once for all labelers.

    Of a large project they are large, so those of a few projects are kept.
    """
    with coordinator.judging:
        kept = coordinator.judged.pop(facts.project_id, None)
        if kept is None or kept.settlement != settlement:
            inputs = closed_inputs(connection, facts, settlement)
            kept = Judged(settlement, inputs, judge(inputs, consensus))
        coordinator.judged[facts.project_id] = kept
        while len(coordinator.judged) > MOST_JUDGED:
            coordinator.judged.pop(next(iter(coordinator.judged)))
        return kept


def _answer(
    facts: ProjectFacts, row: Any, opened: int, why: Mapping[TaskId, AnswerExplanation]
) -> OwnAnswer:
    state: AnswerState = "waiting" if row.closing is None else "scored"
    if row.task_checkpoint is not None and row.task_checkpoint <= opened:
        state = "opened"
    names = facts.manifest.scoring.classes
    found = why.get(row.task)
    shown = found if state == "opened" else None
    return OwnAnswer(
        sequence=row.sequence,
        task=row.task,
        time_s=row.time_s,
        state=state,
        increment=row.increment,
        receipt_number=row.receipt_number,
        label=names[row.label] if 0 <= row.label < len(names) else None,
        pay=None if found is None else found.pay,
        score_percent=None if shown is None else shown.score_q16 * 100 // 65_536,
        why=None if shown is None else say_answer(shown, facts.manifest.scoring),
    )
