"""Preferences judged like every other type of answer: the consensus is the better item."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from labelfield.quality.agreement import NO_GOLD, Agreed, Given, Judged
from labelfield.quality.preferences import Comparison, judge_preferences
from labelfield.quality.tables import ONE


class Preference(NamedTuple):
    """What was shown where, and which item was chosen."""

    left: str
    right: str
    winner: str


def judge_preference_answers(
    answers: Sequence[Given[Preference]], gold: Mapping[str, Preference] = NO_GOLD
) -> Judged[Preference]:
    """Return the better items, scores and reliability; a consensus shows items in order of name."""
    comparisons = [Comparison(each.task, each.labeler, *each.value) for each in answers]
    found = judge_preferences(comparisons, {task: known.winner for task, known in gold.items()})
    items = {each.task: {each.value.left, each.value.right} for each in answers}
    consensus = {
        task: Agreed(
            Preference(min(items[task]), max(items[task]), agreed.value), agreed.confidence
        )
        for task, agreed in found.consensus.items()
    }
    both = found.left * (ONE - found.left)
    variance = ONE**4 // (4 * both) if both else 0
    return Judged(
        consensus,
        found.scores,
        found.reliability,
        dict.fromkeys(found.scores, variance),
        found.clusters,
    )


def winner_agreement(one: Preference, other: Preference) -> int:
    """Return 1 in Q16 where both chose the same item, else 0."""
    return ONE if one.winner == other.winner else 0
