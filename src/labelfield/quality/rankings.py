"""Rankings: Plackett–Luce strengths from the pairs that each ranking decides.

A ranking of m items is m (m − 1) / 2 comparisons; breaking it into all of them estimates
Plackett–Luce consistently (Azari Soufiani, Chen, Parkes and Xia 2013), each comparison weighing
what its labeler weighs. Agreement is the share of pairs in the same order, over the items that
both rankings have: 1/2 where they share none, which is what a ranking of other items says. So for
lists of their own chance is 1/2, and the score is Kendall's τ with the others' ranking.
"""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

from labelfield.quality.agreement import NO_GOLD, Given, Judged, Kind, Weighted, judge
from labelfield.quality.answer_errors import MalformedRanking
from labelfield.quality.bradley_terry import strengths_of
from labelfield.quality.tables import ONE

MAXIMUM_ITEMS = 100
"""Pairs grow with the square of the items."""

CHANCE_REFERENCES = 64

Ranking = tuple[str, ...]
"""Items, the best first."""


def ranking_of(items: Sequence[str]) -> Ranking:
    """Return one answer; refuse what does not put two or more items in order."""
    found = tuple(items)
    if isinstance(items, str) or not all(isinstance(item, str) and item for item in found):
        raise MalformedRanking(items, "items that are text, none of them empty")
    if not 2 <= len(found) <= MAXIMUM_ITEMS:
        raise MalformedRanking(items, f"2 to {MAXIMUM_ITEMS} items, found {len(found)}")
    if len(set(found)) != len(found):
        raise MalformedRanking(items, "each item once")
    return found


def judge_rankings(
    answers: Sequence[Given[Ranking]], gold: Mapping[str, Ranking] = NO_GOLD
) -> Judged[Ranking]:
    """Return consensus rankings, scores and weights; values are those of `ranking_of`."""
    for answer in answers:
        ranking_of(answer.value)
    return judge(answers, _KIND, gold)


def order_agreement(one: Ranking, other: Ranking) -> int:
    """Return the share of common pairs in the same order, Q16, floored; 1/2 without any."""
    place = {item: index for index, item in enumerate(other)}
    common = [place[item] for item in one if item in place]
    pairs = len(common) * (len(common) - 1) // 2
    if not pairs:
        return ONE // 2
    passed: list[int] = []
    same = 0
    for index in common:
        same += bisect_left(passed, index)
        insort(passed, index)
    return same * ONE // pairs


def plackett_luce(weighted: Sequence[Weighted[Ranking]]) -> Ranking:
    """Return all items by strength, the strongest first; of equals the first by name."""
    wins: Counter[tuple[str, str]] = Counter()
    for ranking, weight in weighted:
        for pair in combinations(ranking, 2):
            wins[pair] += weight
    strengths = strengths_of(wins)
    return tuple(sorted(strengths, key=lambda item: (-strengths[item], item)))


_KIND: Kind[Ranking] = Kind(
    agreement=order_agreement,
    merge=plackett_luce,
    key=lambda ranking: ranking,
    references=CHANCE_REFERENCES,
)
