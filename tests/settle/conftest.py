"""Inputs for the tests of settle."""

import numpy as np
import pytest
from hypothesis import strategies as st

from labelfield.protocol.ids import Address, TaskId
from labelfield.protocol.scoring import Scoring
from labelfield.settle.inputs import Inputs


@pytest.fixture(scope="session")
def projects() -> st.SearchStrategy[Inputs]:
    """Small projects with every answer in a closed task, some gold, and nothing owed before."""
    return _projects()


@st.composite
def _projects(draw: st.DrawFn) -> Inputs:
    """Pick the ids, then for each pair of task and labeler a label or none."""
    tasks = tuple(sorted(draw(st.sets(st.integers(0, 1 << 250), max_size=14))))
    labelers = tuple(sorted(draw(st.sets(st.integers(0, 1 << 150), min_size=1, max_size=5))))
    size = len(tasks) * len(labelers)
    cells = draw(st.lists(st.integers(-1, 2), min_size=size, max_size=size))
    labels = np.array(cells, np.int32).reshape(len(tasks), len(labelers))
    task, labeler = np.nonzero(labels >= 0)
    gold = draw(st.lists(st.integers(-1, 2), min_size=len(tasks), max_size=len(tasks)))
    present = np.unique(labeler)
    return Inputs(
        scoring=Scoring(("cat", "dog", "eel"), minimum_answers=draw(st.integers(2, 10))),
        price=draw(st.integers(0, 10_000)),
        tasks=tuple(TaskId(f"0x{number:064x}") for number in tasks),
        labelers=tuple(Address(f"0x{labelers[index]:040x}") for index in present),
        task=task.astype(np.int32),
        labeler=np.searchsorted(present, labeler).astype(np.int32),
        label=labels[task, labeler],
        gold=tuple(gold),
        owed=(0,) * len(present),
        accepted=tuple(np.bincount(labeler, minlength=len(labelers))[present].tolist()),
    )
