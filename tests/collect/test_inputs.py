"""Inputs: the same from any order of facts."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.collect.inputs import ClosedAnswer, Member, collect_inputs
from labelfield.ledger.errors import LedgerError
from labelfield.protocol.ids import Address, TaskId
from labelfield.protocol.scoring import Scoring
from labelfield.settle.errors import SettleError
from labelfield.settle.hashes import inputs_hash
from labelfield.settle.inputs import Inputs

SCORING = Scoring(("cat", "dog", "eel"))
PRICE = 100
TASKS = tuple(TaskId(f"0x{number:064x}") for number in range(6))
LABELERS = tuple(Address(f"0x{number:040x}") for number in range(4))

cells = st.dictionaries(
    st.tuples(st.sampled_from(TASKS), st.sampled_from(LABELERS)), st.integers(0, 2)
)
golds = st.dictionaries(st.sampled_from(TASKS), st.integers(0, 2))


def collected(
    answers: dict[tuple[TaskId, Address], int], gold: dict[TaskId, int], seed: int = 0
) -> Inputs:
    """Return the Inputs of the facts in a random order."""
    order = random.Random(seed)
    rows = [ClosedAnswer(task, labeler, label) for (task, labeler), label in answers.items()]
    members = [Member(labeler, owed=number, accepted=9) for number, labeler in enumerate(LABELERS)]
    known = list(gold.items())
    for facts in (rows, members, known):
        order.shuffle(facts)
    return collect_inputs(SCORING, PRICE, rows, dict(known), members)


@given(cells, golds, st.integers())
def test_the_order_of_the_facts_does_not_matter(
    answers: dict[tuple[TaskId, Address], int], gold: dict[TaskId, int], seed: int
) -> None:
    assert inputs_hash(collected(answers, gold)) == inputs_hash(collected(answers, gold, seed))


@given(cells, golds)
def test_gold_of_open_tasks_does_not_count(
    answers: dict[tuple[TaskId, Address], int], gold: dict[TaskId, int]
) -> None:
    """The record holds only closed tasks' gold, the database all of it."""
    closed = {task for task, _ in answers}
    shown = {task: label for task, label in gold.items() if task in closed}
    assert inputs_hash(collected(answers, gold)) == inputs_hash(collected(answers, shown))


@given(cells, golds)
def test_everything_stands_in_ascending_order(
    answers: dict[tuple[TaskId, Address], int], gold: dict[TaskId, int]
) -> None:
    inputs = collected(answers, gold)
    assert list(inputs.tasks) == sorted({task for task, _ in answers})
    assert list(inputs.labelers) == sorted({labeler for _, labeler in answers})
    rows = list(zip(inputs.task.tolist(), inputs.labeler.tolist(), strict=True))
    assert rows == sorted(rows)
    assert len(rows) == len(answers)


def test_gold_that_settlements_made_stands_behind_the_requesters() -> None:
    answers = [ClosedAnswer(task, LABELERS[0], 0) for task in TASKS[:3]]
    minted = {TASKS[0]: 0, TASKS[2]: 0, TASKS[5]: 0}
    members = [Member(LABELERS[0], owed=0, accepted=3)]
    inputs = collect_inputs(SCORING, PRICE, answers, {TASKS[0]: 2}, members, minted=minted)
    assert inputs.gold == (2, -1, 0)
    assert inputs.minted == (2,), "neither what was committed to, nor what is open"


def test_the_same_answer_twice_is_refused() -> None:
    row = ClosedAnswer(TASKS[0], LABELERS[0], 1)
    with pytest.raises(SettleError):
        collect_inputs(SCORING, PRICE, [row, row], {}, [Member(LABELERS[0], 0, 2)])


def test_more_than_the_answers_can_earn_is_refused() -> None:
    row = ClosedAnswer(TASKS[0], LABELERS[0], 1)
    with pytest.raises((SettleError, LedgerError)):
        collect_inputs(SCORING, PRICE, [row], {}, [Member(LABELERS[0], PRICE + 1, 1)])
