"""What those are paid at close who answered too little to be scored."""

from collections.abc import Sequence
from dataclasses import dataclass

from labelfield.ledger.amounts import check_amount, check_number
from labelfield.ledger.earned import earned_down
from labelfield.protocol.scoring import FULL_RATE


@dataclass(frozen=True, slots=True)
class Unrated:
    """A labeler without a rate when the project closes."""

    answers: int
    """Answers in closed tasks that are paid for: at most the preset's limit."""

    merit: int
    """How far above chance they are, in all; of any unit that all labelers share."""

    gold_answers: int
    """Answers on gold tasks."""

    gold_right: int
    """Those of them that were right."""


def mean_rate_down(rated: Sequence[tuple[int, int]]) -> int:
    """Return the mean rate of an answer, of (answers, rate) pairs; of none 0."""
    answers = sum(count for count, _ in rated)
    return sum(count * rate for count, rate in rated) // answers if answers else 0


def failed_gold(unrated: Unrated) -> bool:
    """Return whether gold was answered, and fewer than half of it right."""
    return 2 * unrated.gold_right < unrated.gold_answers


def carried_over_down(price: int, unrated: Sequence[Unrated], rate32: int) -> tuple[int, ...]:
    """Return each one's part, by merit, of what all their answers are worth at one rate.

    Who failed gold has no part, and nobody more than the price of every answer; what is cut off so
    goes to nobody.
    """
    check_amount("price", price)
    check_number("rate", rate32, 0, FULL_RATE)
    for one in unrated:
        check_amount("answers", one.answers)
        check_amount("merit", one.merit)
        check_amount("gold answers", one.gold_answers)
        check_number("gold right", one.gold_right, 0, one.gold_answers)
    pot = price * sum(one.answers for one in unrated) * rate32 // FULL_RATE
    merits = [0 if failed_gold(one) else one.merit for one in unrated]
    total = max(sum(merits), 1)
    return tuple(
        min(pot * merit // total, earned_down(price, one.answers, FULL_RATE))
        for one, merit in zip(unrated, merits, strict=True)
    )
