"""What attackers earn of what honest labelers earn, and what they do to accuracy, on public sets.

Reads the sets from the folder that LABELFIELD_CROWD_DATA names. In each, labelers drawn at random
until they hold the attackers' share of all answers are given other answers; gold is hidden on 5% of
the tasks, drawn from those whose truth is known. Numbers are means over seeds.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from labelfield.protocol.scoring import FULL_RATE, Scoring
from labelfield.quality.consensus import consensus
from labelfield.quality.crowd import ConsensusFunction, Crowd
from labelfield.quality.rate import Tally, rate32, spread_of, tally_labelers
from quality import CHOICE_SETS, accuracy, read_set, votes_of

GOLD_SHARE = 0.05
SEEDS = 5
GOLD_ANSWERS = 10
"""Answers to tasks of known truth from which a labeler's true accuracy is taken."""

RateFunction = Callable[[Tally, int, Scoring], int | None]


@dataclass(frozen=True, slots=True)
class Attack:
    """What some labelers answer instead of their own."""

    name: str
    share: float
    """Of all answers, those of the attackers."""

    answers: Callable[[Crowd, np.ndarray, np.random.Generator], np.ndarray]
    """Labels for the chosen rows of a crowd."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One set under one attack."""

    pay: float
    """Percent: attackers' pay an answer over the honest labelers', those with a rate."""

    accuracy: float
    """Percent of the tasks of known truth that are not gold."""


def prior_of(crowd: Crowd) -> np.ndarray:
    """(K,) how often each class is answered."""
    return np.bincount(crowd.label, minlength=crowd.class_count) / len(crowd.label)


