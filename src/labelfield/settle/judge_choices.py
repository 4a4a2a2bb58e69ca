"""From a project's single choices to the sums that pay for them."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from labelfield.quality.crowd import Consensus, ConsensusFunction, Crowd, Int32s
from labelfield.quality.gold_check import contested
from labelfield.quality.models import heard_models, with_models
from labelfield.quality.rate import spread_of, tally_labelers
from labelfield.quality.task import task_posterior
from labelfield.settle.inputs import Inputs, crowd_of
from labelfield.settle.judge_models import gold_record, judge_models, weights_of
from labelfield.settle.judgment import Judgment
from labelfield.settle.settlement import TaskSettlement


def judge_choices(inputs: Inputs, consensus: ConsensusFunction) -> Judgment:
    """Return what the answers come to; of contested gold nothing is believed.

    What models say that are not proven right is left out before anything is computed.
    """
    given = crowd_of(inputs)
    doubted = contested(replace(given, gold=_committed(inputs, given)))
    if doubted:
        given = replace(given, gold=np.full_like(given.gold, -1))
    proven = heard_models(given)
    crowd = with_models(given, proven) if given.models else given
    found = consensus(crowd, inputs.scoring)
    people, answers = len(inputs.labelers), len(inputs.task)
    margins: list[int | None] = found.margin[:answers].tolist()
    for row in np.flatnonzero(~found.informative[:answers]).tolist():
        margins[row] = None
    alike = np.bincount(found.cluster, minlength=crowd.labeler_count)[found.cluster] - 1
    tallies = tally_labelers(crowd, found)
    models = judge_models(inputs, given, found, (proven, tallies[people:]))
    return Judgment(
        spread=spread_of(tuple(found.prior.tolist())),
        tallies=tallies[:people],
        gold=gold_record(given, found.gold)[:people],
        tasks=_conclusions(inputs, crowd, found),
        values=(),
        margins=tuple(margins),
        believed=tuple((found.gold >= 0).tolist()),
        alike=tuple(alike[:people].tolist()),
        sureness=lambda said: max(_posterior(found, said), default=0),
        outcome=lambda said, known: _outcome(_posterior(found, said), known),
        contested=doubted,
        detail=found,
        models=models,
        model_weights=weights_of(given, crowd, found.cluster, proven),
        heard_models={models[one].model: people + place for place, one in enumerate(proven)},
    )


def _committed(inputs: Inputs, crowd: Crowd) -> Int32s:
    """(T,) the gold that the requester committed to: what was minted cannot speak for it."""
    gold = crowd.gold.copy()
    gold[list(inputs.minted)] = -1
    return gold


def _posterior(found: Consensus, said: Sequence[tuple[int, int | bytes]]) -> tuple[int, ...]:
    """The posterior from these answers alone; nothing where there are none."""
    answers = [(who, label) for who, label in said if isinstance(label, int)]
    return task_posterior(found, answers) if answers else ()


def _outcome(posterior: tuple[int, ...], known: int) -> tuple[int, bool]:
    """How sure the likeliest class is (of equals the first), and whether it is the known one."""
    sure = max(posterior, default=0)
    return sure, sure > 0 and posterior.index(sure) == known


def _conclusions(inputs: Inputs, crowd: Crowd, found: Consensus) -> tuple[TaskSettlement, ...]:
    """Each task's likeliest class (of equals the first), its posterior and its answers."""
    labels = found.posterior.argmax(axis=1).tolist()
    confidence = found.posterior.max(axis=1).tolist()
    answers = np.bincount(inputs.task, minlength=crowd.task_count).tolist()
    rows = zip(inputs.tasks, labels, confidence, answers, strict=True)
    return tuple(TaskSettlement(*row) for row in rows)
