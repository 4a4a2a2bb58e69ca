"""Strengths of items from weighted wins: Bradley and Terry (1952), in integers.

P(i beats j) = γ_i / (γ_i + γ_j). The passes are Hunter's (2004) minorisation:

    γ_i ← W_i / Σ_j n_ij / (γ_i + γ_j)

with one win and one loss of each item against an item of strength 1 added, so that an item that
always wins has a finite strength, and the scale is fixed.
"""

from collections.abc import Mapping

from labelfield.quality.tables import ONE

BRADLEY_TERRY_PASSES = 20

Wins = Mapping[tuple[str, str], int]
"""How often, Q16, the first item beat the second."""


def strengths_of(wins: Wins) -> dict[str, int]:
    """Return each item's strength, Q16, after a fixed number of passes from equal ones."""
    items = sorted({item for pair in wins for item in pair})
    won = dict.fromkeys(items, ONE)
    met: dict[str, dict[str, int]] = {item: {} for item in items}
    for (winner, loser), times in wins.items():
        won[winner] += times
        met[winner][loser] = met[winner].get(loser, 0) + times
        met[loser][winner] = met[loser].get(winner, 0) + times
    strengths = dict.fromkeys(items, ONE)
    for _ in range(BRADLEY_TERRY_PASSES):
        strengths = {item: _pass(won[item], met[item], item, strengths) for item in items}
    return strengths


def _pass(won: int, met: Mapping[str, int], item: str, strengths: Mapping[str, int]) -> int:
    """One item's next strength, floored, at least 1."""
    own = strengths[item]
    rest = (2 * ONE << 32) // (own + ONE)
    rest += sum((times << 32) // (own + strengths[other]) for other, times in met.items())
    return max((won << 32) // rest, 1)
