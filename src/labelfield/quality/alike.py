"""Pairs of labelers whose errors are alike: a reason to look or to give more gold, never to dock.

On a task both answered, X = e_a · e_b · g(a, b): how far both are off the consensus, times how far
they agree with each other. Independent labelers with mean errors ē would have n · ē_a · ē_b · κ of
it, κ being what the whole crowd has more than that, since hard tasks mislead many. The sign is the
excess over the square root of what is expected. For display: floats, and no payout.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from typing import Any

from labelfield.quality.tables import ONE

LEAST_SHARED = 5
LEAST_SIGN = 4.0
MOST_PAIRS = 2_000_000
"""Pairs of answers to a task that are compared; larger crowds are not searched."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Two labelers who err alike."""

    first: str
    second: str
    shared: int
    """Tasks that both answered."""

    together: float
    """Σ X: about how many errors they share."""

    expected: float
    """How many two such labelers would share by chance."""

    sign: float


def alike_pairs(
    tasks: Mapping[str, Mapping[str, Any]],
    consensus: Mapping[str, Any],
    agreement: Callable[[Any, Any], int],
) -> tuple[Alike, ...] | None:
    """Return suspicious pairs, the most suspicious first; None where there are too many to try."""
    if sum(len(given) * (len(given) - 1) // 2 for given in tasks.values()) > MOST_PAIRS:
        return None
    errors: dict[tuple[str, str], list[tuple[float, float, float]]] = defaultdict(list)
    for task in sorted(tasks):
        given = tasks[task]
        off = {who: 1 - agreement(given[who], consensus[task]) / ONE for who in sorted(given)}
        for first, second in combinations(off, 2):
            alike = 0.0
            if off[first] and off[second]:
                alike = off[first] * off[second] * agreement(given[first], given[second]) / ONE
            errors[first, second].append((off[first], off[second], alike))
    means = {pair: _means(rows) for pair, rows in errors.items()}
    whole = sum(len(errors[pair]) * one * other for pair, (one, other, _) in means.items())
    kappa = sum(total for _, _, total in means.values()) / whole if whole else 0.0
    found = []
    for pair, (one, other, together) in means.items():
        shared = len(errors[pair])
        expected = shared * one * other * kappa
        sign = (together - expected) / sqrt(expected + 1)
        if shared >= LEAST_SHARED and sign >= LEAST_SIGN:
            found.append(Alike(*pair, shared, together, expected, sign))
    return tuple(sorted(found, key=lambda each: (-each.sign, each.first, each.second)))


def _means(rows: list[tuple[float, float, float]]) -> tuple[float, float, float]:
    """Both mean errors, and Σ X."""
    count = len(rows)
    return (
        sum(one for one, _, _ in rows) / count,
        sum(other for _, other, _ in rows) / count,
        sum(alike for _, _, alike in rows),
    )
