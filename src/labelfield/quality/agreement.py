"""Consensus, scores and weights for any type of answer that has an agreement and a merge.

An answer x of task t agrees to the degree g(x, r) with a reference r. As for choices, its margin
is u = g(x, r) − c(x): r is what the others' answers to t merge to, and c(x), chance, is the mean
of g(x, ·) over the references of other tasks. So an answer that has nothing to do with its task,
random or constant, has margin 0 in the mean, whatever the type: the multi-task correction of
Dasgupta and Ghosh (2013) and Shnayder et al. (2016). The score is s = u / D, D being the mean
margin of the references themselves: 1 is perfect. Where gold is known it is the reference.

Everything is integer and every sum commutes; ties are broken by the answers' values, never by
ids, so neither order of rows nor renaming changes a result.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Generic, NamedTuple, TypeVar

from labelfield.quality.answer_errors import NoAnswers, RepeatedAnswer
from labelfield.quality.answer_rings import Pair, clusters_of, weight_limits
from labelfield.quality.tables import ONE

Value = TypeVar("Value")

Weighted = tuple[Value, int]
"""An answer's value and its labeler's weight, Q16."""

WEIGHT_PASSES = 3
"""How often labelers' weights are found anew from the agreement weighted by the last ones."""

PSEUDO_ANSWERS = 4
"""Weight, in answers, of the crowd's mean margin in a labeler's."""

GOLD_ANSWERS = 4
"""How many answers to other tasks one to a gold task counts for in a labeler's weight."""

LEAST_WEIGHT = ONE // 64
MOST_WEIGHT = 4 * ONE


@dataclass(frozen=True, slots=True)
class Given(Generic[Value]):
    """One labeler's whole answer to one task."""

    task: str
    labeler: str
    value: Value


@dataclass(frozen=True, slots=True)
class Kind(Generic[Value]):
    """What judging needs to know of a type of answer."""

    agreement: Callable[[Value, Value], int]
    """Q16, symmetric, 65536 for equal answers."""

    merge: Callable[[Sequence[Weighted[Value]]], Value]
    """The consensus of at least one weighted answer, whatever their order."""

    key: Callable[[Value], Any]
    """Sorts values; equal keys mean equal values."""

    references: int
    """References against which chance is measured; more cost time and lessen its error."""


@dataclass(frozen=True, slots=True)
class Agreed(Generic[Value]):
    """A task's consensus."""

    value: Value

    confidence: int
    """Q16: the weighted mean agreement of the task's answers with `value`."""


@dataclass(frozen=True, slots=True)
class Judged(Generic[Value]):
    """What is concluded from a crowd's answers."""

    consensus: Mapping[str, Agreed[Value]]
    """By task."""

    scores: Mapping[tuple[str, str], int | None]
    """Q16 by task and labeler; None where nobody else answered the task."""

    weights: Mapping[str, int]
    """Q16 by labeler; 65536 is a labeler as good as the mean of the crowd."""

    chance_variances: Mapping[tuple[str, str], int]
    """Q32 by task and labeler: the variance that the score would have on other tasks; 0 without."""

    clusters: Mapping[str, str]
    """By labeler who answers as others do, errors included, the first of them all by name."""


class Chance(NamedTuple):
    """What an answer's agreement would be, were it given to another task."""

    mean: int
    """Q16, floored."""

    variance: int
    """Q32, rounded up."""


NO_GOLD: Mapping[str, Any] = {}


