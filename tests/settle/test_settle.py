"""Settlements: what is refused, what can never happen, and the rule for the close."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.protocol.ids import Address, TaskId
from labelfield.protocol.scoring import Scoring
from labelfield.quality import reference
from labelfield.quality.consensus import consensus
from labelfield.settle.errors import AnswersStillOpen
from labelfield.settle.hashes import settlement_hash
from labelfield.settle.inputs import Inputs
from tests.settle.judged import settle, settle_final


def newcomers(gold_of_newcomer: int, label: int = 0) -> Inputs:
    """Four who agree on 40 tasks, and a newcomer with one answer, on a gold task."""
    rows = [(task, labeler, task % 2) for task in range(40) for labeler in range(4)]
    table = np.array(sorted([*rows, (0, 4, label)]), np.int32)
    return Inputs(
        scoring=Scoring(("no", "yes")),
        price=320,
        tasks=tuple(TaskId(f"0x{number:064x}") for number in range(40)),
        labelers=tuple(Address(f"0x{number:040x}") for number in range(5)),
        task=table[:, 0].copy(),
        labeler=table[:, 1].copy(),
        label=table[:, 2].copy(),
        gold=(gold_of_newcomer,) + (-1,) * 39,
        owed=(0,) * 5,
        accepted=(40, 40, 40, 40, 1),
    )


def test_a_final_settlement_is_refused_while_answers_are_open() -> None:
    inputs = replace(newcomers(-1), accepted=(40, 41, 40, 40, 1))
    with pytest.raises(AnswersStillOpen, match="41 accepted answers but 40 in closed tasks"):
        settle_final(inputs, consensus)
    assert settle(inputs, consensus).labelers[1].closed_answers == 40


@given(data=st.data())
def test_any_consensus_of_the_two_gives_the_same_settlement(
    data: st.DataObject, projects: st.SearchStrategy[Inputs]
) -> None:
    inputs = data.draw(projects)
    for function in (settle, settle_final):
        fast, plain = function(inputs, consensus), function(inputs, reference.consensus)
        assert fast == plain
        assert settlement_hash(fast) == settlement_hash(plain)


@given(data=st.data())
def test_nobody_is_owed_more_than_the_price_of_every_answer_and_owed_never_falls(
    data: st.DataObject, projects: st.SearchStrategy[Inputs]
) -> None:
    inputs = data.draw(projects)
    before = tuple(
        data.draw(st.integers(0, inputs.price * accepted)) for accepted in inputs.accepted
    )
    inputs = replace(inputs, owed=before)
    for function in (settle, settle_final):
        rows = zip(function(inputs, consensus).labelers, before, inputs.accepted, strict=True)
        for row, owed, accepted in rows:
            assert row.owed == max(owed, row.earned)
            assert row.owed <= inputs.price * accepted


@given(data=st.data())
def test_renamed_labelers_and_tasks_change_no_amount(
    data: st.DataObject, projects: st.SearchStrategy[Inputs]
) -> None:
    inputs = data.draw(projects)
    order = data.draw(st.permutations(range(len(inputs.labelers))))
    renamed = renumber(inputs, order)
    before = settle_final(inputs, consensus)
    after = settle_final(renamed, consensus)
    for old, new in enumerate(order):
        expected = replace(before.labelers[old], labeler=inputs.labelers[new])
        assert after.labelers[new] == expected
    assert after.tasks == tuple(
        replace(row, task=task)
        for row, task in zip(reversed(before.tasks), inputs.tasks, strict=True)
    )


@given(data=st.data())
def test_settling_again_changes_nothing(
    data: st.DataObject, projects: st.SearchStrategy[Inputs]
) -> None:
    inputs = data.draw(projects)
    once = settle(inputs, consensus)
    again = settle(replace(inputs, owed=tuple(row.owed for row in once.labelers)), consensus)
    assert again == once


def test_a_labeler_who_answered_nothing_in_closed_tasks_has_no_score_and_no_pay() -> None:
    inputs = replace(
        newcomers(-1),
        labelers=(*newcomers(-1).labelers, Address("0x" + "f" * 40)),
        owed=(0,) * 6,
        accepted=(40, 40, 40, 40, 1, 3),
    )
    row = settle(inputs, consensus).labelers[5]
    assert (row.closed_answers, row.score_q16, row.rate32, row.owed) == (0, None, None, 0)


def test_at_close_a_newcomer_is_paid_at_the_median_rate() -> None:
    final = settle_final(newcomers(0), consensus)
    median = sorted(row.rate32 for row in final.labelers[:4])[1]
    assert final.labelers[4].earned == 320 * median // 32 > 0
    assert final.labelers[4].rate32 is None


def test_at_close_a_newcomer_who_failed_gold_is_paid_nothing() -> None:
    assert settle_final(newcomers(0, label=1), consensus).labelers[4].earned == 0


def test_gold_that_good_labelers_contradict_costs_nobody() -> None:
    wrong, unknown = (settle_final(newcomers(gold), consensus) for gold in (1, -1))
    assert wrong.tasks[0].label == 0
    assert [row.earned for row in wrong.labelers] == [row.earned for row in unknown.labelers]
    assert wrong.labelers[4].earned > 0


def test_while_it_runs_a_newcomer_is_paid_nothing_yet() -> None:
    assert settle(newcomers(0), consensus).labelers[4].owed == 0


def test_each_tasks_label_confidence_and_answers_are_told() -> None:
    first, second = settle(newcomers(0), consensus).tasks[:2]
    assert (first.label, first.confidence_q16, first.answers) == (0, 65536, 5)
    assert (second.label, second.answers) == (1, 4)
    assert second.confidence_q16 > 65000


def test_a_project_without_closed_tasks_settles_to_nothing() -> None:
    empty = np.zeros(0, np.int32)
    inputs = Inputs(Scoring(("a", "b")), 1, (), (), empty, empty, empty, (), (), ())
    assert settle_final(inputs, consensus).labelers == ()


def renumber(inputs: Inputs, order: list[int]) -> Inputs:
    """The same project with labeler i called by the id of order[i], and tasks in reverse."""
    place = np.array(order, np.int32)
    labeler, task = place[inputs.labeler], len(inputs.tasks) - 1 - inputs.task
    rows = np.lexsort((labeler, task))
    accepted = [0] * len(order)
    for old, new in enumerate(order):
        accepted[new] = inputs.accepted[old]
    return replace(
        inputs,
        task=task[rows].astype(np.int32),
        labeler=labeler[rows].astype(np.int32),
        label=inputs.label[rows],
        gold=inputs.gold[::-1],
        accepted=tuple(accepted),
    )
