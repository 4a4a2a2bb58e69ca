"""Answers one at a time: streaming posteriors beside the batch, and what closing early saves.

Reads the sets from the folder that LABELFIELD_CROWD_DATA names. Answers arrive in random order,
with 5% of the tasks gold; tables are made anew whenever a tenth more answers have come. A task
takes no more answers once its confidence reaches the target, with at least three, by the answers
of labelers who have given twenty; one in twenty is audited. The target is raised where gold does
not bear it out.

*Saving at equal accuracy*: answers taken, less than the answers that an equal number for each task
needs to be as accurate.
"""

import os
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from attacks import hide_gold
from labelfield.market.closing import SCORED_ANSWERS_TO_COUNT, calibrated_target_bps
from labelfield.protocol.scoring import Scoring
from labelfield.quality.arrivals import arrive, open_tasks
from labelfield.quality.consensus import consensus
from labelfield.quality.crowd import Consensus, Crowd
from quality import CHOICE_SETS, accuracy, read_set

FOLDER = os.environ.get("LABELFIELD_CROWD_DATA")
SEEDS = 2
TARGET_BPS = 9950
LEAST = 3


def main() -> None:
    """Print one line a set."""
    if not FOLDER:
        print("WARNING: LABELFIELD_CROWD_DATA is unset, so nothing is measured")
        return
    heads = ("batch", "stream", "ns", "taken", "of", "early", "saved")
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
    """Accuracy of batch and stream, time an arrival, answers a task, accuracy and saving."""
    generator = np.random.default_rng(seed)
    gold = hide_gold(truth, generator)
    order = generator.permutation(len(crowd.task))
    crowd = replace(take(crowd, order), gold=gold)
    unknown = np.where(gold >= 0, -1, truth)
    batch = accuracy(consensus(crowd, scoring).posterior, unknown)
    stream, nanoseconds = streamed(crowd, scoring)
    audited = generator.random(crowd.task_count) < 0.05
    taken = close_early(crowd, scoring, audited)
    early = accuracy(consensus(take(crowd, taken), scoring).posterior, unknown)
    each = len(taken) / crowd.task_count
    needed = answers_needed(crowd, scoring, unknown, early)
    full = len(crowd.task) / crowd.task_count
    streamed_right = accuracy(stream, unknown)
    return [batch, streamed_right, nanoseconds, each, full, early, 100 * (1 - each / needed)]


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


def close_early(
    crowd: Crowd, scoring: Scoring, audited: np.ndarray, known_from: int = SCORED_ANSWERS_TO_COUNT
) -> np.ndarray:
    """Rows that are taken when tasks close as soon as they are sure."""
    closed = np.zeros(crowd.task_count, np.bool_)
    kept: list[np.ndarray] = []
    marks = [0, *growing(len(crowd.task)), len(crowd.task)]
    for start, end in pairwise(marks):
        before = np.concatenate(kept) if kept else np.zeros(0, np.int64)
        found = consensus(take(crowd, before), scoring)
        tasks = open_tasks(found, crowd.task_count)
        known = np.bincount(crowd.labeler[before], minlength=crowd.labeler_count) >= known_from
        feed(tasks, take(crowd, before[known[crowd.labeler[before]]]))
        size = np.bincount(crowd.task[before], minlength=crowd.task_count)
        bar = calibrated(crowd, tasks.logs, size)
        closed |= (size >= LEAST) & sure_enough(confidence(tasks.logs), bar) & ~audited
        rows = np.arange(start, end)
        rows = rows[~closed[crowd.task[rows]]]
        last = closing_rows(crowd, rows, tasks, known, size, bar)
        last[audited] = len(crowd.task)
        rows = rows[rows <= last[crowd.task[rows]]]
        closed |= last < len(crowd.task)
        kept.append(rows)
    return np.concatenate(kept)


def closing_rows(
    crowd: Crowd, rows: np.ndarray, tasks, known: np.ndarray, size: np.ndarray, bar: int
) -> np.ndarray:
    """(T,) the row with which each task is sure, beyond the last where none is."""
    place = size[crowd.task[rows]] + rank_in_task(crowd.task[rows]) + 1
    heard = known[crowd.labeler[rows]]
    sure = sure_enough(feed(tasks, take(crowd, rows[heard])), bar)
    closing = rows[heard][sure & (place[heard] >= LEAST)]
    last = np.full(crowd.task_count, len(crowd.task))
    np.minimum.at(last, crowd.task[closing], closing)
    return last


def rank_in_task(task: np.ndarray) -> np.ndarray:
    """(N,) how many earlier rows have the same task."""
    order = np.argsort(task, kind="stable")
    size = np.bincount(task)
    rank = np.empty(len(task), np.int64)
    rank[order] = np.arange(len(task)) - np.repeat(np.cumsum(size) - size, size)
    return rank


def sure_enough(confidence_q16: np.ndarray, bar: int) -> np.ndarray:
    """Whether each reaches the target; none does where no target is borne out."""
    return (confidence_q16 * 10_000 >= bar * 65_536) & (bar < 10_000)


def confidence(logs: np.ndarray) -> np.ndarray:
    """(T,) the largest posterior, Q16."""
    weights = np.exp2((logs - logs.max(axis=1, keepdims=True)) / 65_536)
    return np.floor(65_536 / weights.sum(axis=1)).astype(np.int64)


def calibrated(crowd: Crowd, logs: np.ndarray, size: np.ndarray) -> int:
    """The target that gold bears out so far."""
    known = np.flatnonzero((crowd.gold >= 0) & (size >= LEAST))
    right = logs[known].argmax(axis=1) == crowd.gold[known]
    pairs = zip(confidence(logs)[known].tolist(), right.tolist(), strict=True)
    return calibrated_target_bps(TARGET_BPS, pairs)


def answers_needed(crowd: Crowd, scoring: Scoring, truth: np.ndarray, early: float) -> float:
    """Answers a task, as many for each, that are as accurate; all there are if fewer are not."""
    place = rank_in_task(crowd.task)
    size = np.bincount(crowd.task, minlength=crowd.task_count)
    before, answers = 0.0, 0.0
    for most in range(1, int(size.max()) + 1):
        rows = np.flatnonzero(place < most)
        found: Consensus = consensus(take(crowd, rows), scoring)
        reached, each = accuracy(found.posterior, truth), len(rows) / crowd.task_count
        if reached >= early:
            part = (early - before) / (reached - before) if reached > before else 1.0
            return answers + part * (each - answers)
        before, answers = reached, each
    return answers


if __name__ == "__main__":
    main()
