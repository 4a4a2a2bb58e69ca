"""Accuracy of the consensus on public crowd sets, and its speed, beside crowd-kit 1.4.2.

Reads the sets from the folder that LABELFIELD_CROWD_DATA names; without it only speed is measured.
crowd-kit runs in an environment that uv makes; where that fails, its columns are missing.
"""

import json
import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import numpy as np

from labelfield.formats.crowd_csv import parse_answers, parse_gold
from labelfield.formats.crowd_numbers import NamedCrowd, number_crowd
from labelfield.protocol.scoring import Scoring
from labelfield.quality import reference
from labelfield.quality.compiled import on_threads
from labelfield.quality.consensus import consensus, vectorised
from labelfield.quality.crowd import Consensus, Crowd
from labelfield.quality.rate import rate32, spread_of, tally_labelers
from labelfield.quality.shards import consensus_of_shards, run_passes, shard_of, survey_all
from labelfield.quality.sorted_answers import SortedAnswers, sort_answers, split
from labelfield.quality.tables import ONE

FOLDER = os.environ.get("LABELFIELD_CROWD_DATA")

CHOICE_SETS = (
    *("barzan", "bluebird", "cf", "cf_amt", "face", "medrel_treat", "product", "rte", "trec"),
    *("trec2011_votes", "web", "zencrowd_all", "zencrowd_in", "zencrowd_us"),
)


SPEED_SIZES = ((1_000_000, 2), (1_000_000, 10), (10_000_000, 2), (10_000_000, 10))

PEER = Path(__file__).parent / "peers" / "crowd_kit.py"


def main() -> None:
    """Print the tables."""
    peer = crowd_kit()
    if FOLDER:
        print_accuracy(Path(FOLDER), peer["accuracy"])
    else:
        print("WARNING: LABELFIELD_CROWD_DATA is unset, so accuracy is not measured")
    print_speed(peer["seconds"])
    print_plain_speed()


def crowd_kit() -> dict[str, dict]:
    """What crowd-kit makes of the same data; nothing where it cannot be had."""
    sizes = [f"{answers}:{classes}" for answers, classes in SPEED_SIZES if answers <= 1_000_000]
    uv = Path(__file__).parents[1] / ".uv" / "bin" / "uv"
    run = [uv, "run", "--quiet", "--isolated", "--no-project", "--python", sys.executable]
    command = [*run, "--with", "crowd-kit==1.4.2", "python", PEER, FOLDER or "", *sizes]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"WARNING: no crowd-kit: {done.stderr.strip()[-300:]}")
        return {"accuracy": {}, "seconds": {}}
    return json.loads(done.stdout)


def print_accuracy(folder: Path, peer: dict[str, float]) -> None:
    """Majority vote (ties to the first class) beside the consensus; no gold is clamped."""
    heads = ("majority", "ck DS", "ours", "paid")
    print(f"{'set':16}{'answers':>9}{'classes':>8}" + "".join(f"{head:>9}" for head in heads))
    rows = []
    for name in CHOICE_SETS:
        named, truth = read_set(folder / name)
        found = consensus(named.crowd, Scoring(named.classes))
        rows.append(
            (
                accuracy(votes_of(named.crowd), truth),
                peer.get(name, float("nan")),
                accuracy(found.posterior, truth),
                mean_rate(named, found),
            )
        )
        crowd = named.crowd
        numbers = "".join(f"{number:9.2f}" for number in rows[-1])
        print(f"{name:16}{len(crowd.task):9}{crowd.class_count:8}{numbers}")
    print(f"{'mean':33}" + "".join(f"{number:9.2f}" for number in np.mean(rows, axis=0)) + "\n")


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


def print_speed(peer: dict[str, list[float]]) -> None:
    """Five passes by compiled loops on two threads, the best of three, and all there is to do.

    Seconds of the clock, and of the processor (both threads), which a busy machine changes less.
    """
    heads = ("answers", "classes", "passes", "cpu", "ns/label", "all s", "ck s", "ck cpu")
    print("".join(f"{head:>10}" for head in (*heads, "x clock", "x cpu")))
    for answers, classes in SPEED_SIZES:
        _, rows = sort_answers(made_up(answers, classes))
        scoring = Scoring(tuple(map(str, range(classes))))
        clock, processor, whole = passes_and_all(rows, scoring)
        theirs = peer.get(f"{answers}:{classes}", [float("nan")] * 2)
        numbers = (clock, processor, clock / answers / 5 * 1e9, whole, *theirs)
        ratios = (theirs[0] / clock, theirs[1] / processor)
        line = "".join(f"{number:10.3f}" for number in (*numbers, *ratios))
        print(f"{answers:10}{classes:10}{line}", flush=True)


def passes_and_all(rows: SortedAnswers, scoring: Scoring) -> tuple[float, float, float]:
    """Seconds of five passes, by the clock and the processor, and of clusters and pay as well."""
    shards = [shard_of(part, detailed=False) for part in split(rows, 2)]
    shards, census = survey_all(shards, on_threads)
    limit = np.full(rows.labeler_count, ONE)
    passes = partial(run_passes, shards, scoring, on_threads, census, limit)
    passes()
    clock, processor = (min(each) for each in zip(*(timed(passes) for _ in range(3)), strict=True))
    whole, _ = timed(partial(consensus_of_shards, shards, 0, scoring, on_threads))
    return clock, processor, whole


def timed(act) -> tuple[float, float]:
    """Seconds of the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - clock, time.process_time() - processor


def print_plain_speed() -> None:
    """Time per label and pass of NumPy and of the plain twin, passes and margins included."""
    print(f"\n{'answers':>9}{'classes':>8}{'function':>11}{'seconds':>9}{'ns/label/pass':>15}")
    for answers, classes, function in (
        (8_000, 2, vectorised),
        (1_000_000, 2, vectorised),
        (1_000_000, 10, vectorised),
        (8_000, 2, reference.consensus),
        (100_000, 2, reference.consensus),
    ):
        crowd = made_up(answers, classes)
        scoring = Scoring(tuple(map(str, range(classes))))
        took, _ = timed(partial(function, crowd, scoring))
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
    gold = np.where(np.arange(tasks) < 20, truth[::10], -1).astype(np.int32)
    return Crowd(tasks, labelers, classes, *columns, gold)


if __name__ == "__main__":
    main()