def judge(
    answers: Sequence[Given[Value]], kind: Kind[Value], gold: Mapping[str, Value] = NO_GOLD
) -> Judged[Value]:
    """Return consensus and confidence by task, score by answer and weight by labeler.

    Gold is the consensus of its task, and what answers to it are compared with.
    """
    tasks = by_task(answers)
    equal = dict.fromkeys({answer.labeler for answer in answers}, ONE)
    first = [_merged(task, given, equal, kind, gold) for task, given in tasks.items()]
    chance = _chances(answers, _picked(first, kind), kind)
    pairs = pairs_by_task(tasks, kind.agreement, gold)
    clusters = clusters_of(pairs.values())
    limits = weight_limits(tasks, clusters)
    weights = _weigh(pairs, chance, _on_gold(tasks, chance, kind.agreement, gold), limits)
    consensus = {task: _agree(task, given, weights, kind, gold) for task, given in tasks.items()}
    picked = _picked([agreed.value for agreed in consensus.values()], kind)
    chance = _chances(answers, picked, kind)
    spread = ONE - _mean([_chance(reference, picked, kind).mean for reference in picked])
    scores: dict[tuple[str, str], int | None] = {}
    for task, given in tasks.items():
        for labeler in given:
            agreed = _agreed_without(labeler, task, given, weights, kind, gold)
            own = chance[task, labeler].mean
            scores[task, labeler] = None if agreed is None else _score(agreed - own, spread)
    variances = {key: _over_square(each.variance, spread) for key, each in chance.items()}
    return Judged(consensus, scores, weights, variances, clusters)


