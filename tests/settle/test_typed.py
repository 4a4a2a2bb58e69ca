"""Answers of every type are paid: for what they are worth, in any order, whoever gave them."""

from collections.abc import Sequence
from random import Random

import pytest

from labelfield.collect.inputs import ClosedAnswer, Member, collect_inputs
from labelfield.labeling.config_xml import parse_config
from labelfield.labeling.payable import scored_controls
from labelfield.labeling.validate_on_task import validate_on_task
from labelfield.protocol.canonical import canonical_json, parse_canonical
from labelfield.protocol.ids import Address, TaskId
from labelfield.protocol.scoring import Scoring
from labelfield.protocol.tasks import Task
from labelfield.quality import reference
from labelfield.quality.consensus import consensus
from labelfield.settle.explain import explain
from labelfield.settle.hashes import inputs_hash, settlement_hash
from labelfield.settle.inputs import Inputs
from labelfield.settle.judged import consensus_result, said_by
from labelfield.settle.known_tasks import known_tasks
from labelfield.settle.settle import judge, settle, settle_final
from labelfield.settle.words import say_answer
from tests.typed_samples import SAMPLES, answer_to, config_of, task_data

TASKS, PEOPLE = 16, 5
CARELESS = 4
"""The last labeler answers without looking."""

ALL = tuple(SAMPLES)


def address(number: int) -> Address:
    return Address(f"0x{number + 1:040x}")


def task_id(number: int) -> TaskId:
    return TaskId(f"0x{number + 1:064x}")


def answers_of(*names: str) -> list[tuple[int, int, bytes]]:
    """Return (task, labeler, answer) of a small crowd."""
    return [
        (task, who, canonical_json(answer_to(task, who, *names, careless=who == CARELESS)))
        for task in range(TASKS)
        for who in range(PEOPLE)
    ]


def inputs_of(
    names: Sequence[str], order: Random | None = None, gold: int = 0, wrong: int = 0
) -> Inputs:
    """Return the inputs of a crowd's project; `gold` tasks are known, the first `wrong` wrongly."""
    config = parse_config(config_of(*names))
    scoring = Scoring((), scored_controls(config), minimum_answers=5)
    if not scoring.controls:
        scoring = Scoring(("cat", "dog", "eel", "fox", "gnu"), minimum_answers=5)
    tasks = [Task(str(number), task_data(number)) for number in range(TASKS)]

    def said(task: int, answer: bytes) -> int | bytes:
        return said_by(config, scoring, tasks[task], answer)

    given = answers_of(*names)
    if order:
        order.shuffle(given)
    known = {
        task_id(task): said(
            task, canonical_json(answer_to(task, 99, *names, careless=task < wrong))
        )
        for task in range(gold)
    }
    return collect_inputs(
        scoring,
        1_000,
        [ClosedAnswer(task_id(task), address(who), said(task, raw)) for task, who, raw in given],
        known,
        [Member(address(who), 0, TASKS) for who in range(PEOPLE)],
    )


@pytest.mark.parametrize("name", ALL)
def test_good_work_of_every_type_is_paid_and_careless_work_is_not(name: str) -> None:
    inputs = inputs_of([name], gold=4)
    found = settle(inputs, judge(inputs, consensus))
    rates = [row.rate32 for row in found.labelers]
    assert None not in rates
    assert min(rates[:CARELESS]) >= 16 > 8 >= rates[CARELESS], rates  # type: ignore[type-var,operator]
    assert all(row.earned <= 1_000 * TASKS for row in found.labelers)


@pytest.mark.parametrize("name", ALL)
def test_the_order_of_rows_and_the_choice_of_consensus_change_nothing(name: str) -> None:
    inputs = inputs_of([name], gold=2)
    once = settlement_hash(settle_final(inputs, judge(inputs, consensus)))
    for seed in range(2):
        shuffled = inputs_of([name], Random(seed), gold=2)
        assert inputs_hash(shuffled) == inputs_hash(inputs)
        again = settle_final(shuffled, judge(shuffled, reference.consensus))
        assert settlement_hash(again) == once


