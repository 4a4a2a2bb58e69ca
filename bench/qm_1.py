"""How many answers of people a model saves, and what models that lie can spoil.

Reads the sets from the folder that LABELFIELD_CROWD_DATA names and replays them as
`quality_closing.py` does. A made-up model answers every task, gold too, and is right with the
chance that is named, else any other class alike; where the truth is not known, it goes by the plain
vote. It is heard like a labeler, within what proves it right, and a task that it has said something
of closes from one answer of a person on.

*Accuracy* is what people alone reach who close tasks at a confidence of 0.99, *alone* the fewest
answers a task with which they do: by the mean curve over all draws, from equal shares for every
task and from closing at several targets, whichever is better. *Beside* is how many answers reach it
with the model, by its curve over the same targets, *best* how accurate that one gets; *saved* is
what *beside* is less than *alone*, in percent.

The second table says by how many points a lying model changes the accuracy of a consensus over all
answers: one that is always wrong; one that guesses by how frequent classes are; one that says what
a ring of a quarter of the labelers says, beside what that ring does alone; and one that knows the
gold, and is wrong elsewhere.
"""

import os
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from attacks import hide_gold
from labelfield.market.asking import resting
from labelfield.protocol.scoring import Scoring
from labelfield.quality.consensus import consensus
from labelfield.quality.crowd import Crowd
from labelfield.quality.models import heard_models, with_models
from quality import CHOICE_SETS, accuracy, read_set
from quality_arrivals import take
from quality_closing import SHARES, Replay, answers_for, equal_share, rising

ACCURACY_PERCENT = 85
SEEDS = 3
TARGETS_BPS = (8000, 9000, 9500, 9800, 9900)
LIARS = ("wrong", "prior", "ring", "turncoat")


def main() -> None:
    """Print one line a set and table."""
    folder = os.environ.get("LABELFIELD_CROWD_DATA")
    if not folder:
        print("WARNING: LABELFIELD_CROWD_DATA is unset, so nothing is measured")
        return
    sets = [(name, *read_set(Path(folder) / name)) for name in sys.argv[1:] or CHOICE_SETS]
    _table(("accuracy", "alone", "beside", "saved", "best"), sets, savings)
    _table(LIARS, sets, spoiled)


def _table(heads, sets, measure) -> None:
    print(f"{'set':16}" + "".join(f"{head:>10}" for head in heads))
    rows = []
    for name, named, truth in sets:
        rows.append(measure(named.crowd, truth, Scoring(named.classes)))
        print(f"{name:16}" + "".join(f"{number:10.2f}" for number in rows[-1]), flush=True)
    print(f"{'mean':16}" + "".join(f"{number:10.2f}" for number in np.mean(rows, axis=0)))
    worst = np.min(rows, axis=0)
    print(f"{'least':16}" + "".join(f"{number:10.2f}" for number in worst))


def savings(crowd: Crowd, truth: np.ndarray, scoring: Scoring) -> list[float]:
    """Accuracy of people alone; answers a task for it; beside the model; saved; best."""
    points, found = [], []
    for seed in range(SEEDS):
        generator = np.random.default_rng(seed)
        gold = hide_gold(truth, generator)
        unknown = np.where(gold >= 0, -1, truth)
        mixed = replace(take(crowd, generator.permutation(len(crowd.task))), gold=gold)
        points.append(
            [_point(mixed, rows, scoring, unknown) for rows in _alone(mixed, scoring, seed)]
        )
        asked = with_model(mixed, honest(mixed, truth, generator))
        found.append(
            [
                _point(asked, _closing(WithModel, asked, scoring, seed, target), scoring, unknown)
                for target in TARGETS_BPS
            ]
        )
    reached = float(np.mean(points, axis=0)[-1, 1])
    alone, beside = _fewest(points, reached), _fewest(found, reached)
    best = float(np.mean(found, axis=0)[:, 1].max())
    return [reached, alone, beside, 100 * (1 - beside / alone), best]


def _fewest(points, reached: float) -> float:
    """Answers a task with which the mean curve over draws reaches an accuracy."""
    curve = np.mean(points, axis=0)
    curve = curve[np.argsort(curve[:, 0])]
    return answers_for(curve[:, 0], rising(curve[:, 1]), reached)


def _closing(replay, crowd: Crowd, scoring: Scoring, seed: int, target_bps: int) -> np.ndarray:
    run = replay(crowd, scoring, np.random.default_rng(seed), resting)
    run.target_bps = target_bps
    return run.run()


def _alone(crowd: Crowd, scoring: Scoring, seed: int):
    """Rows that people give without a model: equal shares, and closing at several targets."""
    for share in SHARES:
        yield equal_share(crowd, share)
    for target in TARGETS_BPS:
        yield _closing(Replay, crowd, scoring, seed, target)


