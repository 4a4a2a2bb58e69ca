"""What attackers earn of what honest labelers earn, and what they do to accuracy, on public sets.

Reads the sets from the folder that LABELFIELD_CROWD_DATA names. Gold is hidden on 5% of the tasks,
drawn from those whose truth is known. Attackers hold their share of all answers, in two ways:

- *joined*: the crowd as it is, and copies of some of its labelers with other answers;
- *seated*: those labelers' own answers are lost. What is then left of accuracy is to be compared
  with the crowd without them.

Spearman's correlation is of rate and true accuracy over all labelers, attackers included, who have
a rate and enough answers to tasks of known truth. Numbers are means over seeds.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from labelfield.protocol.scoring import FULL_RATE, Scoring
from labelfield.quality.consensus import consensus
from labelfield.quality.crowd import Consensus, Crowd
from labelfield.quality.rate import rate32, spread_of, tally_labelers
from quality import CHOICE_SETS, accuracy, read_set

GOLD_SHARE = 0.05
SEEDS = 5
ENOUGH = (10, 20)
"""Answers to tasks of known truth from which a labeler's true accuracy is taken."""


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

    paid: float
    """Percent of the price that an honest labeler's answer earns, of those with a rate."""

    accuracy: float
    """Percent of the tasks of known truth that are not gold."""

    spearman: dict[int, float]
    """By the answers to known tasks that are enough."""


Way = Callable[[Crowd, Attack, np.random.Generator], tuple[Crowd, np.ndarray]]
"""How attackers come into a crowd; returns it, and who they are."""


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

HEADS = (
    *(attack.name for attack in ATTACKS),
    *("calm", "acc 25", "acc 33", "acc rnd", "spear10", "spear20", "calm10", "paid"),
)


def main() -> None:
    """Print one table a way of attacking."""
    folder = os.environ.get("LABELFIELD_CROWD_DATA")
    if not folder:
        print("WARNING: LABELFIELD_CROWD_DATA is unset, so attacks are not measured")
        return
    for way in (joined, seated):
        print(f"\n{way.__name__}\n{'set':16}" + "".join(f"{head:>9}" for head in HEADS))
        rows = []
        for name in CHOICE_SETS:
            named, truth = read_set(Path(folder) / name)
            rows.append(measure(named.crowd, truth, Scoring(named.classes), way))
            print(f"{name:16}" + "".join(f"{number:9.2f}" for number in rows[-1]), flush=True)
        print(f"{'mean':16}" + "".join(f"{number:9.2f}" for number in np.nanmean(rows, axis=0)))


def measure(crowd: Crowd, truth: np.ndarray, scoring: Scoring, way: Way) -> list[float]:
    """One set's line."""
    found = [outcome_of(crowd, truth, scoring, attack, way) for attack in ATTACKS]
    nobody = outcome_of(crowd, truth, scoring, Attack("calm", 0.0, uniform), seated)
    calm = nobody
    if way is seated:
        calm = outcome_of(crowd, truth, scoring, Attack("gone", 0.25, uniform), gone)
    return [
        *(each.pay for each in found),
        *(each.accuracy for each in (calm, *found[4:], found[0])),
        *(found[0].spearman[least] for least in ENOUGH),
        nobody.spearman[ENOUGH[0]],
        nobody.paid,
    ]


