"""How good models' predictions were: measured also of those that are not heard."""

from collections.abc import Sequence

import numpy as np

from labelfield.quality.crowd import Consensus, Crowd, Int32s
from labelfield.quality.models import weight_limits
from labelfield.quality.rate import Tally, score_q16, spread_of
from labelfield.settle.inputs import Inputs
from labelfield.settle.settlement import ModelSettlement

Heard = tuple[Sequence[int], Sequence[Tally]]
"""The models that are proven right, from 0, and their tallies."""


def judge_models(
    inputs: Inputs, given: Crowd, found: Consensus, heard: Heard
) -> tuple[ModelSettlement, ...]:
    """Return how good each model was; only those that are heard have a score."""
    if inputs.predicted is None:
        return ()
    tallies = dict(zip(*heard, strict=True))
    spread = spread_of(tuple(found.prior.tolist()))
    counts = np.bincount(inputs.predicted.model, minlength=given.models).tolist()
    gold = gold_record(given, found.gold)[len(inputs.labelers) :]
    return tuple(
        ModelSettlement(
            model=name,
            predictions=count,
            informative=tallies[place].informative if place in tallies else 0,
            score_q16=_score(tallies.get(place), spread),
            gold_predictions=known,
            gold_right=right,
        )
        for place, (name, count, (known, right)) in enumerate(
            zip(inputs.predicted.models, counts, gold, strict=True)
        )
    )


def weights_of(
    given: Crowd, crowd: Crowd, cluster: Int32s, proven: Sequence[int]
) -> tuple[int, ...]:
    """Return what each model's word may weigh at most in the crowd of those heard, Q16."""
    weights = [0] * given.models
    if proven:
        limit = weight_limits(crowd, cluster)[crowd.labeler_count - crowd.models :].tolist()
        for model, weight in zip(proven, limit, strict=True):
            weights[model] = weight
    return tuple(weights)


def gold_record(crowd: Crowd, gold: Int32s) -> tuple[tuple[int, int], ...]:
    """Return each labeler's answers to gold that is believed, and the right ones of them."""
    known = gold[crowd.task]
    count = crowd.labeler_count
    on_gold = np.bincount(crowd.labeler[known >= 0], minlength=count)
    right = np.bincount(crowd.labeler[known == crowd.label], minlength=count)
    return tuple(zip(on_gold.tolist(), right.tolist(), strict=True))


def _score(tally: Tally | None, spread: int) -> int | None:
    if tally is None or not tally.informative:
        return None
    return score_q16(tally.margin, tally.informative, spread)
