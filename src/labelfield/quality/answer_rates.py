"""Scores of any type of answer to rates, by the rule that pays choices; several controls to one.

A score is already divided by its spread, so the spread of a tally is 1. An answer's variance by
chance takes the place of π(l)(1 − π(l)) / (1 − Σπ²)²: equal answers cannot show it, and without
it as a floor a few of them would seem certain.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from labelfield.protocol.scoring import Scoring
from labelfield.quality.agreement import Judged
from labelfield.quality.answer_errors import NoAnswers
from labelfield.quality.errors import PresetOutOfRange
from labelfield.quality.rate import Tally, rate32
from labelfield.quality.tables import ONE

UNIT_SPREAD = ONE * ONE
"""1 in Q32."""

MAXIMUM_WEIGHT = 1_000_000
"""Of a control."""


@dataclass(frozen=True, slots=True)
class Scored:
    """What pay needs of answers, whatever their type."""

    scores: Mapping[tuple[str, str], int | None]
    """Q16 by task and labeler; None where there is nothing to compare with."""

    chance_variances: Mapping[tuple[str, str], int]
    """Q32 by task and labeler."""


def scored(judged: Judged[object]) -> Scored:
    """Return the scores of a task's only control."""
    return Scored(judged.scores, judged.chance_variances)


def weighted_mean(controls: Sequence[tuple[Scored, int]]) -> Scored:
    """Return each answer's mean score over the controls that have one, by the controls' weights.

    Floored. The variance is the weighted mean of variances, rounded up: at least the variance of
    the mean, however the controls depend on each other.
    """
    if not controls:
        raise NoAnswers
    for _, weight in controls:
        if type(weight) is not int or not 1 <= weight <= MAXIMUM_WEIGHT:
            raise PresetOutOfRange("control weight", weight, 1, MAXIMUM_WEIGHT)
    keys = sorted({key for control, _ in controls for key in control.scores})
    scores: dict[tuple[str, str], int | None] = {}
    variances: dict[tuple[str, str], int] = {}
    for key in keys:
        parts = [
            (score, control.chance_variances[key], weight)
            for control, weight in controls
            if (score := control.scores.get(key)) is not None
        ]
        total = sum(weight for _, _, weight in parts)
        scores[key] = sum(s * weight for s, _, weight in parts) // total if parts else None
        variances[key] = -(-sum(v * w for _, v, w in parts) // total) if parts else 0
    return Scored(scores, variances)


def tally_scores(found: Scored) -> dict[str, Tally]:
    """Return every labeler's sums over all their answers, by labeler sorted."""
    rows: dict[str, list[tuple[int | None, int]]] = {}
    for (task, labeler), score in sorted(found.scores.items()):
        rows.setdefault(labeler, []).append((score, found.chance_variances[task, labeler]))
    return {labeler: _tally(rows[labeler]) for labeler in sorted(rows)}


def rates_of(found: Scored, scoring: Scoring) -> dict[str, int | None]:
    """Return each labeler's rate in 1/32 of the price; None while not yet known."""
    return {
        labeler: rate32(tally, UNIT_SPREAD, scoring)
        for labeler, tally in tally_scores(found).items()
    }


def _tally(rows: Sequence[tuple[int | None, int]]) -> Tally:
    """One labeler's sums."""
    known = [(score, variance) for score, variance in rows if score is not None]
    return Tally(
        answers=len(rows),
        informative=len(known),
        margin=sum(score for score, _ in known),
        margin_squared=sum(score * score for score, _ in known),
        chance_variance=sum(variance for _, variance in known),
    )
