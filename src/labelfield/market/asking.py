"""Whom to ask first: labelers whose answers say more than the crowd's do on average.

Any answer costs the same, and an answer that says little leaves a task nearly as unsure as before.
So labelers who are known, and whose mean score is under the crowd's, rest while others answer. Gold
has the last word: unless an answer of those who would rest says, beyond chance, less than half of
what one of the others' says, nobody rests.
"""

from collections.abc import Sequence
from dataclasses import dataclass

KNOWN_FROM = 10
"""Scored answers from which a labeler can be told from the crowd."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one labeler in a project."""

    scored: int
    """Answers to closed tasks that gold or others' answers say anything about."""

    margin: int
    """Σ of how far they agree beyond chance, in any unit that all labelers share."""

    gold_answers: int

    gold_margin: int
    """The same sum over answers to gold."""


def resting(crowd: Sequence[Standing]) -> tuple[bool, ...]:
    """Return who rests: mean score under the crowd's, if gold bears it out."""
    scored = sum(each.scored for each in crowd)
    margin = sum(each.margin for each in crowd)
    below = tuple(
        each.scored >= KNOWN_FROM and each.margin * scored < margin * each.scored for each in crowd
    )
    return below if _say_less(crowd, below) else (False,) * len(crowd)


def _say_less(crowd: Sequence[Standing], below: Sequence[bool]) -> bool:
    """Whether on gold an answer of those below says less than half of what one of others says."""
    answers, margin = [0, 0], [0, 0]
    for each, rests in zip(crowd, below, strict=True):
        answers[rests] += each.gold_answers
        margin[rests] += each.gold_margin
    return 2 * margin[True] * answers[False] < margin[False] * answers[True]