def mean_scores(judged: Judged[Value]) -> dict[str, int]:
    """Return each labeler's mean score, Q16, floored, over the answers that have one."""
    total: Counter[str] = Counter()
    count: Counter[str] = Counter()
    for (_, labeler), score in judged.scores.items():
        if score is not None:
            total[labeler] += score
            count[labeler] += 1
    return {labeler: total[labeler] // count[labeler] for labeler in sorted(count)}


def by_task(answers: Sequence[Given[Value]]) -> dict[str, dict[str, Value]]:
    """Answers by task and labeler, both sorted; raise if there are none or one is repeated."""
    if not answers:
        raise NoAnswers
    tasks: dict[str, dict[str, Value]] = {}
    for answer in sorted(answers, key=lambda answer: (answer.task, answer.labeler)):
        given = tasks.setdefault(answer.task, {})
        if answer.labeler in given:
            raise RepeatedAnswer(answer.task, answer.labeler)
        given[answer.labeler] = answer.value
    return tasks


def pairs_by_task(
    tasks: Mapping[str, Mapping[str, Value]],
    agreement: Callable[[Value, Value], int],
    gold: Mapping[str, Value],
) -> dict[str, list[Pair]]:
    """Return how far the answers to each task agree, pair by pair; not where gold is known."""
    return {
        task: [
            (first, second, agreement(given[first], given[second]))
            for first, second in combinations(given, 2)
        ]
        for task, given in tasks.items()
        if len(given) > 1 and task not in gold
    }


def _weighted(given: Mapping[str, Value], weights: Mapping[str, int]) -> list[Weighted[Value]]:
    """Each answer with its labeler's weight."""
    return [(value, weights[labeler]) for labeler, value in given.items()]


def _merged(
    task: str,
    given: Mapping[str, Value],
    weights: Mapping[str, int],
    kind: Kind[Value],
    gold: Mapping[str, Value],
) -> Value:
    """A task's gold, else what its answers merge to."""
    return gold[task] if task in gold else kind.merge(_weighted(given, weights))


def _agree(
    task: str,
    given: Mapping[str, Value],
    weights: Mapping[str, int],
    kind: Kind[Value],
    gold: Mapping[str, Value],
) -> Agreed[Value]:
    """A task's consensus, and how far its answers agree with it; gold is certain."""
    value = _merged(task, given, weights, kind, gold)
    if task in gold:
        return Agreed(value, ONE)
    agreeing = sum(weights[who] * kind.agreement(each, value) for who, each in given.items())
    return Agreed(value, agreeing // sum(weights[who] for who in given))


def _agreed_without(
    labeler: str,
    task: str,
    given: Mapping[str, Value],
    weights: Mapping[str, int],
    kind: Kind[Value],
    gold: Mapping[str, Value],
) -> int | None:
    """How far an answer agrees with gold or what all others merge to, Q16; None without any."""
    others = {name: value for name, value in given.items() if name != labeler}
    if not others and task not in gold:
        return None
    return kind.agreement(given[labeler], _merged(task, others, weights, kind, gold))


def _picked(references: Sequence[Value], kind: Kind[Value]) -> list[Value]:
    """Some of the references, sorted, from the middles of as many equal stretches."""
    ordered, count = sorted(references, key=kind.key), kind.references
    if len(ordered) <= count:
        return ordered
    return [ordered[(2 * place + 1) * len(ordered) // (2 * count)] for place in range(count)]


def _score(margin: int, spread: int) -> int:
    """A margin over the spread, Q16, floored; 0 where all references are alike."""
    return margin * ONE // spread if spread else 0


def _over_square(variance: int, spread: int) -> int:
    """A margin's variance as a score's, Q32, rounded up; 0 where all references are alike."""
    return -(-variance * ONE * ONE // (spread * spread)) if spread else 0


def _chances(
    answers: Sequence[Given[Value]], picked: Sequence[Value], kind: Kind[Value]
) -> dict[tuple[str, str], Chance]:
    """The chance of each answer, by task and labeler."""
    by_key: dict[Any, Chance] = {}
    chances = {}
    for answer in answers:
        key = kind.key(answer.value)
        if key not in by_key:
            by_key[key] = _chance(answer.value, picked, kind)
        chances[answer.task, answer.labeler] = by_key[key]
    return chances


def _chance(value: Value, picked: Sequence[Value], kind: Kind[Value]) -> Chance:
    """Mean and variance of a value's agreement with the picked references."""
    agreed = [kind.agreement(value, reference) for reference in picked]
    count, total = len(agreed), sum(agreed)
    deviation = count * sum(each * each for each in agreed) - total * total
    return Chance(total // count, -(-deviation // (count * count)))


def _mean(numbers: Sequence[int]) -> int:
    """The floored mean."""
    return sum(numbers) // len(numbers)


def _weigh(
    pairs: Mapping[str, Sequence[Pair]],
    chance: Mapping[tuple[str, str], Chance],
    known: tuple[Counter[str], Counter[str]],
    limits: Mapping[str, int],
) -> dict[str, int]:
    """Weights from agreement with gold or pairwise above chance: no answer counts for itself.

    `known` are margins and counts on gold. Who answer alike together weigh as one.
    """
    labelers = sorted(limits)
    weights = limits
    for _ in range(WEIGHT_PASSES):
        total, count = known[0].copy(), known[1].copy()
        for task, rows in pairs.items():
            for labeler, agreed in _agreed_with_others(rows, weights).items():
                total[labeler] += agreed - chance[task, labeler].mean
                count[labeler] += 1
        found = _shrunk_weights(labelers, total, count)
        weights = {who: max(found[who] * limits[who] // ONE, 1) for who in labelers}
    return dict(weights)


def _on_gold(
    tasks: Mapping[str, Mapping[str, Value]],
    chance: Mapping[tuple[str, str], Chance],
    agreement: Callable[[Value, Value], int],
    gold: Mapping[str, Value],
) -> tuple[Counter[str], Counter[str]]:
    """Each labeler's summed margins on gold tasks, and how many answers they stand for."""
    margins: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for task in [task for task in tasks if task in gold]:
        for labeler, value in tasks[task].items():
            margin = agreement(value, gold[task]) - chance[task, labeler].mean
            margins[labeler] += GOLD_ANSWERS * margin
            counts[labeler] += GOLD_ANSWERS
    return margins, counts


def _agreed_with_others(
    rows: Sequence[tuple[str, str, int]], weights: Mapping[str, int]
) -> dict[str, int]:
    """Each labeler's weighted mean agreement with the task's others, Q16."""
    agreed: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for first, second, degree in rows:
        agreed[first] += weights[second] * degree
        agreed[second] += weights[first] * degree
        total[first] += weights[second]
        total[second] += weights[first]
    return {labeler: agreed[labeler] // total[labeler] for labeler in total}


def _shrunk_weights(
    labelers: Sequence[str], margins: Counter[str], counts: Counter[str]
) -> dict[str, int]:
    """w = (m_labeler / m_crowd)², m being mean margins, a labeler's shrunk to the crowd's."""
    mean = sum(margins.values()) // max(sum(counts.values()), 1)
    if mean <= 0:
        return dict.fromkeys(labelers, ONE)
    weights = {}
    for labeler in labelers:
        total = margins[labeler] + PSEUDO_ANSWERS * mean
        ratio = max(total, 0) * ONE // ((counts[labeler] + PSEUDO_ANSWERS) * mean)
        weights[labeler] = min(max(ratio * ratio // ONE, LEAST_WEIGHT), MOST_WEIGHT)
    return weights