def outcome_of(
    crowd: Crowd, truth: np.ndarray, scoring: Scoring, attack: Attack, way: Way
) -> Outcome:
    """The mean over seeds; pay is a ratio of sums, so that one poor draw does not decide."""
    earned = np.zeros((2, 2))
    accuracies, orders = [], []
    for seed in range(SEEDS):
        generator = np.random.default_rng(seed)
        gold = hide_gold(truth, generator)
        attacked, attackers = way(replace(crowd, gold=gold), attack, generator)
        found = consensus(attacked, scoring)
        accuracies.append(accuracy(found.posterior, np.where(gold >= 0, -1, truth)))
        rates = rates_from(attacked, found, scoring)
        answers = np.bincount(attacked.labeler, minlength=attacked.labeler_count)
        for kind in (0, 1):
            who = (attackers == kind) & ~np.isnan(rates)
            earned[kind] += (rates[who] * answers[who]).sum(), answers[who].sum()
        orders.append([order(attacked, truth, rates, least) for least in ENOUGH])
    with np.errstate(invalid="ignore", divide="ignore"):
        each = 100 * earned[:, 0] / earned[:, 1]
        return Outcome(
            pay=100 * float(each[1] / each[0]),
            paid=float(each[0]),
            accuracy=float(np.mean(accuracies)),
            spearman=dict(zip(ENOUGH, np.nanmean(orders, axis=0).tolist(), strict=True)),
        )


def seated(
    crowd: Crowd, attack: Attack, generator: np.random.Generator
) -> tuple[Crowd, np.ndarray]:
    """Attackers in place of labelers drawn at random, and who they are."""
    attackers = draw_attackers(crowd, attack.share, generator)
    return answered(crowd, attackers, attack, generator), attackers


def joined(
    crowd: Crowd, attack: Attack, generator: np.random.Generator
) -> tuple[Crowd, np.ndarray]:
    """Attackers beside the crowd, each with the tasks of a labeler drawn at random."""
    copied = draw_attackers(crowd, attack.share / (1 - attack.share), generator)
    rows = np.flatnonzero(copied[crowd.labeler])
    number = crowd.labeler_count + np.cumsum(copied) - 1
    both = replace(
        crowd,
        labeler_count=crowd.labeler_count + int(copied.sum()),
        task=np.concatenate([crowd.task, crowd.task[rows]]),
        labeler=np.concatenate([crowd.labeler, number[crowd.labeler[rows]].astype(np.int32)]),
        label=np.concatenate([crowd.label, crowd.label[rows]]),
    )
    attackers = np.arange(both.labeler_count) >= crowd.labeler_count
    return answered(both, attackers, attack, generator), attackers


def gone(crowd: Crowd, attack: Attack, generator: np.random.Generator) -> tuple[Crowd, np.ndarray]:
    """The crowd without those whose seats are taken."""
    attackers = draw_attackers(crowd, attack.share, generator)
    kept = ~attackers[crowd.labeler]
    columns = {name: getattr(crowd, name)[kept] for name in ("task", "labeler", "label")}
    return replace(crowd, **columns), np.zeros(crowd.labeler_count, np.bool_)


def answered(
    crowd: Crowd, attackers: np.ndarray, attack: Attack, generator: np.random.Generator
) -> Crowd:
    """The crowd with the attackers' answers."""
    rows = np.flatnonzero(attackers[crowd.labeler])
    label = crowd.label.copy()
    label[rows] = attack.answers(crowd, rows, generator)
    return replace(crowd, label=label)


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


def rates_from(crowd: Crowd, found: Consensus, scoring: Scoring) -> np.ndarray:
    """(W,) share of the price, NaN where there is no rate."""
    spread = spread_of(tuple(found.prior.tolist()))
    rates = [rate32(tally, spread, scoring) for tally in tally_labelers(crowd, found)]
    return np.array([np.nan if each is None else each / FULL_RATE for each in rates])


def order(crowd: Crowd, truth: np.ndarray, rates: np.ndarray, least: int) -> float:
    """Spearman's correlation of rates with true accuracy, of who answered enough known tasks."""
    known = truth[crowd.task] >= 0
    right = known & (truth[crowd.task] == crowd.label)
    given = np.bincount(crowd.labeler[known], minlength=crowd.labeler_count)
    good = np.bincount(crowd.labeler[right], minlength=crowd.labeler_count)
    enough = (given >= least) & ~np.isnan(rates)
    if enough.sum() < 3:
        return float("nan")
    return correlation(ranks(rates[enough]), ranks(good[enough] / given[enough]))


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