def _point(crowd: Crowd, rows: np.ndarray, scoring: Scoring, truth: np.ndarray):
    """People's answers a task, and the accuracy of the consensus with the model's."""
    found = consensus(heard(take(crowd, _and_models(crowd, rows))), scoring)
    return len(rows) / crowd.task_count, accuracy(found.posterior, truth)


def heard(crowd: Crowd) -> Crowd:
    """The crowd without what models say that are not proven right."""
    return with_models(crowd, heard_models(crowd))


def with_model(crowd: Crowd, said: np.ndarray) -> Crowd:
    """The crowd with a last labeler, a model, who says this of the tasks (−1: nothing)."""
    tasks = np.flatnonzero(said >= 0).astype(np.int32)
    model = np.full(len(tasks), crowd.labeler_count, np.int32)
    return replace(
        crowd,
        labeler_count=crowd.labeler_count + 1,
        task=np.concatenate([crowd.task, tasks]),
        labeler=np.concatenate([crowd.labeler, model]),
        label=np.concatenate([crowd.label, said[tasks].astype(np.int32)]),
        models=1,
    )


def _and_models(crowd: Crowd, rows: np.ndarray) -> np.ndarray:
    """Rows, and what models say of the same tasks."""
    if not crowd.models:
        return rows
    people = crowd.labeler_count - crowd.models
    said = np.flatnonzero(crowd.labeler >= people)
    answered = np.zeros(crowd.task_count, np.bool_)
    answered[crowd.task[rows]] = True
    return np.concatenate([rows, said[answered[crowd.task[said]]]])


class WithModel(Replay):
    """A set answered once more, beside a model that has said what it thinks of every task."""

    least = 1
    proven = False

    def counted(self) -> np.ndarray:
        """What people answered, and what the model says of the same tasks once it is proven."""
        both = _and_models(self.crowd, super().counted())
        self.proven = bool(heard_models(take(self.crowd, both)))
        return both if self.proven else super().counted()

    def known(self) -> np.ndarray:
        """What people answered, and all that the model says once it is proven."""
        if not self.proven:
            return super().known()
        people = self.crowd.labeler_count - self.crowd.models
        return np.concatenate([super().known(), np.flatnonzero(self.crowd.labeler >= people)])


def honest(crowd: Crowd, truth: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """(T,) the truth with the named chance; the plain vote's where it is not known."""
    real = np.where(truth >= 0, truth, plain_vote(crowd))
    other = (real + generator.integers(1, crowd.class_count, len(real))) % crowd.class_count
    return np.where(generator.random(len(real)) * 100 < ACCURACY_PERCENT, real, other)


def plain_vote(crowd: Crowd) -> np.ndarray:
    """(T,) the class with the most answers, of equals the first."""
    votes = np.zeros((crowd.task_count, crowd.class_count), np.int64)
    np.add.at(votes, (crowd.task, crowd.label), 1)
    return votes.argmax(axis=1)


def spoiled(crowd: Crowd, truth: np.ndarray, scoring: Scoring) -> list[float]:
    """Points of accuracy with each liar, less those without it."""
    return [
        float(np.mean([_difference(crowd, truth, scoring, liar, seed) for seed in range(SEEDS)]))
        for liar in LIARS
    ]


def _difference(crowd: Crowd, truth: np.ndarray, scoring: Scoring, liar: str, seed: int) -> float:
    generator = np.random.default_rng(seed)
    crowd = replace(crowd, gold=hide_gold(truth, generator))
    real = np.where(truth >= 0, truth, plain_vote(crowd))
    wrong = (real + generator.integers(1, crowd.class_count, len(real))) % crowd.class_count
    says = {
        "wrong": wrong,
        "prior": generator.permutation(real),
        "ring": wrong,
        "turncoat": np.where(crowd.gold >= 0, real, wrong),
    }[liar]
    if liar == "ring":
        crowd = _with_ring(crowd, wrong, generator)
    unknown = np.where(crowd.gold >= 0, -1, truth)
    alone = consensus(crowd, scoring)
    beside = consensus(heard(with_model(crowd, says)), scoring)
    return accuracy(beside.posterior, unknown) - accuracy(alone.posterior, unknown)


def _with_ring(crowd: Crowd, wrong: np.ndarray, generator: np.random.Generator) -> Crowd:
    """A quarter of the labelers say what the model says."""
    member = generator.random(crowd.labeler_count) < 0.25
    label = np.where(member[crowd.labeler], wrong[crowd.task], crowd.label).astype(np.int32)
    return replace(crowd, label=label)


if __name__ == "__main__":
    main()
