"""Scores and rates: exact fractions, rounded once, never above what the formula says."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from labelfield.protocol.scoring import FULL_RATE, Scoring
from labelfield.quality.consensus import consensus
from labelfield.quality.crowd import Crowd
from labelfield.quality.rate import Tally, rate32, score_q16, spread_of, tally_labelers
from labelfield.quality.tables import ONE

BINARY = Scoring(("no", "yes"), deduction_percent=100, full_pay_score_percent=70)
HALF = spread_of((ONE // 2, ONE // 2))


@st.composite
def tallies(draw: st.DrawFn) -> tuple[Tally, int]:
    """A labeler's sums over made-up margins, and the spread of a made-up prior."""
    prior = draw(st.integers(1, ONE - 1))
    margins = draw(st.lists(st.integers(-ONE, ONE), min_size=1, max_size=60))
    tally = Tally(
        answers=len(margins) + draw(st.integers(0, 5)),
        informative=len(margins),
        margin=sum(margins),
        margin_squared=sum(margin * margin for margin in margins),
        chance_variance=len(margins) * prior * (ONE - prior),
    )
    return tally, spread_of((prior, ONE - prior))


def rate_as_written(tally: Tally, spread: int, scoring: Scoring) -> float:
    """The formula of the documents, in floating point."""
    m = tally.informative
    scale = ONE / spread
    mean = tally.margin / m * scale
    sample = (tally.margin_squared - tally.margin**2 / m) / (m - 1) if m > 1 else 0.0
    v = max(sample, tally.chance_variance / m) * scale * scale
    z, full = scoring.deduction_percent / 100, scoring.full_pay_score_percent / 100
    return min(1.0, (mean - z * z * v / m / mean) / full) if mean > 0 else 0.0


def test_there_is_no_rate_below_the_minimum_of_answers() -> None:
    tally = Tally(9, 9, 9 * ONE // 2, 9 * ONE * ONE // 4, 9 * ONE * ONE // 4)
    assert rate32(tally, HALF, BINARY) is None
    assert rate32(replace(tally, answers=10), HALF, BINARY) is not None


def test_there_is_no_rate_while_nothing_can_be_compared() -> None:
    assert rate32(Tally(50, 0, 0, 0, 0), HALF, BINARY) is None


def test_a_project_of_one_class_earns_nothing_since_nothing_is_told_apart() -> None:
    assert spread_of((ONE, 0)) == 0
    assert rate32(Tally(50, 50, 0, 0, 0), 0, BINARY) == 0
    assert score_q16(0, 50, 0) == 0


@given(tallies(), st.integers(0, 300), st.integers(1, 100))
def test_the_rate_is_the_formula_rounded_down(
    made: tuple[Tally, int], deduction: int, full: int
) -> None:
    tally, spread = made
    scoring = replace(BINARY, deduction_percent=deduction, full_pay_score_percent=full)
    rate = rate32(replace(tally, answers=60), spread, scoring)
    assert rate is not None
    expected = max(32 * rate_as_written(tally, spread, scoring), 0.0)
    assert expected - 1 - 1e-6 * (1 + expected) <= rate <= expected + 1e-6
    assert 0 <= rate <= FULL_RATE


@given(tallies())
def test_the_score_is_the_mean_margin_over_the_spread_floored(made: tuple[Tally, int]) -> None:
    tally, spread = made
    exact = Fraction(tally.margin * ONE * ONE, tally.informative * spread)
    assert 0 <= exact - score_q16(tally.margin, tally.informative, spread) < 1


@given(tallies())
def test_a_larger_deduction_never_raises_the_rate(made: tuple[Tally, int]) -> None:
    tally, spread = made
    rates = [
        rate32(replace(tally, answers=60), spread, replace(BINARY, deduction_percent=percent)) or 0
        for percent in (0, 50, 100, 200)
    ]
    assert rates == sorted(rates, reverse=True)


@given(data=st.data())
def test_tallies_are_plain_sums_over_informative_answers(
    data: st.DataObject, crowds: st.SearchStrategy[Crowd]
) -> None:
    crowd = data.draw(crowds)
    found = consensus(crowd, Scoring(tuple(map(str, range(crowd.class_count)))))
    for labeler, tally in enumerate(tally_labelers(crowd, found)):
        rows = np.flatnonzero((crowd.labeler == labeler) & found.informative)
        margins = found.margin[rows].tolist()
        shares = found.prior[crowd.label[rows]].tolist()
        assert tally == Tally(
            answers=int((crowd.labeler == labeler).sum()),
            informative=len(rows),
            margin=sum(margins),
            margin_squared=sum(margin * margin for margin in margins),
            chance_variance=sum(share * (ONE - share) for share in shares),
        )


def test_good_answers_earn_and_random_ones_do_not() -> None:
    generator = np.random.default_rng(1)
    truth = generator.integers(0, 2, 400)
    right = generator.random((400, 6)) < np.array([0.9, 0.9, 0.9, 0.9, 0.5, 0.5])
    label = np.where(right, truth[:, None], 1 - truth[:, None]).astype(np.int32)
    task, labeler = (axis.astype(np.int32) for axis in np.nonzero(label >= 0))
    crowd = Crowd(400, 6, 2, task, labeler, label.ravel(), np.full(400, -1, np.int32))
    found = consensus(crowd, BINARY)
    spread = spread_of(tuple(found.prior.tolist()))
    rates = [rate32(tally, spread, BINARY) or 0 for tally in tally_labelers(crowd, found)]
    assert min(rates[:4]) >= 26
    assert max(rates[4:]) <= 2
