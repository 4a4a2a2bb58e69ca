"""Accuracy of the consensus on public crowd sets, and its speed.

Reads the sets from the folder that LABELFIELD_CROWD_DATA names; without it only speed is measured.
"""

import os
import time
from pathlib import Path

import numpy as np

from labelfield.formats.crowd_csv import parse_answers, parse_gold
from labelfield.formats.crowd_numbers import NamedCrowd, number_crowd
from labelfield.protocol.scoring import Scoring
from labelfield.quality import reference
from labelfield.quality.consensus import consensus
from labelfield.quality.crowd import Consensus, Crowd
from labelfield.quality.rate import rate32, spread_of, tally_labelers

FOLDER = os.environ.get("LABELFIELD_CROWD_DATA")

CHOICE_SETS = (
    *("barzan", "bluebird", "cf", "cf_amt", "face", "medrel_treat", "product", "rte", "trec"),
    *("trec2011_votes", "web", "zencrowd_all", "zencrowd_in", "zencrowd_us"),
)


def main() -> None:
    """Print both tables."""
    if FOLDER:
        print_accuracy(Path(FOLDER))
    else:
        print("WARNING: LABELFIELD_CROWD_DATA is unset, so accuracy is not measured")
    print_speed()


def print_accuracy(folder: Path) -> None:
    """Majority vote (ties to the first class) beside the consensus; no gold is clamped."""
    print(f"{'set':16}{'answers':>9}{'classes':>8}{'majority':>10}{'ours':>8}{'mean rate':>11}")
    rows = []
    for name in CHOICE_SETS:
        named, truth = read_set(folder / name)
        found = consensus(named.crowd, Scoring(named.classes))
        rows.append(
            (
                accuracy(votes_of(named.crowd), truth),
                accuracy(found.posterior, truth),
                mean_rate(named, found),
            )
        )
        crowd = named.crowd
        numbers = "".join(
            f"{number:{width}.2f}" for number, width in zip(rows[-1], (10, 8, 11), strict=True)
        )
        print(f"{name:16}{len(crowd.task):9}{crowd.class_count:8}{numbers}")
    means = np.mean(rows, axis=0)
    print(f"{'mean':33}{means[0]:10.2f}{means[1]:8.2f}{means[2]:11.2f}\n")


def read_set(folder: Path) -> tuple[NamedCrowd, np.ndarray]:
    """A set by number, and the class of each task that has gold, else −1."""
    answers = parse_answers((folder / "answers.csv").read_bytes(), "answers.csv")
    gold = parse_gold((folder / "gold.csv").read_bytes(), "gold.csv", answers)
    named = number_crowd(answers, {})
    place = {name: index for index, name in enumerate(named.classes)}
    return named, np.array([place.get(gold.get(task, ""), -1) for task in named.tasks])


def votes_of(crowd: Crowd) -> np.ndarray:
    """(T, K) how many answers each class got."""
    votes = np.zeros((crowd.task_count, crowd.class_count), np.int64)
    np.add.at(votes, (crowd.task, crowd.label), 1)
    return votes


def accuracy(table: np.ndarray, truth: np.ndarray) -> float:
    """Percent of known tasks whose largest entry is the truth."""
    known = truth >= 0
    return 100 * float((table.argmax(axis=1)[known] == truth[known]).mean())


def mean_rate(named: NamedCrowd, found: Consensus) -> float:
    """Percent of the price that an average answer earns; nothing while there is no rate."""
    spread = spread_of(tuple(found.prior.tolist()))
    tallies = tally_labelers(named.crowd, found)
    rates = [rate32(tally, spread, Scoring(named.classes)) or 0 for tally in tallies]
    paid = sum(rate * tally.answers for rate, tally in zip(rates, tallies, strict=True))
    return 100 * paid / 32 / len(named.crowd.task)


def print_speed() -> None:
    """Time per label and pass, passes, gather and margins included."""
    print(f"{'answers':>9}{'classes':>8}{'function':>11}{'seconds':>9}{'ns/label/pass':>15}")
    for answers, classes, function in (
        (8_000, 2, consensus),
        (1_000_000, 2, consensus),
        (1_000_000, 10, consensus),
        (8_000, 2, reference.consensus),
        (100_000, 2, reference.consensus),
    ):
        crowd = made_up(answers, classes)
        scoring = Scoring(tuple(map(str, range(classes))))
        function(made_up(100, classes), scoring)
        began = time.perf_counter()
        function(crowd, scoring)
        took = time.perf_counter() - began
        name = function.__module__.rsplit(".", 1)[-1]
        each = took / answers / scoring.passes * 1e9
        print(f"{answers:9}{classes:8}{name:>11}{took:9.3f}{each:15.1f}")


def made_up(answers: int, classes: int) -> Crowd:
    """Ten answers a task by labelers of 60 to 95% accuracy, sorted by task."""
    generator = np.random.default_rng(answers)
    tasks, labelers = answers // 10, max(10, answers // 200)
    task = np.repeat(np.arange(tasks), 10)
    labeler = (generator.integers(0, labelers, tasks)[:, None] + np.arange(10)).ravel() % labelers
    truth = generator.integers(0, classes, tasks)[task]
    right = generator.random(answers) < generator.uniform(0.6, 0.95, labelers)[labeler]
    label = np.where(right, truth, generator.integers(0, classes, answers))
    columns = (column.astype(np.int32) for column in (task, labeler, label))
    return Crowd(tasks, labelers, classes, *columns, np.full(tasks, -1, np.int32))


if __name__ == "__main__":
    main()
