"""Crowds for the tests of quality: made by Hypothesis, and read from the public data sets."""

import csv
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import strategies as st

from labelfield.protocol.scoring import Scoring
from labelfield.quality.crowd import Crowd

CROWD_DATA = os.environ.get("LABELFIELD_CROWD_DATA")

CHOICE_SETS = (
    *("barzan", "bluebird", "cf", "cf_amt", "face", "medrel_treat", "product", "rte", "trec"),
    *("trec2011_votes", "web", "zencrowd_all", "zencrowd_in", "zencrowd_us"),
)


@dataclass(frozen=True, slots=True)
class ChoiceSet:
    """A public data set of choices, by number."""

    name: str
    crowd: Crowd
    truth: np.ndarray
    """(T,) the gold of the set, −1 where unknown; not clamped in `crowd`."""
    scoring: Scoring


@pytest.fixture(scope="session")
def crowds() -> st.SearchStrategy[Crowd]:
    """Small crowds of 2 to 5 classes, with gold or without, with silent tasks and labelers."""
    return _crowds()


@pytest.fixture(scope="session")
def scoring_of() -> Callable[[Crowd], Scoring]:
    """The default preset for a crowd's number of classes."""
    return lambda crowd: Scoring(tuple(f"class {index}" for index in range(crowd.class_count)))


@pytest.fixture(params=CHOICE_SETS)
def choice_set(request: pytest.FixtureRequest) -> ChoiceSet:
    """Each public set; skipped loudly where the folder is not named."""
    if not CROWD_DATA:
        pytest.skip("WARNING: LABELFIELD_CROWD_DATA is unset, so no public crowd set was tried")
    return _read(Path(CROWD_DATA) / request.param)


@st.composite
def _crowds(draw: st.DrawFn) -> Crowd:
    """Pick the sizes, then for each pair of task and labeler a label or none."""
    tasks, labelers, classes = draw(
        st.tuples(st.integers(0, 15), st.integers(1, 6), st.sampled_from((2, 3, 5, 33)))
    )
    cells = st.lists(
        st.integers(-1, classes - 1), min_size=tasks * labelers, max_size=tasks * labelers
    )
    labels = np.array(draw(cells), np.int32).reshape(tasks, labelers)
    task, labeler = np.nonzero(labels >= 0)
    gold = draw(st.lists(st.integers(-1, classes - 1), min_size=tasks, max_size=tasks))
    return Crowd(
        task_count=tasks,
        labeler_count=labelers,
        class_count=classes,
        task=task.astype(np.int32),
        labeler=labeler.astype(np.int32),
        label=labels[task, labeler],
        gold=np.array(gold, np.int32),
    )


def _read(folder: Path) -> ChoiceSet:
    """Read a set; of doubled answers the last row counts, for order is not what is tested."""
    with (folder / "answers.csv").open(newline="") as file:
        rows = {(row["task"], row["worker"]): row["label"] for row in csv.DictReader(file)}
    with (folder / "gold.csv").open(newline="") as file:
        gold = {row["task"]: row["label"] for row in csv.DictReader(file)}
    tasks = {name: index for index, name in enumerate(sorted({task for task, _ in rows}))}
    workers = {name: index for index, name in enumerate(sorted({worker for _, worker in rows}))}
    classes = {name: index for index, name in enumerate(sorted(set(rows.values())))}
    table = np.array(
        sorted(
            (tasks[task], workers[name], classes[label]) for (task, name), label in rows.items()
        ),
        np.int32,
    )
    crowd = Crowd(
        task_count=len(tasks),
        labeler_count=len(workers),
        class_count=len(classes),
        task=table[:, 0].copy(),
        labeler=table[:, 1].copy(),
        label=table[:, 2].copy(),
        gold=np.full(len(tasks), -1, np.int32),
    )
    truth = np.array([classes.get(gold.get(name, ""), -1) for name in tasks], np.int32)
    return ChoiceSet(folder.name, crowd, truth, Scoring(tuple(classes)))
