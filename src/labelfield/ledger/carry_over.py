"""What those are paid at close who answered too little to be scored."""

from collections.abc import Iterable
from dataclasses import dataclass

from labelfield.ledger.amounts import check_amount, check_number
from labelfield.ledger.earned import earned_down


@dataclass(frozen=True, slots=True)
class Unrated:
    """A labeler without a rate when the project closes."""

    answers: int
    """Answers in closed tasks."""

    gold_answers: int
    """Those of them on gold tasks."""

    gold_right: int
    """Those of them that were right."""


def median_rate_down(rates: Iterable[int]) -> int:
    """Return the median of the rates there are: of two middle ones the lower, of none 0."""
    ordered = sorted(rates)
    return ordered[(len(ordered) - 1) // 2] if ordered else 0


def failed_gold(unrated: Unrated) -> bool:
    """Return whether gold was answered, and fewer than half of it right."""
    return 2 * unrated.gold_right < unrated.gold_answers


def carried_over_down(price: int, unrated: Unrated, median32: int, limit: int) -> int:
    """Return pay at the median rate for at most `limit` answers; 0 if gold was failed."""
    check_amount("answers", unrated.answers)
    check_number("gold answers", unrated.gold_answers, 0, unrated.answers)
    check_number("gold right", unrated.gold_right, 0, unrated.gold_answers)
    check_amount("carry-over limit", limit)
    if failed_gold(unrated):
        return 0
    return earned_down(price, min(unrated.answers, limit), median32)
