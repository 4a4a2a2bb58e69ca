"""Explanations say in words what they hold in numbers."""

from dataclasses import replace

import numpy as np

from labelfield.protocol.ids import Address, TaskId
from labelfield.protocol.scoring import Scoring
from labelfield.quality.consensus import consensus
from labelfield.settle.explain import LabelerExplanation
from labelfield.settle.inputs import Inputs
from labelfield.settle.words import say_answer, say_labeler
from tests.settle.judged import explain

SCORING = Scoring(("no", "yes"))


def explained(gold: int = 0) -> LabelerExplanation:
    """The first of five who agree on 40 tasks, of which the first may be gold."""
    table = np.array([(task, who, task % 2) for task in range(40) for who in range(5)], np.int32)
    inputs = Inputs(
        scoring=SCORING,
        price=320,
        tasks=tuple(TaskId(f"0x{number:064x}") for number in range(40)),
        labelers=tuple(Address(f"0x{number:040x}") for number in range(5)),
        task=table[:, 0].copy(),
        labeler=table[:, 1].copy(),
        label=table[:, 2].copy(),
        gold=(gold,) + (-1,) * 39,
        owed=(0,) * 5,
        accepted=(40,) * 5,
    )
    return explain(inputs, inputs.labelers[0], consensus)


def test_an_answer_on_gold_names_the_known_answer_its_score_and_its_pay() -> None:
    said = say_answer(explained().answers[0], SCORING)
    assert "You answered no. The known answer is no. Score 1." in said
    assert "an answer earns 320 units" in said


def test_an_answer_beside_others_says_what_they_say_and_how_sure() -> None:
    assert "The other answers say yes," in say_answer(explained().answers[1], SCORING)


def test_gold_that_is_not_believed_is_said_to_not_count() -> None:
    said = say_answer(explained(gold=1).answers[0], SCORING)
    assert "contradict the known answer, so it does not count" in said


def test_an_answer_that_nothing_can_be_compared_with_has_no_score() -> None:
    alone = replace(explained().answers[1], informative=False)
    assert "Nobody else has answered this task" in say_answer(alone, SCORING)


def test_a_labeler_is_led_from_score_to_rate() -> None:
    said = say_labeler(explained(), SCORING)
    for part in ("40 answers", "mean score is", "taken off", "32/32", "1 of 1 known answers"):
        assert part in said


def test_who_has_no_rate_is_told_when_it_begins() -> None:
    few = replace(explained(), rate32=None, deduction_q16=None)
    assert "begins at 10 answers" in say_labeler(few, SCORING)


def test_who_answers_alike_is_told_that_pay_is_not_lowered() -> None:
    assert "2 others answer as you do" in say_labeler(replace(explained(), alike=2), SCORING)
