"""What an accepted answer adds to its receipt before the next settlement looks at it."""

from dataclasses import dataclass

from labelfield.ledger.amounts import check_amount, check_number
from labelfield.protocol.scoring import FULL_RATE

MAXIMUM_CREDIT_LINE_PERCENT = 10_000


@dataclass(frozen=True, slots=True)
class Standing:
    """What the last settlement left of a labeler in a project."""

    earned: int
    """E: what it found earned."""

    rate32: int | None
    """The rate it found, in 1/32; None while there is none."""


def increment_down(price: int, owed: int, standing: Standing, credit_line_percent: int) -> int:
    """Return floor(price × rate / 32) while owed stays within E × (1 + credit line), else 0.

    The line is measured from E, never from what is owed: from there it would compound, and a good
    start followed by spam would ratchet without end.
    """
    check_amount("price", price)
    check_amount("owed", owed)
    check_amount("earned", standing.earned)
    check_number("credit line", credit_line_percent, 0, MAXIMUM_CREDIT_LINE_PERCENT)
    if standing.rate32 is None:
        return 0
    step = price * check_number("rate", standing.rate32, 0, FULL_RATE) // FULL_RATE
    within = (owed + step) * 100 <= standing.earned * (100 + credit_line_percent)
    return step if within else 0
