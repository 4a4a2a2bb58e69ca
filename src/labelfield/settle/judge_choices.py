"""From a project's single choices to the sums that pay for them."""

from dataclasses import replace

import numpy as np

from labelfield.quality.crowd import Consensus, ConsensusFunction, Crowd
from labelfield.quality.gold_check import contested
from labelfield.quality.rate import spread_of, tally_labelers
from labelfield.quality.task import task_posterior
from labelfield.settle.inputs import Inputs, crowd_of
from labelfield.settle.judgment import Judgment
from labelfield.settle.settlement import TaskSettlement


def judge_choices(inputs: Inputs, consensus: ConsensusFunction) -> Judgment:
    """Return what the answers come to; of contested gold nothing is believed."""
    crowd = crowd_of(inputs)
    doubted = contested(crowd)
    if doubted:
        crowd = replace(crowd, gold=np.full_like(crowd.gold, -1))
    found = consensus(crowd, inputs.scoring)
    margins = zip(found.margin.tolist(), found.informative.tolist(), strict=True)
    alike = np.bincount(found.cluster, minlength=crowd.labeler_count)[found.cluster] - 1
    return Judgment(
        spread=spread_of(tuple(found.prior.tolist())),
        tallies=tally_labelers(crowd, found),
        gold=_gold_record(crowd, found),
        tasks=_conclusions(inputs, crowd, found),
        values=(),
        margins=tuple(margin if informative else None for margin, informative in margins),
        believed=tuple((found.gold >= 0).tolist()),
        alike=tuple(alike.tolist()),
        sureness=lambda answers: (
            max(
                task_posterior(
                    found, ((who, said) for who, said in answers if isinstance(said, int))
                )
            )
            if answers
            else 0
        ),
        contested=doubted,
        detail=found,
    )


def _gold_record(crowd: Crowd, found: Consensus) -> tuple[tuple[int, int], ...]:
    """Each labeler's answers to gold that is believed, and the right ones of them."""
    known = found.gold[crowd.task]
    count = crowd.labeler_count
    on_gold = np.bincount(crowd.labeler[known >= 0], minlength=count)
    right = np.bincount(crowd.labeler[known == crowd.label], minlength=count)
    return tuple(zip(on_gold.tolist(), right.tolist(), strict=True))


def _conclusions(inputs: Inputs, crowd: Crowd, found: Consensus) -> tuple[TaskSettlement, ...]:
    """Each task's likeliest class (of equals the first), its posterior and its answers."""
    labels = found.posterior.argmax(axis=1).tolist()
    confidence = found.posterior.max(axis=1).tolist()
    answers = np.bincount(crowd.task, minlength=crowd.task_count).tolist()
    rows = zip(inputs.tasks, labels, confidence, answers, strict=True)
    return tuple(TaskSettlement(*row) for row in rows)
