"""What a project may cost at most, its appeals included, and about what it will."""

from dataclasses import dataclass

from labelfield.market.appeals import ANSWERS_AN_APPEAL, most_of_project
from labelfield.market.errors import OfferOutOfRange, QuoteOverflow

_MAXIMUM = (1 << 64) - 1

_BASIS = 10_000

_EXPECTED_RATE_PERCENT = 50
"""Mean rate × 100 over the public crowd sets at the default preset: `bench/quality.py`."""

_EXPECTED_ANSWERS_PERCENT = 65
"""Answers × 100 left of the maximum when tasks close on confidence: mean over ten public sets."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a requester asks for."""

    tasks: int
    minimum_answers: int
    """Answers a task needs at least."""

    maximum_answers: int
    """Answers a task gets at most."""

    price: int
    """Units an answer earns at the full rate."""

    fee_bps: int


@dataclass(frozen=True, slots=True)
class Quote:
    """Spend in units, fees included."""

    largest_spend: int
    """A deposit of this much accepts every answer, each at the full price, and all appeals."""

    appeals_spend: int
    """What of it answers that appeals ask for may cost."""

    expected_spend: int
    """About what is spent; the rest goes back."""

    expected_answers: int


def quote(offer: Offer) -> Quote:
    """Return what the public sets suggest, and the most: all answers × price × (1 + fee).

    All answers are tasks × maximum, and those of as many appeals as the project takes.
    """
    _check(offer)
    answers = offer.tasks * offer.maximum_answers
    appealed = ANSWERS_AN_APPEAL * most_of_project(offer.tasks)
    without = _with_fee_up(answers * offer.price, offer.fee_bps)
    largest = _with_fee_up((answers + appealed) * offer.price, offer.fee_bps)
    expected = max(
        offer.tasks * offer.minimum_answers, -(-answers * _EXPECTED_ANSWERS_PERCENT // 100)
    )
    return Quote(
        largest_spend=largest,
        appeals_spend=largest - without,
        expected_spend=_with_fee_up(
            -(-expected * offer.price * _EXPECTED_RATE_PERCENT // 100), offer.fee_bps
        ),
        expected_answers=expected,
    )


def _with_fee_up(units: int, fee_bps: int) -> int:
    """Units × (1 + fee), rounded up, so that the last answer is covered."""
    total = -(-units * (_BASIS + fee_bps) // _BASIS)
    if total > _MAXIMUM:
        raise QuoteOverflow(total)
    return total


def _check(offer: Offer) -> None:
    """Raise unless every number is a whole one within its bounds."""
    bounds = (
        ("tasks", offer.tasks, 1, 1 << 32),
        ("maximum answers", offer.maximum_answers, 1, 1 << 16),
        ("minimum answers", offer.minimum_answers, 1, offer.maximum_answers),
        ("price", offer.price, 0, _MAXIMUM),
        ("fee", offer.fee_bps, 0, _BASIS),
    )
    for name, found, low, high in bounds:
        if type(found) is not int or not low <= found <= high:
            raise OfferOutOfRange(name, found, low, high)
