"""Why a labeler earned what they did: for each answer what it was compared with, and the sums."""

from dataclasses import dataclass

import numpy as np

from labelfield.protocol.ids import Address, TaskId
from labelfield.protocol.scoring import FULL_RATE
from labelfield.quality.crowd import Consensus, ConsensusFunction
from labelfield.quality.rate import (
    deduction_q16,
    rate32,
    score_q16,
    spread_of,
    tally_labelers,
)
from labelfield.quality.tables import ONE
from labelfield.quality.task import task_posterior
from labelfield.settle.errors import UnknownLabeler
from labelfield.settle.inputs import Inputs, crowd_of
from labelfield.settle.settle import gold_record


@dataclass(frozen=True, slots=True)
class AnswerExplanation:
    """One answer in a closed task, beside what it was compared with."""

    task: TaskId
    label: int
    """What the labeler answered; an index into the preset's classes, as are the next two."""

    implied: int
    """What gold or the others' answers say."""

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


def explain(inputs: Inputs, labeler: Address, consensus: ConsensusFunction) -> LabelerExplanation:
    """Return why the labeler's rate is what it is, answer by answer."""
    if labeler not in inputs.labelers:
        raise UnknownLabeler(labeler)
    crowd = crowd_of(inputs)
    found = consensus(crowd, inputs.scoring)
    spread = spread_of(tuple(found.prior.tolist()))
    index = inputs.labelers.index(labeler)
    tally = tally_labelers(crowd, found)[index]
    rate = rate32(tally, spread, inputs.scoring)
    pay = inputs.price * (rate or 0) // FULL_RATE
    rows = np.flatnonzero(inputs.labeler == index).tolist()
    on_gold, right = gold_record(inputs, found)[index]
    return LabelerExplanation(
        labeler=labeler,
        score_q16=score_q16(tally.margin, tally.informative, spread) if tally.informative else None,
        deduction_q16=None if rate is None else deduction_q16(tally, spread, inputs.scoring),
        rate32=rate,
        gold_answers=on_gold,
        gold_right=right,
        alike=int((found.cluster == found.cluster[index]).sum()) - 1,
        answers=tuple(_explain_answer(inputs, found, row, spread, pay) for row in rows),
    )


def _explain_answer(
    inputs: Inputs, found: Consensus, row: int, spread: int, pay: int
) -> AnswerExplanation:
    """The explanation of the answer in one row."""
    task = int(inputs.task[row])
    implied = _implied(inputs, found, row)
    is_gold = bool(found.gold[task] >= 0)
    return AnswerExplanation(
        task=inputs.tasks[task],
        label=int(inputs.label[row]),
        implied=implied.index(max(implied)),
        implied_q16=max(implied),
        is_gold=is_gold,
        doubted=inputs.gold[task] >= 0 and not is_gold,
        informative=bool(found.informative[row]),
        score_q16=score_q16(int(found.margin[row]), 1, spread),
        pay=pay,
    )


def _implied(inputs: Inputs, found: Consensus, row: int) -> tuple[int, ...]:
    """The classes' shares that gold, or the task's other answers, give; Q16."""
    known = int(found.gold[int(inputs.task[row])])
    if known >= 0:
        return tuple(ONE if index == known else 0 for index in range(len(found.prior)))
    first, end = np.searchsorted(inputs.task, (inputs.task[row], inputs.task[row] + 1))
    others = (other for other in range(first, end) if other != row)
    answers = ((int(inputs.labeler[other]), int(inputs.label[other])) for other in others)
    return task_posterior(found, answers)
