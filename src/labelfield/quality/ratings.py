"""Ratings: choices in an order, decided and scored by distance.

The posterior is that of choices, confusion rows and all, since raters confuse steps in habits of
their own that no leaning and spread describe. Order enters where it is known to matter: the
consensus is the posterior's median, which no other step beats in expected distance, and an answer
has partial credit for being near. With g(l, k) = 1 − |l − k| / (K − 1) the margin of rating l is

    u = Σ q(k) g(l, k) − Σ π(k) g(l, k)

q being the posterior without the labeler's own rating (gold: certain), π the shares of the steps;
the score is u / Σ π(k) (1 − Σ π(j) g(k, j)), for two steps the same as that of choices.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import mul

from labelfield.protocol.scoring import Scoring
from labelfield.quality.agreement import NO_GOLD, Agreed, Given, Judged, by_task
from labelfield.quality.answer_errors import MalformedNumber
from labelfield.quality.choice_answers import clusters_by_name, crowd_of
from labelfield.quality.consensus import consensus
from labelfield.quality.crowd import ConsensusFunction
from labelfield.quality.numbers import Scale, check_on_scale
from labelfield.quality.tables import ONE
from labelfield.quality.task import task_posterior

MAXIMUM_STEPS = 32
"""Finer scales are numbers: a confusion row has an entry a step."""


def judge_ratings(
    answers: Sequence[Given[int]],
    scale: Scale,
    gold: Mapping[str, int] = NO_GOLD,
    consensus: ConsensusFunction = consensus,
) -> Judged[int]:
    """Return consensus ratings, scores and skills; confidence is the posterior of the rating."""
    check_on_scale([*answers, *(Given(task, "", value) for task, value in gold.items())], scale)
    steps = tuple(range(scale.low, scale.high + 1))
    if len(steps) > MAXIMUM_STEPS:
        raise MalformedNumber(scale, f"at most {MAXIMUM_STEPS} steps; judge it as numbers")
    tasks = by_task(answers)
    labelers = sorted({answer.labeler for answer in answers})
    found = consensus(crowd_of(tasks, steps, gold), Scoring(tuple(map(str, steps))))
    place = {labeler: index for index, labeler in enumerate(labelers)}
    ladder = _ladder(tuple(found.prior.tolist()))
    agreed: dict[str, Agreed[int]] = {}
    scores: dict[tuple[str, str], int | None] = {}
    variances: dict[tuple[str, str], int] = {}
    for (task, given), posterior in zip(tasks.items(), found.posterior.tolist(), strict=True):
        median = _median(posterior)
        agreed[task] = Agreed(steps[median], posterior[median])
        rows = {who: (place[who], rating - scale.low) for who, rating in given.items()}
        known = task in gold and posterior[gold[task] - scale.low] == ONE
        for who, row in rows.items():
            others = [each for each in rows.values() if each != row]
            informed = bool(others) or known
            shares = posterior if known else task_posterior(found, others)
            scores[task, who] = _score(row[1], shares, ladder) if informed else None
            variances[task, who] = ladder.variances[row[1]]
    weights = dict(zip(labelers, found.skill.tolist(), strict=True))
    return Judged(agreed, scores, weights, variances, clusters_by_name(labelers, found))


@dataclass(frozen=True, slots=True)
class _Ladder:
    """What chance says of each step."""

    near: tuple[tuple[int, ...], ...]
    """g, Q16."""

    chance: tuple[int, ...]
    """Σ π(k) g(l, k) of each step l, Q16."""

    spread: int
    """The mean margin of the truth, Q16."""

    variances: tuple[int, ...]
    """Of a score that has nothing to do with the task, by step, Q32, rounded up."""


def _ladder(prior: Sequence[int]) -> _Ladder:
    """The ladder of steps that are this common, Q16."""
    last = len(prior) - 1
    near = tuple(
        tuple((last - abs(one - other)) * ONE // last for other in range(last + 1))
        for one in range(last + 1)
    )
    chance = tuple(_mean(prior, row) for row in near)
    spread = ONE - _mean(prior, chance)
    squares = (_mean(prior, [each * each for each in row]) for row in near)
    variances = tuple(
        -(-max(square - mean * mean, 0) * ONE * ONE // spread**2) if spread else 0
        for square, mean in zip(squares, chance, strict=True)
    )
    return _Ladder(near, chance, spread, variances)


def _score(step: int, shares: Sequence[int], ladder: _Ladder) -> int:
    """A rating's margin over the spread, Q16, floored; 0 where all tasks have one step."""
    margin = _mean(shares, ladder.near[step]) - ladder.chance[step]
    return margin * ONE // ladder.spread if ladder.spread else 0


def _mean(shares: Sequence[int], numbers: Sequence[int]) -> int:
    """The mean by shares that sum to 65536, floored."""
    return int(sum(map(mul, shares, numbers))) // ONE


def _median(shares: Sequence[int]) -> int:
    """The least step that half of the posterior does not exceed."""
    passed = 0
    for step, share in enumerate(shares):
        passed += share
        if 2 * passed >= ONE:
            return step
    raise AssertionError("shares sum to 65536")
