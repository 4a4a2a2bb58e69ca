"""Earned: what a settlement finds that a labeler's answers are worth."""

from labelfield.ledger.amounts import check_amount, check_number, fit_amount
from labelfield.protocol.scoring import FULL_RATE


def earned_down(price: int, answers: int, rate32: int) -> int:
    """Return floor(price × answers × rate / 32) units."""
    check_amount("price", price)
    check_amount("answers", answers)
    check_number("rate", rate32, 0, FULL_RATE)
    return fit_amount("earned", price * answers * rate32 // FULL_RATE)


def settled(owed: int, earned: int) -> int:
    """Return what is owed after a settlement: the larger, for what is owed never falls."""
    return max(check_amount("owed", owed), check_amount("earned", earned))
