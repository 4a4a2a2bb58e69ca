"""Inputs to settlement: consensus, scores and rates, earned, owed."""

from dataclasses import replace

from labelfield.ledger.carry_over import carried_over_down
from labelfield.ledger.earned import earned_down, settled
from labelfield.quality.crowd import ConsensusFunction
from labelfield.quality.rate import Tally, rate32, score_q16
from labelfield.settle.errors import AnswersStillOpen
from labelfield.settle.inputs import Inputs, closed_answers
from labelfield.settle.judge_choices import judge_choices
from labelfield.settle.judge_typed import judge_typed
from labelfield.settle.judgment import Judgment
from labelfield.settle.settlement import LabelerSettlement, Settlement
from labelfield.settle.unrated import carried_over


def judge(inputs: Inputs, consensus: ConsensusFunction) -> Judgment:
    """Return what the closed tasks' answers come to, by the types that the preset names."""
    judge_answers = judge_typed if inputs.scoring.controls else judge_choices
    return judge_answers(inputs, consensus)


def settle(inputs: Inputs, judgment: Judgment) -> Settlement:
    """Return what everybody has earned by the closed tasks, while the project runs."""
    tallies = enumerate(judgment.tallies)
    rows = tuple(_labeler(inputs, index, tally, judgment.spread) for index, tally in tallies)
    return Settlement(rows, judgment.tasks, judgment.values, judgment.models)


def settle_final(inputs: Inputs, judgment: Judgment) -> Settlement:
    """Return the last settlement: who has no rate has a part of what all those are worth."""
    for labeler, accepted, closed in zip(
        inputs.labelers, inputs.accepted, closed_answers(inputs), strict=True
    ):
        if accepted != closed:
            raise AnswersStillOpen(labeler, accepted, closed)
    running = settle(inputs, judgment)
    rows = list(running.labelers)
    unrated, rate = carried_over(inputs.scoring, judgment, [row.rate32 for row in rows])
    parts = carried_over_down(inputs.price, tuple(unrated.values()), rate)
    for index, earned in zip(unrated, parts, strict=True):
        owed = settled(rows[index].owed, earned)
        rows[index] = replace(rows[index], earned=earned, owed=owed)
    return replace(running, labelers=tuple(rows))


def _labeler(inputs: Inputs, index: int, tally: Tally, spread: int) -> LabelerSettlement:
    """One labeler's score, rate, earned and owed."""
    rate = rate32(tally, spread, inputs.scoring)
    earned = 0 if rate is None else earned_down(inputs.price, tally.answers, rate)
    score = score_q16(tally.margin, tally.informative, spread) if tally.informative else None
    return LabelerSettlement(
        labeler=inputs.labelers[index],
        closed_answers=tally.answers,
        informative=tally.informative,
        score_q16=score,
        rate32=rate,
        earned=earned,
        owed=settled(inputs.owed[index], earned),
    )
