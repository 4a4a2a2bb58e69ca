"""Which open tasks become gold: audited ones of whose label many independent people are sure."""

from dataclasses import replace

import numpy as np
import pytest

from labelfield.protocol.ids import Address, TaskId
from labelfield.protocol.manifest import AnswersPerTask
from labelfield.protocol.scoring import Scoring
from labelfield.quality.consensus import consensus
from labelfield.settle.closings import Sureness
from labelfield.settle.inputs import Inputs
from labelfield.settle.judged import Said
from labelfield.settle.predicted import Predicted
from labelfield.settle.settle import judge

TASKS, PEOPLE, NEWCOMER = 90, 7, 6
RULE = AnswersPerTask(minimum=2, maximum=12, target_confidence_bps=9_000)
AUDITED = TaskId(f"0x{20:064x}")
ORDINARY = TaskId(f"0x{21:064x}")


def name(number: int) -> Address:
    return Address(f"0x{number:040x}")


def closed_tasks() -> Inputs:
    """Answers of six people, mostly right, of a newcomer and a model; a quarter is gold."""
    generator = np.random.default_rng(11)
    rows = [
        (task, who) for task in range(TASKS) for who in range(PEOPLE) if who != NEWCOMER or task < 3
    ]
    task, labeler = np.array(rows, np.int32).T
    wrong = generator.random(len(task)) < 0.1
    counts = tuple(np.bincount(labeler).tolist())
    every = np.arange(TASKS, dtype=np.int32)
    return Inputs(
        scoring=Scoring(("cat", "dog", "eel")),
        price=1_000,
        tasks=tuple(TaskId(f"0x{number + 1_000:064x}") for number in range(TASKS)),
        labelers=tuple(map(name, range(PEOPLE))),
        task=task,
        labeler=labeler,
        label=((task + wrong * generator.integers(1, 3, len(task))) % 3).astype(np.int32),
        gold=tuple(-1 if number % 4 else number % 3 for number in range(TASKS)),
        owed=(0,) * PEOPLE,
        accepted=counts,
        predicted=Predicted(("bert",), every, np.zeros_like(every), every % 3),
    )


@pytest.fixture(scope="module")
def sureness() -> Sureness:
    inputs = closed_tasks()
    judgment = judge(inputs, consensus)
    assert judgment.heard_models == {"bert": PEOPLE}
    return Sureness(RULE, inputs, judgment)


def said(*people: int, label: int = 1) -> list[tuple[Address, Said]]:
    return [(name(who), label) for who in people]


def test_five_known_people_who_agree_make_gold_of_an_audited_task(sureness: Sureness) -> None:
    assert sureness.mints(AUDITED, said(0, 1, 2, 3, 4)) == 1
    assert sureness.mints(ORDINARY, said(0, 1, 2, 3, 4)) is None


def test_four_do_not_nor_do_newcomers_make_up_for_the_fifth(sureness: Sureness) -> None:
    assert sureness.mints(AUDITED, said(0, 1, 2, 3)) is None
    assert sureness.mints(AUDITED, said(0, 1, 2, 3, NEWCOMER)) is None


def test_one_answer_against_it_makes_none_even_a_newcomers(sureness: Sureness) -> None:
    five = said(0, 1, 2, 3, 4)
    assert sureness.mints(AUDITED, [*five, *said(5, label=2)]) is None
    assert sureness.mints(AUDITED, [*five, *said(NEWCOMER, label=2)]) is None


def test_a_model_is_never_a_voice_though_it_is_heard_when_tasks_close(sureness: Sureness) -> None:
    four = said(0, 1, 2, 3)
    assert sureness.of(four, [("bert", 1)]) > sureness.of(four)
    as_people: list[tuple[Address, Said]] = [*four, (Address("bert"), 1)]
    assert sureness.mints(AUDITED, as_people) is None


def test_made_gold_cannot_save_the_requesters_that_answers_contradict() -> None:
    plain = closed_tasks()
    committed = range(0, 48, 2)
    wrong = {task: (task + 1) % 3 for task in committed}
    made = range(48, TASKS)
    gold = tuple(wrong.get(task, task % 3 if task in made else -1) for task in range(TASKS))
    inputs = replace(plain, gold=gold, minted=tuple(made))
    assert judge(inputs, consensus).contested
    assert not judge(replace(inputs, minted=()), consensus).contested
