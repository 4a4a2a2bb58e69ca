"""Inputs to settlement: consensus, scores and rates, earned, owed."""

from dataclasses import replace

from labelfield.ledger.carry_over import Unrated, carried_over_down, median_rate_down
from labelfield.ledger.earned import earned_down, settled
from labelfield.quality.crowd import ConsensusFunction
from labelfield.quality.rate import Tally, rate32, score_q16
from labelfield.settle.errors import AnswersStillOpen
from labelfield.settle.inputs import Inputs, closed_answers
from labelfield.settle.judge_choices import judge_choices
from labelfield.settle.judge_typed import judge_typed
from labelfield.settle.judgment import Judgment
from labelfield.settle.settlement import LabelerSettlement, Settlement


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
    """Return the last settlement: who has no rate is paid at the median one, if gold allows."""
    for labeler, accepted, closed in zip(
        inputs.labelers, inputs.accepted, closed_answers(inputs), strict=True
    ):
        if accepted != closed:
            raise AnswersStillOpen(labeler, accepted, closed)
    running = settle(inputs, judgment)
    median = median_rate_down(row.rate32 for row in running.labelers if row.rate32 is not None)
    labelers = tuple(
        _carry_over(inputs, row, record, median) if row.rate32 is None else row
        for row, record in zip(running.labelers, judgment.gold, strict=True)
    )
    return replace(running, labelers=labelers)


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


def _carry_over(
    inputs: Inputs, row: LabelerSettlement, gold: tuple[int, int], median32: int
) -> LabelerSettlement:
    """The row of a labeler without a rate, paid by the rule for the close."""
    unrated = Unrated(row.closed_answers, gold_answers=gold[0], gold_right=gold[1])
    limit = inputs.scoring.carry_over_answers
    earned = carried_over_down(inputs.price, unrated, median32, limit)
    return replace(row, earned=earned, owed=settled(row.owed, earned))