@pytest.mark.parametrize("name", ALL)
def test_renamed_labelers_and_tasks_change_no_amount(name: str) -> None:
    inputs = inputs_of([name])
    paid = {row.labeler: row.earned for row in settle(inputs, judge(inputs, consensus)).labelers}
    config = parse_config(config_of(name))
    scoring = inputs.scoring
    rows = [
        ClosedAnswer(
            task_id(TASKS - 1 - task),
            address(PEOPLE - 1 - who),
            said_by(config, scoring, Task("", task_data(task)), raw),
        )
        for task, who, raw in answers_of(name)
    ]
    members = [Member(address(who), 0, TASKS) for who in range(PEOPLE)]
    renamed = collect_inputs(scoring, 1_000, rows, {}, members)
    for row in settle(renamed, judge(renamed, consensus)).labelers:
        was = address(PEOPLE - 1 - (int(row.labeler, 16) - 1))
        assert row.earned == paid[was]


@pytest.mark.parametrize("name", ALL)
def test_a_consensus_is_an_answer_that_the_config_takes(name: str) -> None:
    """One may differ from every answer, but the page could have sent it."""
    inputs = inputs_of([name])
    config = parse_config(config_of(name))
    if not inputs.scoring.controls:
        return
    found = settle(inputs, judge(inputs, consensus))
    for row in found.tasks:
        number = int(row.task, 16) - 1
        task = Task(str(number), task_data(number))
        given = [raw for task, _, raw in answers_of(name) if task == number]
        result = consensus_result(config, task, found.values[row.label], given)
        validate_on_task(config, task.data, result)
        again = said_by(config, inputs.scoring, task, canonical_json(result))
        assert parse_canonical(again)[0] is not None


def test_a_task_with_all_controls_is_scored_by_their_weighted_mean() -> None:
    inputs = inputs_of(ALL, gold=3)
    judgment = judge(inputs, consensus)
    found = settle(inputs, judgment)
    rates = [row.rate32 for row in found.labelers]
    assert min(rates[:CARELESS]) >= 20 > 6 >= rates[CARELESS]  # type: ignore[type-var,operator]
    config = parse_config(config_of(*ALL))
    task = Task("0", task_data(0))
    given = [raw for number, _, raw in answers_of(*ALL) if number == 0]
    result = consensus_result(config, task, found.values[found.tasks[0].label], given)
    validate_on_task(config, task.data, result)


@pytest.mark.parametrize("name", ALL)
def test_an_answer_of_every_type_is_explained_in_words(name: str) -> None:
    inputs = inputs_of([name], gold=1)
    judgment = judge(inputs, consensus)
    told = explain(inputs, address(CARELESS), judgment)
    assert len(told.answers) == TASKS
    assert told.answers[0].is_gold
    words = [say_answer(each, inputs.scoring) for each in told.answers]
    assert "The known answer is" in words[0]
    assert "The other answers say" in words[1]


@pytest.mark.parametrize("name", ["box", "words", "kind", "number"])
def test_gold_that_the_answers_contradict_as_a_whole_is_contested_and_costs_nobody(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("settle.contested", "quality.gold_check"):
        monkeypatch.setattr(f"labelfield.{module}.ENOUGH_TO_CONTEST", 12)
    poisoned = inputs_of([name], gold=TASKS, wrong=TASKS)
    judgment = judge(poisoned, consensus)
    assert judgment.contested
    assert not any(judgment.believed)
    clean = inputs_of([name])
    paid = [row.earned for row in settle(clean, judge(clean, consensus)).labelers]
    assert [row.earned for row in settle(poisoned, judgment).labelers] == paid
    honest = inputs_of([name], gold=TASKS)
    assert not judge(honest, consensus).contested


@pytest.mark.parametrize("name", ALL)
def test_gold_says_of_every_type_whether_sure_answers_are_right(name: str) -> None:
    inputs = inputs_of([name], gold=6)
    judgment = judge(inputs, consensus)
    place = {labeler: number for number, labeler in enumerate(inputs.labelers)}
    for task in known_tasks(inputs):
        said = [(place[who], value) for who, value in task.answers if place[who] != CARELESS]
        sure, right = judgment.outcome(said, task.gold)
        assert sure == judgment.sureness(said)
        assert right
        assert judgment.outcome([], task.gold) == (0, False)


@pytest.mark.parametrize("name", sorted({*ALL} - {"tree"}))  # its paths agree by half and more
def test_answers_to_another_task_are_not_right_by_its_gold(name: str) -> None:
    inputs = inputs_of([name], gold=6)
    judgment = judge(inputs, consensus)
    place = {labeler: number for number, labeler in enumerate(inputs.labelers)}
    tasks = known_tasks(inputs)
    found = [
        judgment.outcome([(place[who], said) for who, said in task.answers], other.gold)[1]
        for task in tasks
        for other in tasks
        if other.gold != task.gold
    ]
    assert not all(found)
