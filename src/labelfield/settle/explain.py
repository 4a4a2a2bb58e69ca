"""Why an answer earned what it did: what gold or the others implied, its score, its pay."""

from dataclasses import dataclass

import numpy as np

from labelfield.protocol.ids import Address, TaskId
from labelfield.protocol.scoring import FULL_RATE
from labelfield.quality.crowd import Consensus, ConsensusFunction
from labelfield.quality.rate import rate32, score_q16, spread_of, tally_labelers
from labelfield.quality.tables import ONE
from labelfield.quality.task import task_posterior
from labelfield.settle.errors import UnknownLabeler
from labelfield.settle.inputs import Inputs, crowd_of


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
    informative: bool
    """Whether gold or anybody else's answer says anything; else the score does not count."""

    score_q16: int
    pay: int
    """floor(price × rate / 32) units at the labeler's rate; 0 while there is none."""


def explain(
    inputs: Inputs, labeler: Address, consensus: ConsensusFunction
) -> tuple[AnswerExplanation, ...]:
    """Return one explanation for each of the labeler's answers in closed tasks, by task."""
    if labeler not in inputs.labelers:
        raise UnknownLabeler(labeler)
    crowd = crowd_of(inputs)
    found = consensus(crowd, inputs.scoring)
    spread = spread_of(tuple(found.prior.tolist()))
    index = inputs.labelers.index(labeler)
    rate = rate32(tally_labelers(crowd, found)[index], spread, inputs.scoring) or 0
    pay = inputs.price * rate // FULL_RATE
    rows = np.flatnonzero(inputs.labeler == index).tolist()
    return tuple(_explain_answer(inputs, found, row, spread, pay) for row in rows)


def _explain_answer(
    inputs: Inputs, found: Consensus, row: int, spread: int, pay: int
) -> AnswerExplanation:
    """The explanation of the answer in one row."""
    task = int(inputs.task[row])
    implied = _implied(inputs, found, row)
    return AnswerExplanation(
        task=inputs.tasks[task],
        label=int(inputs.label[row]),
        implied=implied.index(max(implied)),
        implied_q16=max(implied),
        is_gold=inputs.gold[task] >= 0,
        informative=bool(found.informative[row]),
        score_q16=score_q16(int(found.margin[row]), 1, spread),
        pay=pay,
    )


def _implied(inputs: Inputs, found: Consensus, row: int) -> tuple[int, ...]:
    """The classes' shares that gold, or the task's other answers, give; Q16."""
    known = inputs.gold[int(inputs.task[row])]
    if known >= 0:
        return tuple(ONE if index == known else 0 for index in range(len(found.prior)))
    first, end = np.searchsorted(inputs.task, (inputs.task[row], inputs.task[row] + 1))
    others = (other for other in range(first, end) if other != row)
    answers = ((int(inputs.labeler[other]), int(inputs.label[other])) for other in others)
    return task_posterior(found, answers)
