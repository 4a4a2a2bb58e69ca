"""Pairwise preferences: items' strengths and labelers' reliability, found together.

A task shows two items. Which is better there is unknown; before anybody answers, the items'
strengths say P(a) = γ_a / (γ_a + γ_b), and each answer is right with its labeler's reliability η,
as in CrowdBT (Chen, Bennett, Collins-Thompson and Horvitz 2013):

    q(a) ∝ P(a) · Π η_w if w chose a, else 1 − η_w

Each pass counts η from q (shrunk by four answers to the crowd's), then γ from q, then q anew. η
is kept at a half or more: who is always contrary counts as noise, never as an inverted voice.

An answer's margin is u = q(choice) − π(side): q is found without any answer of its labeler, in
likelihood and in strengths; π(side) is how often, over all answers, the side shown left (or
right) is the better one. So random choices, or always the left, have margin 0 in the mean. The
score is u / (1 − Σπ²).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

from labelfield.quality.agreement import NO_GOLD, PSEUDO_ANSWERS, Agreed, pairs_by_task
from labelfield.quality.answer_errors import MalformedComparison, NoAnswers, RepeatedAnswer
from labelfield.quality.answer_rings import clusters_of, weight_limits
from labelfield.quality.bradley_terry import strengths_of
from labelfield.quality.tables import ONE

PREFERENCE_PASSES = 5

LEAST_RELIABILITY = ONE // 2
MOST_RELIABILITY = ONE - ONE // 64


@dataclass(frozen=True, slots=True)
class Comparison:
    """One labeler's choice between the two items of a task."""

    task: str
    labeler: str

    left: str
    """The item shown on the left; other labelers may see the sides swapped."""

    right: str

    winner: str
    """`left` or `right`'s item."""


@dataclass(frozen=True, slots=True)
class JudgedPreferences:
    """What is concluded from a crowd's comparisons."""

    consensus: Mapping[str, Agreed[str]]
    """By task the better item and q of it; of equal ones the first by name."""

    scores: Mapping[tuple[str, str], int | None]
    """Q16 by task and labeler; None where nobody else compared either item."""

    reliability: Mapping[str, int]
    """η by labeler, Q16: 32768 says nothing, 65536 is always right."""

    strengths: Mapping[str, int]
    """γ by item, Q16."""

    left: int
    """π: how often the side shown left is the better one, Q16."""

    clusters: Mapping[str, str]
    """By labeler who answers as others do, errors included, the first of them all by name."""


_Choices = Mapping[str, str]
"""The chosen item by labeler."""

_Shares = Mapping[str, int]
"""q by item of one task, Q16, each floored."""


@dataclass(frozen=True, slots=True)
class _Task:
    """A task's two items and who chose which."""

    items: tuple[str, str]
    choices: _Choices


def judge_preferences(
    comparisons: Sequence[Comparison], gold: Mapping[str, str] = NO_GOLD
) -> JudgedPreferences:
    """Return the better items, scores, reliability and strengths; gold names a task's better item.

    Gold is clamped: it is q, for everybody.
    """
    tasks = _by_task(comparisons)
    known = {name: _clamped(name, tasks[name], gold[name]) for name in tasks if name in gold}
    shares: dict[str, _Shares] = {name: _votes(task) for name, task in tasks.items()} | known
    choices = {name: task.choices for name, task in tasks.items()}
    clusters = clusters_of(pairs_by_task(choices, _same, gold).values())
    limits = weight_limits(choices, clusters)
    for _ in range(PREFERENCE_PASSES):
        reliability = _limited(_reliability(tasks, shares), limits)
        strengths = strengths_of(_wins(tasks, shares))
        shares = {
            name: _posterior(task.items, task.choices, strengths, reliability)
            for name, task in tasks.items()
        } | known
    consensus = {
        name: Agreed(max(task.items, key=lambda item: share[item]), max(share.values()))
        for (name, task), share in zip(tasks.items(), shares.values(), strict=True)
    }
    scores = _scores(comparisons, tasks, shares, reliability, known)
    return JudgedPreferences(
        consensus, scores, reliability, strengths, _left_share(comparisons, shares), clusters
    )


def _by_task(comparisons: Sequence[Comparison]) -> dict[str, _Task]:
    """Tasks sorted; raise unless each compares two items, and each labeler answers it once."""
    if not comparisons:
        raise NoAnswers
    items: dict[str, tuple[str, str]] = {}
    choices: dict[str, dict[str, str]] = {}
    for each in sorted(comparisons, key=lambda each: (each.task, each.labeler)):
        if each.left == each.right:
            raise MalformedComparison(each.task, each.left, "two different items")
        if each.winner not in (each.left, each.right):
            raise MalformedComparison(each.task, each.winner, "one of the items as the winner")
        low, high = sorted((each.left, each.right))
        if items.setdefault(each.task, (low, high)) != (low, high):
            raise MalformedComparison(each.task, (low, high), f"{items[each.task]}, as before")
        chosen = choices.setdefault(each.task, {})
        if each.labeler in chosen:
            raise RepeatedAnswer(each.task, each.labeler)
        chosen[each.labeler] = each.winner
    return {name: _Task(pair, choices[name]) for name, pair in items.items()}


