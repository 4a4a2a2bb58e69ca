"""Inputs are canonical or refused, with the field named."""

from dataclasses import replace

import numpy as np
import pytest

from labelfield.ledger.errors import NotAnAmount, NumberOutOfRange
from labelfield.protocol.errors import MalformedId
from labelfield.protocol.ids import Address, TaskId
from labelfield.protocol.scoring import Scoring
from labelfield.settle.errors import MalformedInputs
from labelfield.settle.inputs import Inputs, closed_answers, crowd_of

TASKS = tuple(TaskId(f"0x{number:064x}") for number in (1, 2))
LABELERS = tuple(Address(f"0x{number:040x}") for number in (1, 2))


def column(*values: int) -> np.ndarray:
    return np.array(values, np.int32)


GOOD = Inputs(
    scoring=Scoring(("no", "yes")),
    price=100,
    tasks=TASKS,
    labelers=LABELERS,
    task=column(0, 0, 1),
    labeler=column(0, 1, 0),
    label=column(0, 1, 1),
    gold=(-1, 1),
    owed=(200, 0),
    accepted=(2, 3),
)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("scoring", Scoring(("no", "no")), "scoring.classes"),
        ("tasks", TASKS[::-1], "tasks"),
        ("tasks", (TASKS[0], TASKS[0]), "tasks"),
        ("labelers", LABELERS[::-1], "labelers"),
        ("task", column(0, 1, 0), "rows"),
        ("task", column(0, 0, 2), "task"),
        ("task", column(0, 0), "labeler"),
        ("task", np.array([0, 0, 1]), "task"),
        ("labeler", column(0, 0, 0), "rows"),
        ("labeler", column(1, 0, 0), "rows"),
        ("labeler", column(0, -1, 0), "labeler"),
        ("label", column(0, 1, 2), "label"),
        ("gold", (-1,), "gold"),
        ("minted", (0,), "minted"),
        ("owed", (0,), "owed"),
        ("owed", (201, 0), r"owed\[0\]"),
        ("accepted", (2, 1, 1), "accepted"),
    ],
)
def test_malformed_inputs_are_refused_by_name(field: str, value: object, message: str) -> None:
    with pytest.raises(MalformedInputs, match=f"inputs {message}"):
        replace(GOOD, **{field: value})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("gold", (-2, 0)),
        ("gold", (2, 0)),
        ("gold", (True, 0)),
        ("accepted", (1, 3)),
        ("minted", (2,)),
    ],
)
def test_a_number_out_of_range_is_refused(field: str, value: object) -> None:
    with pytest.raises(NumberOutOfRange):
        replace(GOOD, **{field: value})


@pytest.mark.parametrize(("field", "value"), [("price", -1), ("price", True), ("owed", (-1, 0))])
def test_what_is_no_amount_is_refused(field: str, value: object) -> None:
    with pytest.raises(NotAnAmount):
        replace(GOOD, **{field: value})


def test_misspelled_ids_are_refused() -> None:
    with pytest.raises(MalformedId):
        replace(GOOD, labelers=("0xAB", LABELERS[1]))
    with pytest.raises(MalformedId):
        replace(GOOD, tasks=("1", TASKS[1]))


def test_the_crowd_is_the_same_rows() -> None:
    crowd = crowd_of(GOOD)
    assert (crowd.task_count, crowd.labeler_count, crowd.class_count) == (2, 2, 2)
    assert crowd.gold.tolist() == [-1, 1]
    assert closed_answers(GOOD) == (2, 1)
