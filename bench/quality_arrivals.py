"""Answers one at a time: posteriors as arrivals leave them, beside the batch.

Reads the sets from the folder that LABELFIELD_CROWD_DATA names. Answers arrive in random order,
with 5% of the tasks gold; tables are made anew whenever a tenth more answers have come.
"""

import os
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from attacks import hide_gold
from labelfield.protocol.scoring import Scoring
from labelfield.quality.arrivals import arrive, open_tasks
from labelfield.quality.consensus import consensus
from labelfield.quality.crowd import Crowd
from quality import CHOICE_SETS, accuracy, read_set

FOLDER = os.environ.get("LABELFIELD_CROWD_DATA")
SEEDS = 2


def main() -> None:
    """Print one line a set."""
    if not FOLDER:
        print("WARNING: LABELFIELD_CROWD_DATA is unset, so nothing is measured")
        return
    heads = ("batch", "stream", "ns")
    print(f"{'set':16}" + "".join(f"{head:>9}" for head in heads))
    rows = []
    for name in CHOICE_SETS:
        named, truth = read_set(Path(FOLDER) / name)
        scoring = Scoring(named.classes)
        lines = [measure(named.crowd, truth, scoring, seed) for seed in range(SEEDS)]
        rows.append(np.mean(lines, axis=0))
        print(f"{name:16}" + "".join(f"{number:9.2f}" for number in rows[-1]), flush=True)
    print(f"{'mean':16}" + "".join(f"{number:9.2f}" for number in np.mean(rows, axis=0)))


def measure(crowd: Crowd, truth: np.ndarray, scoring: Scoring, seed: int) -> list[float]:
    """Accuracy of batch and stream, and nanoseconds an arrival."""
    generator = np.random.default_rng(seed)
    gold = hide_gold(truth, generator)
    order = generator.permutation(len(crowd.task))
    crowd = replace(take(crowd, order), gold=gold)
    unknown = np.where(gold >= 0, -1, truth)
    batch = accuracy(consensus(crowd, scoring).posterior, unknown)
    stream, nanoseconds = streamed(crowd, scoring)
    return [batch, accuracy(stream, unknown), nanoseconds]


def take(crowd: Crowd, rows: np.ndarray) -> Crowd:
    """The crowd with some of its answers."""
    columns = {name: getattr(crowd, name)[rows] for name in ("task", "labeler", "label")}
    return replace(crowd, **columns)


def growing(count: int) -> list[int]:
    """Counts of answers at which tables are made anew."""
    marks = [max(50, count // 200)]
    while marks[-1] < count:
        marks.append(marks[-1] + max(1, marks[-1] // 10))
    return marks[:-1]


def streamed(crowd: Crowd, scoring: Scoring) -> tuple[np.ndarray, float]:
    """The posteriors that arrivals leave, by each task's last answer, and time an arrival."""
    marks = [0, *growing(len(crowd.task)), len(crowd.task)]
    logs = np.zeros((crowd.task_count, crowd.class_count), np.int64)
    took = 0.0
    for start, end in pairwise(marks):
        found = consensus(take(crowd, np.arange(start)), scoring)
        tasks = open_tasks(found, crowd.task_count)
        rows = np.arange(start)
        touched = np.isin(crowd.task[rows], crowd.task[start:end])
        feed(tasks, take(crowd, rows[touched]))
        began = time.thread_time()
        feed(tasks, take(crowd, np.arange(start, end)))
        took += time.thread_time() - began
        changed = np.unique(crowd.task[start:end])
        logs[changed] = tasks.logs[changed]
    return logs, took / len(crowd.task) * 1e9


def feed(tasks, crowd: Crowd) -> np.ndarray:
    """Let the answers arrive."""
    return arrive(tasks, crowd.task, crowd.labeler, crowd.label)


def rank_in_task(task: np.ndarray) -> np.ndarray:
    """(N,) how many earlier rows have the same task."""
    order = np.argsort(task, kind="stable")
    size = np.bincount(task)
    rank = np.empty(len(task), np.int64)
    rank[order] = np.arange(len(task)) - np.repeat(np.cumsum(size) - size, size)
    return rank


if __name__ == "__main__":
    main()
