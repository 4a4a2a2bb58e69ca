"""What models did for a project, from its last settlement. For display: nothing here is paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log2

import numpy as np
from sqlalchemy import Connection

from labelfield.api.prediction_models import ModelReport, ModelsReport
from labelfield.db import predictions as predictions_db
from labelfield.db.projects import get_project_by_id
from labelfield.ledger.deposit import fee_down
from labelfield.protocol.manifest import Manifest
from labelfield.quality.consensus import consensus
from labelfield.quality.models import count_answers
from labelfield.quality.tables import ONE
from labelfield.server.context import ProjectFacts
from labelfield.server.settlement import closed_inputs
from labelfield.settle.inputs import Inputs, crowd_of
from labelfield.settle.judgment import Judgment
from labelfield.settle.settle import judge, settle

LEAST_BITS = 0.25
"""Of evidence that one more answer is taken to add, so that an estimate stays one."""


@dataclass(frozen=True, slots=True)
class Closed:
    """One closed task, as people see it and as models do besides."""

    answers: int
    people_q16: int
    """Confidence in the task's label by people's answers alone."""
    with_models: bool
    early: bool
    """Whether it had room for more answers."""


def models_report(connection: Connection, facts: ProjectFacts) -> ModelsReport:
    """Return the report; of a project without a settlement or a model one of zeros."""
    project = get_project_by_id(connection, facts.project_id)
    counts = predictions_db.counts_by_model(connection, facts.project_id)
    if not project.settlements:
        return _report(0, [_unmeasured(name, count) for name, count in sorted(counts.items())])
    inputs = closed_inputs(connection, facts, project.settlements)
    judgment = judge(inputs, consensus)
    measured = {row.model: row for row in _models(inputs, judgment, counts)}
    models = [
        measured.get(name, _unmeasured(name, count)) for name, count in sorted(counts.items())
    ]
    closed = _closed(inputs, judgment, facts.manifest)
    report = _report(project.settlements, models)
    helped, more = _saved(closed, facts.manifest.answers_per_task.target_confidence_bps)
    earned = sum(row.earned for row in settle(inputs, judgment).labelers)
    answers = len(inputs.task)
    cost = more * earned // answers if answers else 0
    return report.model_copy(
        update={
            "closed_tasks": len(inputs.tasks),
            "closed_with_models": sum(each.with_models for each in closed),
            "closed_by_models": helped,
            "answers": answers,
            "saved_answers": more,
            "saved": cost + fee_down(cost, facts.manifest.fee_bps),
        }
    )


def _report(settlements: int, models: list[ModelReport]) -> ModelsReport:
    return ModelsReport(
        settlements=settlements,
        models=models,
        closed_tasks=0,
        closed_with_models=0,
        closed_by_models=0,
        answers=0,
        saved_answers=0,
        saved=0,
    )


def _unmeasured(name: str, count: int) -> ModelReport:
    return ModelReport(
        model=name,
        predictions=count,
        closed_predictions=0,
        gold_predictions=0,
        gold_right=0,
        people_agreed=0,
        people_vouched=0,
        score_percent=None,
        weight_percent=0,
    )


def _models(inputs: Inputs, judgment: Judgment, counts: dict[str, int]) -> list[ModelReport]:
    """Every model with a prediction of a closed task."""
    people, crowd = len(inputs.labelers), crowd_of(inputs)
    found = count_answers(crowd)
    return [
        ModelReport(
            model=row.model,
            predictions=counts.get(row.model, row.predictions),
            closed_predictions=row.predictions,
            gold_predictions=row.gold_predictions,
            gold_right=row.gold_right,
            people_agreed=int(found.vouched[people + place]),
            people_vouched=int(found.agreed[people + place]),
            score_percent=None if row.score_q16 is None else round(100 * row.score_q16 / ONE),
            weight_percent=round(100 * judgment.model_weights[place] / ONE),
        )
        for place, row in enumerate(judgment.models)
    ]


def _closed(inputs: Inputs, judgment: Judgment, manifest: Manifest) -> list[Closed]:
    """Every closed task, by the tables of the last settlement."""
    heard = [judgment.heard_models.get(row.model) for row in judgment.models]
    predicted = np.zeros(len(inputs.tasks), np.bool_)
    if inputs.predicted is not None:
        by_heard = np.array([place is not None for place in heard])[inputs.predicted.model]
        predicted[inputs.predicted.task[by_heard]] = True
    bounds = np.searchsorted(inputs.task, np.arange(len(inputs.tasks) + 1)).tolist()
    labelers, labels = inputs.labeler.tolist(), inputs.label.tolist()
    closed = []
    for task, with_models in enumerate(predicted.tolist()):
        rows = range(bounds[task], bounds[task + 1])
        sure = judgment.sureness([(labelers[row], labels[row]) for row in rows])
        early = len(rows) < manifest.answers_per_task.maximum
        closed.append(Closed(len(rows), sure, with_models, early))
    return closed


def _saved(closed: Sequence[Closed], target_bps: int) -> tuple[int, int]:
    """How many tasks models closed, and about how many answers these would have needed besides.

    By the evidence, in bits, that people's answers add on the mean; the rest to the target is
    divided by it. Of a task that was full, or that people alone are sure of, nothing was saved.
    """
    target_q16 = min(target_bps * ONE // 10_000, ONE - 1)
    helped = [
        each for each in closed if each.with_models and each.early and each.people_q16 < target_q16
    ]
    bits = sum(_bits(each.people_q16) for each in closed)
    a_bit = max(bits / max(sum(each.answers for each in closed), 1), LEAST_BITS)
    more = sum(ceil((_bits(target_q16) - _bits(each.people_q16)) / a_bit) for each in helped)
    return len(helped), more


def _bits(sure_q16: int) -> float:
    """The logarithm of the odds."""
    sure = min(max(sure_q16, 1), ONE - 1)
    return log2(sure / (ONE - sure))
