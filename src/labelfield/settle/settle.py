"""Inputs to settlement: consensus, scores and rates, earned, owed."""

from dataclasses import replace

import numpy as np

from labelfield.ledger.carry_over import Unrated, carried_over_down, median_rate_down
from labelfield.ledger.earned import earned_down, settled
from labelfield.quality.crowd import Consensus, ConsensusFunction, Crowd
from labelfield.quality.rate import Tally, rate32, score_q16, spread_of, tally_labelers
from labelfield.settle.errors import AnswersStillOpen
from labelfield.settle.inputs import Inputs, closed_answers, crowd_of
from labelfield.settle.settlement import LabelerSettlement, Settlement, TaskSettlement


def settle(inputs: Inputs, consensus: ConsensusFunction) -> Settlement:
    """Return what everybody has earned by the closed tasks, while the project runs."""
    crowd = crowd_of(inputs)
    return _settle(inputs, crowd, consensus(crowd, inputs.scoring))


def settle_final(inputs: Inputs, consensus: ConsensusFunction) -> Settlement:
    """Return the last settlement: who has no rate is paid at the median one, if gold allows."""
    for labeler, accepted, closed in zip(
        inputs.labelers, inputs.accepted, closed_answers(inputs), strict=True
    ):
        if accepted != closed:
            raise AnswersStillOpen(labeler, accepted, closed)
    crowd = crowd_of(inputs)
    found = consensus(crowd, inputs.scoring)
    running = _settle(inputs, crowd, found)
    median = median_rate_down(row.rate32 for row in running.labelers if row.rate32 is not None)
    gold = gold_record(inputs, found)
    labelers = tuple(
        _carry_over(inputs, row, record, median) if row.rate32 is None else row
        for row, record in zip(running.labelers, gold, strict=True)
    )
    return replace(running, labelers=labelers)


def gold_record(inputs: Inputs, found: Consensus) -> tuple[tuple[int, int], ...]:
    """Return each labeler's answers on gold tasks that are believed, and the right ones of them."""
    known = found.gold[inputs.task]
    count = len(inputs.labelers)
    on_gold = np.bincount(inputs.labeler[known >= 0], minlength=count)
    right = np.bincount(inputs.labeler[known == inputs.label], minlength=count)
    return tuple(zip(on_gold.tolist(), right.tolist(), strict=True))


def _settle(inputs: Inputs, crowd: Crowd, found: Consensus) -> Settlement:
    """What everybody has earned, by a consensus."""
    spread = spread_of(tuple(found.prior.tolist()))
    tallies = tally_labelers(crowd, found)
    rows = tuple(_labeler(inputs, index, tally, spread) for index, tally in enumerate(tallies))
    return Settlement(rows, _tasks(inputs, crowd, found))


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


def _tasks(inputs: Inputs, crowd: Crowd, found: Consensus) -> tuple[TaskSettlement, ...]:
    """Each task's likeliest class (of equals the first), its posterior and its answers."""
    labels = found.posterior.argmax(axis=1).tolist()
    confidence = found.posterior.max(axis=1).tolist()
    answers = np.bincount(crowd.task, minlength=crowd.task_count).tolist()
    rows = zip(inputs.tasks, labels, confidence, answers, strict=True)
    return tuple(TaskSettlement(*row) for row in rows)


def _carry_over(
    inputs: Inputs, row: LabelerSettlement, gold: tuple[int, int], median32: int
) -> LabelerSettlement:
    """The row of a labeler without a rate, paid by the rule for the close."""
    unrated = Unrated(row.closed_answers, gold_answers=gold[0], gold_right=gold[1])
    limit = inputs.scoring.carry_over_answers
    earned = carried_over_down(inputs.price, unrated, median32, limit)
    return replace(row, earned=earned, owed=settled(row.owed, earned))