def _clamped(name: str, task: _Task, better: str) -> _Shares:
    """q of a gold task; raise unless gold is one of its items."""
    if better not in task.items:
        raise MalformedComparison(name, better, f"gold to be one of {task.items}")
    return {item: ONE if item == better else 0 for item in task.items}


def _left_share(comparisons: Sequence[Comparison], shares: Mapping[str, _Shares]) -> int:
    """How often the side shown left is the better one, Q16."""
    return sum(shares[each.task][each.left] for each in comparisons) // len(comparisons)


def _votes(task: _Task) -> _Shares:
    """Shares of votes, one vote added to each item."""
    votes = Counter(task.choices.values())
    return {item: (votes[item] + 1) * ONE // (len(task.choices) + 2) for item in task.items}


def _reliability(tasks: Mapping[str, _Task], shares: Mapping[str, _Shares]) -> dict[str, int]:
    """How often each labeler is right, shrunk to the crowd's mean, within its bounds."""
    right: Counter[str] = Counter()
    count: Counter[str] = Counter()
    for name, task in tasks.items():
        for labeler, item in task.choices.items():
            right[labeler] += shares[name][item]
            count[labeler] += 1
    mean = sum(right.values()) // sum(count.values())
    return {
        labeler: min(
            max(
                (right[labeler] + PSEUDO_ANSWERS * mean) // (count[labeler] + PSEUDO_ANSWERS),
                LEAST_RELIABILITY,
            ),
            MOST_RELIABILITY,
        )
        for labeler in sorted(count)
    }


def _same(one: str, other: str) -> int:
    """1 in Q16 for the same item, else 0."""
    return ONE if one == other else 0


def _limited(reliability: Mapping[str, int], limits: Mapping[str, int]) -> dict[str, int]:
    """Reliability with what is above noise brought down for those who answer alike."""
    noise = LEAST_RELIABILITY
    return {who: noise + (eta - noise) * limits[who] // ONE for who, eta in reliability.items()}


def _wins(tasks: Mapping[str, _Task], shares: Mapping[str, _Shares]) -> dict[tuple[str, str], int]:
    """q summed over the tasks of each pair of items."""
    wins: Counter[tuple[str, str]] = Counter()
    for name, task in tasks.items():
        first, second = task.items
        wins[first, second] += shares[name][first]
        wins[second, first] += shares[name][second]
    return dict(wins)


def _posterior(
    items: tuple[str, str],
    choices: _Choices,
    strengths: Mapping[str, int],
    reliability: Mapping[str, int],
) -> _Shares:
    """q of both items; the products are exact."""
    weights = {
        item: strengths.get(item, ONE)
        * prod(
            reliability[labeler] if chosen == item else ONE - reliability[labeler]
            for labeler, chosen in choices.items()
        )
        for item in items
    }
    total = sum(weights.values())
    return {item: weight * ONE // total for item, weight in weights.items()}


def _scores(
    comparisons: Sequence[Comparison],
    tasks: Mapping[str, _Task],
    shares: Mapping[str, _Shares],
    reliability: Mapping[str, int],
    known: dict[str, _Shares],
) -> dict[tuple[str, str], int | None]:
    """Each answer's margin over the spread, floored."""
    left = _left_share(comparisons, shares)
    right = ONE - left
    spread = ONE * ONE - left * left - right * right
    implied = {
        labeler: _without(labeler, tasks, shares, reliability) | known
        for labeler in sorted(reliability)
    }
    scores: dict[tuple[str, str], int | None] = {}
    for each in sorted(comparisons, key=lambda each: (each.task, each.labeler)):
        others = implied[each.labeler].get(each.task)
        margin = 0
        if others is not None:
            margin = others[each.winner] - (left if each.winner == each.left else right)
        scores[each.task, each.labeler] = (
            None if others is None else margin * ONE * ONE // spread if spread else 0
        )
    return scores


def _without(
    labeler: str,
    tasks: Mapping[str, _Task],
    shares: Mapping[str, _Shares],
    reliability: Mapping[str, int],
) -> dict[str, _Shares]:
    """q of the labeler's tasks from the others' answers; no entry where they say nothing."""
    own = {
        name: _Task(task.items, {w: item for w, item in task.choices.items() if w != labeler})
        for name, task in tasks.items()
        if labeler in task.choices
    }
    others = {name: own.get(name, task) for name, task in tasks.items()}
    others = {name: task for name, task in others.items() if task.choices}
    rest = {
        name: _posterior(task.items, task.choices, {}, reliability) if name in own else shares[name]
        for name, task in others.items()
    }
    strengths = strengths_of(_wins(others, rest))
    return {
        name: _posterior(task.items, task.choices, strengths, reliability)
        for name, task in own.items()
        if task.choices or any(item in strengths for item in task.items)
    }
