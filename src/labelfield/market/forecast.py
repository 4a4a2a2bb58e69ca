"""How right a project's labels will be, and how long it will take: for a quote, not for pay.

The label of n independent answers, each right with chance p, else any other class alike: the
plurality is right if the right class gets the most, half as often in a tie of two, and so on
(Condorcet 1785). Labelers are neither alike nor independent, and the consensus weighs them: on
public sets it does a little better than this.
"""

from functools import cache
from math import comb

PUBLIC_SETS_RIGHT_PERCENT = 70
"""How often one answer is right: mean over the nine public choice sets of `bench/quality.py`."""

ENOUGH_GOLD = 100
"""Answers to gold from which what was measured here is believed."""

_MOST_ANSWERS = 25
"""More answers hardly change the expectation."""


def single_answer_percent(gold_answers: int, gold_right: int) -> tuple[float, bool]:
    """Return how often one answer is right, and whether that was measured here."""
    if gold_answers < ENOUGH_GOLD:
        return float(PUBLIC_SETS_RIGHT_PERCENT), False
    return 100 * gold_right / gold_answers, True


def plurality_percent(right_percent: float, answers: int, classes: int) -> float:
    """Return how often the plurality of so many answers is right."""
    count = min(answers, _MOST_ANSWERS)
    chance = right_percent / 100
    total = 0.0
    for right in range(1, count + 1):
        wrong = count - right
        weight = comb(count, right) * chance**right * (1 - chance) ** wrong
        total += weight * _first_or_tied(right, wrong, classes - 1)
    return round(100 * total, 2)


def duration_s(answers: int, lately: int, lately_s: int) -> int | None:
    """Return how long so many answers take at the pace of late; None where there was none."""
    if lately <= 0 or lately_s <= 0:
        return None
    return -(-answers * lately_s // lately)


def _first_or_tied(right: int, wrong: int, others: int) -> float:
    """Return how likely `right` answers are the most, `wrong` falling evenly on other classes."""
    won = sum(_spreads(wrong, others, right, tied) / (tied + 1) for tied in range(others + 1))
    return float(won / others**wrong)


@cache
def _spreads(wrong: int, others: int, most: int, tied: int) -> int:
    """Count the ways in which exactly `tied` of the classes get `most`, the rest fewer."""
    if tied > others or tied * most > wrong:
        return 0
    ways, left = comb(others, tied), wrong
    for _ in range(tied):
        ways *= comb(left, most)
        left -= most
    return ways * _below(left, others - tied, most)


@cache
def _below(left: int, classes: int, most: int) -> int:
    """Count the ways in which answers fall on classes that each get fewer than `most`.

    The answers are told apart. The classes are halved until one is left.
    """
    if classes == 0:
        return 1 if left == 0 else 0
    if classes == 1:
        return 1 if left < most else 0
    half = classes // 2
    return sum(
        comb(left, part) * _below(part, half, most) * _below(left - part, classes - half, most)
        for part in range(left + 1)
    )
