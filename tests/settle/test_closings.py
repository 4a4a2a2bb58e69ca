"""Which open tasks close, as gold bears it out, and which audited ones become gold."""

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
from labelfield.settle.known_tasks import known_tasks
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


WRONG = range(0, TASKS, 20)
"""Five of the 23 gold tasks: too few to contest all gold."""


def with_wrong_gold(inputs: Inputs) -> Inputs:
    gold = tuple(
        (known + 1) % 3 if task in WRONG else known for task, known in enumerate(inputs.gold)
    )
    return replace(inputs, gold=gold)


def judged(inputs: Inputs) -> Sureness:
    return Sureness(RULE, inputs, judge(inputs, consensus))


def test_gold_that_sure_answers_contradict_keeps_tasks_open(sureness: Sureness) -> None:
    wary = judged(with_wrong_gold(closed_tasks()))
    four = said(0, 1, 2, 3)
    assert sureness.target_bps == RULE.target_confidence_bps < wary.target_bps
    assert sureness.closes(ORDINARY, four)
    assert not wary.closes(ORDINARY, four)


def test_gold_that_settlements_made_has_no_say_in_it() -> None:
    inputs = replace(with_wrong_gold(closed_tasks()), minted=tuple(WRONG))
    assert judged(inputs).target_bps == RULE.target_confidence_bps


def test_nothing_closes_early_where_no_confidence_is_borne_out() -> None:
    wary = judged(with_wrong_gold(closed_tasks()))
    assert wary.target_bps == 10_000
    assert not wary.suffices(ORDINARY, RULE.maximum - 1, 1 << 16)


def test_answers_of_newcomers_to_gold_move_no_target() -> None:
    inputs = with_wrong_gold(closed_tasks())
    known = known_tasks(inputs)
    assert [task.gold for task in known] == [gold for gold in inputs.gold if gold >= 0]
    newcomers = [who for task in known for who, _ in task.answers].count(name(NEWCOMER))
    assert newcomers == 1
    assert all(task.predictions == [("bert", place * 4 % 3)] for place, task in enumerate(known))
