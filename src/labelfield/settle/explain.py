"""Why a labeler earned what they did: for each answer what it was compared with, and the sums."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from labelfield.protocol.ids import Address, TaskId
from labelfield.protocol.scoring import FULL_RATE
from labelfield.quality.crowd import Consensus
from labelfield.quality.rate import deduction_q16, rate32, score_q16
from labelfield.quality.tables import ONE
from labelfield.quality.task import task_posterior
from labelfield.settle.errors import UnknownLabeler
from labelfield.settle.inputs import Inputs
from labelfield.settle.judged import Said
from labelfield.settle.judgment import Judgment
from labelfield.settle.typed_answers import others_say


@dataclass(frozen=True, slots=True)
class AnswerExplanation:
    """One answer in a closed task, beside what it was compared with."""

    task: TaskId
    said: Said
    """What the labeler answered."""

    implied: Said | None
    """What gold or the others' answers say; None where they say nothing."""

    implied_q16: int
    """How sure they are of it × 65536; on gold 65536."""

    is_gold: bool
    """Whether it was compared with gold; not where the answers of good labelers contradict it."""

    doubted: bool
    """Whether the task is gold that is not believed."""

    informative: bool
    """Whether gold or anybody else's answer says anything; else the score does not count."""

    score_q16: int
    pay: int
    """floor(price × rate / 32) units at the labeler's rate; 0 while there is none."""


@dataclass(frozen=True, slots=True)
class LabelerExplanation:
    """From one labeler's answers to what they have earned."""

    labeler: Address
    score_q16: int | None
    """Mean score of informative answers × 65536; None where there are none."""

    deduction_q16: int | None
    """What is taken off it for chance, × 65536; None without a rate."""

    rate32: int | None
    gold_answers: int
    gold_right: int
    alike: int
    """Others whose answers move with this labeler's; together they count as fewer."""

    answers: tuple[AnswerExplanation, ...]
    """Those in closed tasks, by task."""


def explain(inputs: Inputs, labeler: Address, judgment: Judgment) -> LabelerExplanation:
    """Return why the labeler's rate is what it is, answer by answer."""
    if labeler not in inputs.labelers:
        raise UnknownLabeler(labeler)
    index = inputs.labelers.index(labeler)
    tally, spread = judgment.tallies[index], judgment.spread
    rate = rate32(tally, spread, inputs.scoring)
    pay = inputs.price * (rate or 0) // FULL_RATE
    rows = np.flatnonzero(inputs.labeler == index).tolist()
    on_gold, right = judgment.gold[index]
    return LabelerExplanation(
        labeler=labeler,
        score_q16=score_q16(tally.margin, tally.informative, spread) if tally.informative else None,
        deduction_q16=None if rate is None else deduction_q16(tally, spread, inputs.scoring),
        rate32=rate,
        gold_answers=on_gold,
        gold_right=right,
        alike=judgment.alike[index],
        answers=tuple(_explain_answer(inputs, judgment, row, pay) for row in rows),
    )


def _explain_answer(inputs: Inputs, judgment: Judgment, row: int, pay: int) -> AnswerExplanation:
    """The explanation of the answer in one row."""
    task, margin = int(inputs.task[row]), judgment.margins[row]
    is_gold = judgment.believed[task]
    implied: Said | None
    if is_gold:
        implied, sure = _said(inputs, inputs.gold[task]), ONE
    elif isinstance(judgment.detail, Consensus):
        implied, sure = _others_choose(inputs, judgment.detail, judgment.heard_models, row)
    else:
        implied, sure = others_say(inputs, judgment.detail, row)
    return AnswerExplanation(
        task=inputs.tasks[task],
        said=_said(inputs, int(inputs.label[row])),
        implied=implied,
        implied_q16=sure,
        is_gold=is_gold,
        doubted=inputs.gold[task] >= 0 and not is_gold,
        informative=margin is not None,
        score_q16=score_q16(margin or 0, 1, judgment.spread),
        pay=pay,
    )


def _said(inputs: Inputs, label: int) -> Said:
    return inputs.values[label] if inputs.scoring.controls else label


def _others_choose(
    inputs: Inputs, found: Consensus, heard: Mapping[str, int], row: int
) -> tuple[int, int]:
    """The class that the task's other answers make likeliest, and how likely, Q16."""
    first, end = np.searchsorted(inputs.task, (inputs.task[row], inputs.task[row] + 1))
    others = (other for other in range(first, end) if other != row)
    answers = [(int(inputs.labeler[other]), int(inputs.label[other])) for other in others]
    models = _models_choose(inputs, heard, int(inputs.task[row]))
    shares = task_posterior(found, [*answers, *models])
    return shares.index(max(shares)), max(shares)


def _models_choose(inputs: Inputs, heard: Mapping[str, int], task: int) -> list[tuple[int, int]]:
    """What the models that are heard, numbered behind the labelers, say of a task."""
    found = inputs.predicted
    if found is None:
        return []
    first, end = np.searchsorted(found.task, (task, task + 1))
    said = ((found.models[found.model[row]], int(found.label[row])) for row in range(first, end))
    return [(heard[name], label) for name, label in said if name in heard]
