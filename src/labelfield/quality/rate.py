"""From margins to a labeler's score and rate, in exact integers.

A margin is u = q(l) − π(l), Q16. The score of an answer is s = u / (1 − Σπ²): 1 is perfect, 0 is
what an answer unrelated to the task gets on average. The denominator is one number a settlement,
so sums are kept of margins, and divided once.
"""

from dataclasses import dataclass

import numpy as np

from labelfield.protocol.scoring import FULL_RATE, Scoring
from labelfield.quality.crowd import Consensus, Crowd, Int64s
from labelfield.quality.tables import ONE


@dataclass(frozen=True, slots=True)
class Tally:
    """Exact sums over one labeler's answers in closed tasks; the last three over informative."""

    answers: int
    """n: answers in closed tasks."""

    informative: int
    """m: those of them on gold tasks or tasks that somebody else answered."""

    margin: int
    """Σu, Q16."""

    margin_squared: int
    """Σu², Q32."""

    chance_variance: int
    """Σπ(l)(1 − π(l)), Q32: the variance of margins that equal answers cannot show."""


def spread_of(prior: tuple[int, ...]) -> int:
    """Return 1 − Σπ² in Q32 for a prior in Q16; 0 only if one class has everything."""
    return ONE * ONE - sum(share * share for share in prior)


def tally_labelers(crowd: Crowd, consensus: Consensus) -> tuple[Tally, ...]:
    """Return every labeler's sums; of integers, so in any order the same."""
    margin = np.where(consensus.informative, consensus.margin, 0)
    share = consensus.prior[crowd.label]
    chance = np.where(consensus.informative, share * (ONE - share), 0)
    informative = consensus.informative.astype(np.int64)
    terms = (np.ones_like(margin), informative, margin, margin * margin, chance)
    sums = np.zeros((len(terms), crowd.labeler_count), np.int64)
    for total, term in zip(sums, terms, strict=True):
        np.add.at(total, crowd.labeler, term)
    return tallies_of(sums.T)


def tallies_of(sums: Int64s) -> tuple[Tally, ...]:
    """Return the tallies of labelers from (W, 5) their fields."""
    return tuple(Tally(*row) for row in sums.tolist())


def score_q16(margin: int, informative: int, spread: int) -> int:
    """Return the mean score of `informative` answers with this margin sum, Q16, floored."""
    return (margin << 32) // (informative * spread) if spread else 0


def rate32(tally: Tally, spread: int, scoring: Scoring) -> int | None:
    """Return floor(32 × clip((s̄ − z²·v/(m·s̄)) / full-pay score, 0, 1)); None while not yet known.

    The deduction is James and Stein's: nothing is left of a score within z standard errors of
    chance, and little is taken from one far above. v = max(sample variance, mean of
    π(l)(1 − π(l)) / (1 − Σπ²)²): without that floor a few equal majority answers have no variance
    at all. The variance is rounded up, everything else down.
    """
    if tally.answers < scoring.minimum_answers or tally.informative == 0:
        return None
    if spread == 0:
        return 0
    if tally.margin <= 0:
        return 0
    noise = scoring.deduction_percent**2 * _variance_sum(tally)
    over = (10_000 * tally.margin**2 - noise) * FULL_RATE << 16
    full = 100 * tally.margin * tally.informative * spread * scoring.full_pay_score_percent
    return max(0, min(FULL_RATE, over // full))


def deduction_q16(tally: Tally, spread: int, scoring: Scoring) -> int:
    """Return what is taken off a mean score above 0 for chance, Q16, rounded up; at most all."""
    if tally.margin <= 0 or spread == 0:
        return 0
    noise = scoring.deduction_percent**2 * _variance_sum(tally)
    taken = -(-(noise << 32) // (10_000 * tally.margin * tally.informative * spread))
    return min(taken, -(-(tally.margin << 32) // (tally.informative * spread)))


def _variance_sum(tally: Tally) -> int:
    """Return m × v of margins, Q32, rounded up: the square of the standard error times m²."""
    m = tally.informative
    if m < 2:
        return tally.chance_variance
    deviation = m * tally.margin_squared - tally.margin * tally.margin
    return max(-(-deviation // (m - 1)), tally.chance_variance)