def uniform(crowd: Crowd, rows: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Any class, equally often."""
    return generator.integers(0, crowd.class_count, len(rows))


def guess(crowd: Crowd, rows: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Any class, as often as the crowd gives it."""
    return generator.choice(crowd.class_count, len(rows), p=prior_of(crowd))


def constant(crowd: Crowd, rows: np.ndarray, _: np.random.Generator) -> np.ndarray:
    """The commonest class."""
    return np.full(len(rows), prior_of(crowd).argmax())


def half_effort(crowd: Crowd, rows: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Own answers, half of them replaced by guesses."""
    lazy = generator.random(len(rows)) < 0.5
    return np.where(lazy, guess(crowd, rows, generator), crowd.label[rows])


def ring(crowd: Crowd, rows: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """For each task one guess, which all of the ring give."""
    return generator.choice(crowd.class_count, crowd.task_count, p=prior_of(crowd))[
        crowd.task[rows]
    ]


ATTACKS = (
    Attack("random", 0.25, uniform),
    Attack("prior", 0.25, guess),
    Attack("constant", 0.25, constant),
    Attack("half", 0.25, half_effort),
    Attack("ring 25", 0.25, ring),
    Attack("ring 33", 1 / 3, ring),
)


def main() -> None:
    """Print the table."""
    folder = os.environ.get("LABELFIELD_CROWD_DATA")
    if not folder:
        print("WARNING: LABELFIELD_CROWD_DATA is unset, so attacks are not measured")
        return
    print_table(Path(folder), consensus, rate32)


def print_table(folder: Path, function: ConsensusFunction, rate: RateFunction) -> None:
    """One line a set and one of means; accuracy without gold, with it, and under rings."""
    heads = ("majority", "ours", "gold", *(attack.name for attack in ATTACKS), "acc 25", "acc 33")
    print(f"{'set':16}" + "".join(f"{head:>9}" for head in (*heads, "paid", "spearman")))
    rows = []
    for name in CHOICE_SETS:
        named, truth = read_set(folder / name)
        rows.append(measure(named.crowd, truth, Scoring(named.classes), function, rate))
        print(f"{name:16}" + "".join(f"{number:9.2f}" for number in rows[-1]), flush=True)
    print(f"{'mean':16}" + "".join(f"{number:9.2f}" for number in np.nanmean(rows, axis=0)))


def measure(
    crowd: Crowd,
    truth: np.ndarray,
    scoring: Scoring,
    function: ConsensusFunction,
    rate: RateFunction,
) -> list[float]:
    """One set's line."""
    found = function(crowd, scoring)
    plain = [accuracy(votes_of(crowd), truth), accuracy(found.posterior, truth)]
    honest = Attack("none", 0.0, uniform)
    calm = outcome_mean(crowd, truth, scoring, function, rate, honest)
    outcomes = [outcome_mean(crowd, truth, scoring, function, rate, attack) for attack in ATTACKS]
    pays = [outcome.pay for outcome in outcomes]
    under = [outcome.accuracy for outcome in outcomes[-2:]]
    rates = rates_of(crowd, scoring, function, rate)
    return [*plain, calm.accuracy, *pays, *under, *paid_and_order(crowd, truth, rates)]


def outcome_mean(
    crowd: Crowd,
    truth: np.ndarray,
    scoring: Scoring,
    function: ConsensusFunction,
    rate: RateFunction,
    attack: Attack,
) -> Outcome:
    """The mean over seeds; pay is a ratio of sums, so that one poor draw does not decide."""
    earned = np.zeros((2, 2))
    accuracies = []
    for seed in range(SEEDS):
        generator = np.random.default_rng(seed)
        attackers = draw_attackers(crowd, attack.share, generator)
        rows = np.flatnonzero(attackers[crowd.labeler])
        label = crowd.label.copy()
        label[rows] = attack.answers(crowd, rows, generator)
        gold = hide_gold(truth, generator)
        attacked = replace(crowd, label=label, gold=gold)
        found = function(attacked, scoring)
        accuracies.append(accuracy(found.posterior, np.where(gold >= 0, -1, truth)))
        rates = rates_from(attacked, found, scoring, rate)
        answers = np.bincount(crowd.labeler, minlength=crowd.labeler_count)
        for kind in (0, 1):
            who = (attackers == kind) & ~np.isnan(rates)
            earned[kind] += (rates[who] * answers[who]).sum(), answers[who].sum()
    with np.errstate(invalid="ignore", divide="ignore"):
        each = earned[:, 0] / earned[:, 1]
        return Outcome(100 * float(each[1] / each[0]), float(np.mean(accuracies)))


def draw_attackers(crowd: Crowd, share: float, generator: np.random.Generator) -> np.ndarray:
    """(W,) labelers in random order, each taken if the attackers' share is not passed by it."""
    answers = np.bincount(crowd.labeler, minlength=crowd.labeler_count)
    left = share * len(crowd.labeler)
    taken = np.zeros(crowd.labeler_count, np.bool_)
    for labeler in generator.permutation(crowd.labeler_count):
        if answers[labeler] <= left:
            taken[labeler] = True
            left -= answers[labeler]
    return taken


def hide_gold(truth: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """(T,) the truth on 5% of the tasks, drawn from those where it is known, else −1."""
    known = np.flatnonzero(truth >= 0)
    chosen = generator.permutation(known)[: round(GOLD_SHARE * len(truth))]
    gold = np.full(len(truth), -1, np.int32)
    gold[chosen] = truth[chosen]
    return gold


def rates_of(
    crowd: Crowd, scoring: Scoring, function: ConsensusFunction, rate: RateFunction
) -> np.ndarray:
    """(W,) the rates that a consensus of these answers gives."""
    return rates_from(crowd, function(crowd, scoring), scoring, rate)


def rates_from(crowd: Crowd, found, scoring: Scoring, rate: RateFunction) -> np.ndarray:
    """(W,) share of the price, NaN where there is no rate."""
    spread = spread_of(tuple(found.prior.tolist()))
    rates = [rate(tally, spread, scoring) for tally in tally_labelers(crowd, found)]
    return np.array([np.nan if each is None else each / FULL_RATE for each in rates])


def paid_and_order(crowd: Crowd, truth: np.ndarray, rates: np.ndarray) -> tuple[float, float]:
    """Percent of the price paid, and Spearman's correlation of rates with true accuracy."""
    answers = np.bincount(crowd.labeler, minlength=crowd.labeler_count)
    paid = 100 * np.nansum(rates * answers) / answers.sum()
    known = truth[crowd.task] >= 0
    right = known & (truth[crowd.task] == crowd.label)
    given = np.bincount(crowd.labeler[known], minlength=crowd.labeler_count)
    good = np.bincount(crowd.labeler[right], minlength=crowd.labeler_count)
    enough = (given >= GOLD_ANSWERS) & ~np.isnan(rates)
    return float(paid), correlation(ranks(rates[enough]), ranks(good[enough] / given[enough]))


def ranks(values: np.ndarray) -> np.ndarray:
    """Ranks from 0, equal values sharing the mean of theirs."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(count) - (count + 1) / 2)[place]


def correlation(one: np.ndarray, other: np.ndarray) -> float:
    """Pearson's, NaN where one does not vary."""
    if one.std() == 0 or other.std() == 0:
        return float("nan")
    return float(np.corrcoef(one, other)[0, 1])


if __name__ == "__main__":
    main()
