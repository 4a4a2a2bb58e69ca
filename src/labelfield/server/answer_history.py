"""What a labeler's answers earned, and why: said once the record with the task's closing is open.

Before that only the labeler's own words are shown: whether a task was gold must not show.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from labelfield.api.market_models import (
    AnswerState,
    Evidence,
    OwnAnswer,
    OwnAnswers,
    OwnAppeal,
    RateSums,
)
from labelfield.db import answer_history as history_db
from labelfield.db import appeals as appeals_db
from labelfield.db.labelers import get_membership
from labelfield.db.projects import get_project_by_id
from labelfield.market.appeals import ANSWERS_AN_APPEAL, most_of_labeler, most_of_project
from labelfield.protocol.ids import Address, TaskId
from labelfield.protocol.scoring import Scoring
from labelfield.quality.consensus import consensus
from labelfield.quality.tables import ONE
from labelfield.server.appeal_window import awaited as awaited_appeals
from labelfield.server.context import Coordinator, Judged, ProjectFacts
from labelfield.server.settlement import closed_inputs
from labelfield.settle.explain import AnswerExplanation, LabelerExplanation, explain
from labelfield.settle.saying import say_said
from labelfield.settle.settle import judge
from labelfield.settle.typed_answers import RIGHT
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
    answers = _with_appeals(connection, facts, project, labeler, rows, answers)
    until_s = _appeals_until(connection, facts, project)
    sealed = history_db.sealed_answers(
        connection, facts.project_id, labeler, project.opened_checkpoints
    )
    if found is None or sealed:  # its counts of known answers would tell which they were
        return OwnAnswers(summary=None, sums=None, appeals_until_s=until_s, answers=answers)
    scoring = facts.manifest.scoring
    return OwnAnswers(
        summary=say_labeler(found, scoring),
        sums=_sums(found, scoring),
        appeals_until_s=until_s,
        answers=answers,
    )


def _sums(found: LabelerExplanation, scoring: Scoring) -> RateSums:
    rated = found.rate32 is not None
    score = found.score_q16 if rated and found.score_q16 is not None else 0
    deduction = found.deduction_q16 if rated and found.deduction_q16 is not None else 0
    return RateSums(
        answers=len(found.answers),
        minimum_answers=scoring.minimum_answers,
        rate_32nds=found.rate32,
        score_percent=_percent(score),
        deduction_percent=_percent(deduction),
        left_percent=_percent(max(score - deduction, 0)),
        full_pay_score_percent=scoring.full_pay_score_percent,
        gold_answers=found.gold_answers,
        gold_right=found.gold_right,
        alike=found.alike,
    )


def _percent(share_q16: int) -> int:
    return round(100 * share_q16 / ONE)


def judged_wrong(
    coordinator: Coordinator,
    connection: Connection,
    facts: ProjectFacts,
    labeler: Address,
    sequence: int,
) -> bool | None:
    """Return whether one of a labeler's answers was judged wrong; None while that is sealed."""
    project = get_project_by_id(connection, facts.project_id)
    [row] = history_db.own_answers(connection, facts.project_id, labeler, sequence + 1, 1)
    if row.task_checkpoint is None or row.task_checkpoint > project.opened_checkpoints:
        return None
    found = _explanation(coordinator, connection, facts, labeler, project.settlements)
    answers = () if found is None else found.answers
    return any(_is_wrong(answer) for answer in answers if answer.task == row.task)


def _is_wrong(answer: AnswerExplanation) -> bool:
    return answer.informative and answer.score_q16 < RIGHT


def own_appeal(row: Any, answers: int) -> OwnAppeal:
    """Return an appeal as its labeler sees it; `answers` is how many its task has now."""
    return OwnAppeal(
        state="asking" if row.agreed is None else "agreed" if row.agreed else "disagreed",
        asked=ANSWERS_AN_APPEAL,
        answered=answers - row.before,
        gained=row.gained or 0,
    )


def _with_appeals(
    connection: Connection,
    facts: ProjectFacts,
    project: Any,
    labeler: Address,
    rows: Sequence[Any],
    answers: Sequence[OwnAnswer],
) -> list[OwnAnswer]:
    """Say which answers were appealed against, and against which that could be done."""
    place = (connection, facts.project_id)
    known = appeals_db.appeals_to(*place, [row.task for row in rows])
    member = get_membership(*place, labeler)
    left = most_of_labeler(member.closed_answers if member else 0)
    may = (
        project.state == "open"
        and not (project.contested or facts.closed_to_others)
        and appeals_db.count_appeals(*place, labeler) < left
        and appeals_db.count_appeals(*place) < most_of_project(facts.manifest.task_count)
    )
    found = []
    for row, answer in zip(rows, answers, strict=True):
        appeal = known.get(row.task)
        own = appeal is not None and appeal.labeler == labeler
        changes = {
            "appeal": own_appeal(appeal, row.task_answers) if own else None,
            "appealable": may and appeal is None and answer.wrong,
        }
        found.append(answer.model_copy(update=changes))
    return found


def _appeals_until(connection: Connection, facts: ProjectFacts, project: Any) -> int | None:
    awaited = awaited_appeals(connection, facts, project)
    return None if awaited is None else awaited.until_s


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
        wrong=shown is not None and _is_wrong(shown),
        evidence=None if shown is None else _evidence(shown, facts.manifest.scoring),
    )


def _evidence(shown: AnswerExplanation, scoring: Scoring) -> Evidence:
    implied = shown.implied if shown.informative else None
    return Evidence(
        said=say_said(shown.said, scoring),
        implied=None if implied is None else say_said(implied, scoring),
        implied_percent=round(100 * shown.implied_q16 / ONE),
        known=shown.is_gold,
        doubted=shown.doubted,
    )
