"""Labels and workers of a large crowd: row by row what `crowd_scores` makes of the same answers."""

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from labelfield.formats.cluster import Cluster
from labelfield.formats.crowd_scores import WorkerRow, four_decimals, worker_rows
from labelfield.formats.errors import TooLittle
from labelfield.formats.large_choices import NumberedAnswers
from labelfield.formats.natural_order import natural_key
from labelfield.protocol.scoring import Scoring
from labelfield.quality.compiled import on_threads
from labelfield.quality.crowd import FULL_ROWS, Int32s
from labelfield.quality.labeler_tables import THREADS
from labelfield.quality.rate import spread_of, tallies_of
from labelfield.quality.shards import Common, Each, Shard, Step, consensus_of_shards, shard_of
from labelfield.quality.sorted_answers import SortedAnswers, split
from labelfield.quality.tables import ONE

_ROWS_AT_ONCE = 1 << 16


@dataclass(frozen=True, slots=True, eq=False)
class LargeScores:
    """All tasks and all workers, each in natural order."""

    classes: tuple[str, ...]

    labels: pa.Table
    """task, label, and confidence as text of four decimals."""

    workers: tuple[WorkerRow, ...]


def score_large(
    answers: NumberedAnswers,
    hidden: Mapping[str, str],
    tick: Callable[[], None],
    cluster: Cluster | None = None,
) -> LargeScores:
    """Return labels and worker qualities under the default preset; `tick` is called every step.

    Where the steps run, on threads here or on a cluster, changes nothing that is found.
    """
    classes = _classes(answers, hidden)
    scoring = Scoring(classes)
    if len(classes) > FULL_ROWS:
        raise TooLittle(answers.name, _too_many(len(classes)))
    found = _on_threads if cluster is None else partial(_on_cluster, cluster)
    shards, common = found(_sorted(answers, classes, hidden), scoring, tick)
    columns = {
        "task": answers.tasks,
        "label": pa.array(classes).take(pa.array(np.concatenate([s.likeliest for s in shards]))),
        "confidence": _four_decimals(np.concatenate([s.confidence for s in shards])),
    }
    spread = spread_of(tuple(common.prior.tolist()))
    names, skills = answers.workers.to_pylist(), common.skill.tolist()
    workers = worker_rows(names, tallies_of(common.tally), skills, spread, scoring)
    return LargeScores(classes, pa.table(columns), workers)


def _on_threads(
    answers: SortedAnswers, scoring: Scoring, tick: Callable[[], None]
) -> tuple[list[Shard], Common]:
    return consensus_of_shards(_shards(answers, THREADS), 0, scoring, _ticking(tick, on_threads))


def _on_cluster(
    cluster: Cluster, answers: SortedAnswers, scoring: Scoring, tick: Callable[[], None]
) -> tuple[list[Shard], Common]:
    placed = cluster.place(_shards(answers, cluster.workers))
    shards, common = consensus_of_shards(placed, 0, scoring, _ticking(tick, cluster.each))
    return cluster.fetch(shards), common


def _shards(answers: SortedAnswers, parts: int) -> list[Shard]:
    return [shard_of(part, detailed=False) for part in split(answers, parts)]


def _too_many(classes: int) -> str:
    """Why so many classes are not scored in columns."""
    return (
        f"{classes} classes: at most {FULL_ROWS} are scored of so many rows; merge rare ones, or "
        "divide the file by tasks"
    )


def count_right(scores: LargeScores, gold: Mapping[str, str]) -> int:
    """Return how many of the known labels the result has."""
    places = pc.index_in(pa.array(list(gold)), value_set=scores.labels["task"].combine_chunks())
    found = scores.labels["label"].take(places).to_pylist()
    return sum(label == known for label, known in zip(found, gold.values(), strict=True))


def write_labels(labels: pa.Table, path: Path) -> None:
    """Write the same bytes as `tables.table_bytes` for CSV, the same columns for Parquet."""
    if path.suffix.lower() == ".parquet":
        numbers = labels["confidence"].cast(pa.float64())
        pq.write_table(labels.set_column(2, "confidence", numbers), path)
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(labels.column_names)
        for batch in labels.to_batches(_ROWS_AT_ONCE):
            writer.writerows(zip(*(column.to_pylist() for column in batch.columns), strict=True))


def _classes(answers: NumberedAnswers, hidden: Mapping[str, str]) -> tuple[str, ...]:
    """All classes in natural order; refuse what leaves nothing to decide."""
    names = {*answers.classes.to_pylist(), *hidden.values()}
    if len(names) < 2:
        reason = f"every label is {min(names)!r:.80}; give answers of at least two classes"
        raise TooLittle(answers.name, reason)
    return tuple(sorted(names, key=natural_key))


def _sorted(
    answers: NumberedAnswers, classes: Sequence[str], hidden: Mapping[str, str]
) -> SortedAnswers:
    """The answers by number, gold clamped."""
    place = {name: number for number, name in enumerate(classes)}
    number = np.array([place[name] for name in answers.classes.to_pylist()], np.uint8)
    gold = np.full(len(answers.tasks), -1, np.int32)
    if hidden:
        found = pc.index_in(pa.array(list(hidden)), value_set=answers.tasks).to_pylist()
        for task, label in zip(found, hidden.values(), strict=True):
            if task is not None:
                gold[task] = place[label]
    size = np.bincount(answers.task, minlength=len(answers.tasks))
    return SortedAnswers(
        start=np.concatenate(([0], np.cumsum(size))),
        labeler=answers.worker,
        label=number[answers.label],
        gold=gold,
        labeler_count=len(answers.workers),
        class_count=len(classes),
    )


def _four_decimals(numbers_q16: Int32s) -> pa.Array:
    """Q16 numbers from 0 to 1 as text, each text made once."""
    texts = pa.array([four_decimals(number) for number in range(ONE + 1)])
    return texts.take(pa.array(numbers_q16))


def _ticking(tick: Callable[[], None], run: Each) -> Each:
    """The same, saying when a step begins."""

    def each(step: Step, shards: Sequence[Any], common: tuple[Any, ...]) -> list[tuple[Any, Any]]:
        tick()
        return run(step, shards, common)

    return each
