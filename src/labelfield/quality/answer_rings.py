"""Labelers who answer alike beyond what their tasks explain, for answers of any type.

The rule of `rings`, with the agreement g of two answers in place of "the same class": an answer's
surprise is what it is less the mean of the other answers to its task, and the product of two
surprises follows from agreements alone (g is their inner product, as in kernel methods). With
choices, where g is 1 or 0, it is that rule.

A cluster is a reason for more gold and a cap on its joint weight; it lowers no score by itself.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from labelfield.quality.rings import LEAST_SURPRISE, MOST_ANSWERS, MOST_PAIRS, UNIT
from labelfield.quality.tables import ONE

FEWEST_ANSWERS = 4
"""Others must agree with each other, for a pair to be seen against them."""

LEAST_LOST = 3
"""Tasks on which a linked pair stood together against what others agreed on."""

Pair = tuple[str, str, int]
"""Two labelers, in order of name, and how far their answers to one task agree, Q16."""


@dataclass(slots=True)
class Common:
    """What a pair has in common over the tasks that both answered."""

    together: int = 0
    """Σ of the product of their surprises, Q8."""

    alone: int = 0
    """Σ of the squares of both, Q8."""

    lost: int = 0
    """Tasks on which they stood against what the others agreed on."""


def clusters_of(tasks: Iterable[Sequence[Pair]]) -> dict[str, str]:
    """Return, for everybody who is linked to another, the first of their cluster by name.

    Each task comes as the agreements of all its pairs.
    """
    compared = [pairs for pairs in tasks if _is_compared(len(pairs))]
    if sum(map(len, compared)) > MOST_PAIRS:
        return {}
    common = surprises_of(compared)
    return _components([pair for pair, found in common.items() if _linked(found)])


def surprises_of(tasks: Iterable[Sequence[Pair]]) -> Mapping[tuple[str, str], Common]:
    """Return what every pair has in common over the tasks that both answered."""
    common: dict[tuple[str, str], Common] = defaultdict(Common)
    for pairs in tasks:
        _add(common, pairs)
    return common


def weight_limits(
    tasks: Mapping[str, Mapping[str, object]], clusters: Mapping[str, str]
) -> dict[str, int]:
    """Return by labeler answers over answers and those of cluster mates to the same tasks, Q16."""
    answers: Counter[str] = Counter()
    mates: Counter[str] = Counter()
    for given in tasks.values():
        answers.update(list(given))
        inside = [who for who in given if who in clusters]
        sizes = Counter(clusters[who] for who in inside)
        for who in inside:
            mates[who] += sizes[clusters[who]] - 1
    return {who: count * ONE // (count + mates[who]) for who, count in answers.items()}


def _is_compared(pairs: int) -> bool:
    """Whether pairs are compared on tasks with so many of them."""
    return FEWEST_ANSWERS * (FEWEST_ANSWERS - 1) <= 2 * pairs <= MOST_ANSWERS * (MOST_ANSWERS - 1)


def _add(common: dict[tuple[str, str], Common], pairs: Sequence[Pair]) -> None:
    """Add one task's surprises.

    Of an answer a, A is Σ g(a, ·) over the o others, of whom Q is Σ g over all ordered pairs, each
    with itself too: the product of the surprises of a and b is g(a, b) − A/o − B/o + Q/o².
    """
    support: Counter[str] = Counter()
    for one, other, agreed in pairs:
        support[one] += agreed
        support[other] += agreed
    others = len(support) - 2
    whole = len(support) * ONE + sum(support.values())
    square = others * others
    for one, other, agreed in pairs:
        mine, theirs = support[one] - agreed, support[other] - agreed
        rest = whole - 2 * (support[one] + support[other]) - 2 * ONE + 2 * agreed
        both = square * agreed - others * (mine + theirs) + rest
        found = common[one, other]
        found.together += UNIT * both // (square * ONE)
        for each in (mine, theirs):
            own = square * ONE - 2 * others * each + rest
            found.alone += UNIT * own // (square * ONE)
        found.lost += _against(max(mine, theirs), rest - others * ONE, others)


def _against(support: int, among: int, others: int) -> bool:
    """Whether the others agree with each other by a quarter more than with either of the pair."""
    return 4 * among >= (others - 1) * (4 * support + others * ONE)


def _linked(found: Common) -> bool:
    return (
        20 * found.together > 9 * found.alone
        and found.alone >= 2 * LEAST_SURPRISE
        and found.lost >= LEAST_LOST
    )


def _components(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The first member by name of everybody's connected component."""
    root: dict[str, str] = {}

    def find(member: str) -> str:
        while root.setdefault(member, member) != member:
            root[member] = root[root[member]]
            member = root[member]
        return member

    for pair in pairs:
        low, high = sorted(map(find, pair))
        root[high] = low
    return {member: find(member) for member in sorted(root)}
