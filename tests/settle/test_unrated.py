"""Who has no rate at the close: newcomers are paid like the others, throw-away wallets are not."""

from dataclasses import replace
from random import Random
from statistics import fmean

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.protocol.ids import Address, TaskId
from labelfield.protocol.scoring import Scoring
from labelfield.quality.consensus import consensus
from labelfield.settle.inputs import Inputs
from labelfield.settle.settlement import LabelerSettlement
from tests.settle.judged import settle, settle_final

TASKS = 90
PRICE = 3200


def crowd(few: list[dict[int, int]], scoring: Scoring | None = None) -> Inputs:
    """Eight who are mostly right on tasks whose truth is their parity, and some with few answers.

    Every ninth task is gold.
    """
    random = Random(1)
    many = [_mostly_right(random, range(TASKS)) for _ in range(8)]
    said = [*many, *few]
    rows = sorted(
        (task, who, label) for who, each in enumerate(said) for task, label in each.items()
    )
    table = np.array(rows, np.int32)
    return Inputs(
        scoring=scoring or Scoring(("no", "yes")),
        price=PRICE,
        tasks=tuple(TaskId(f"0x{number:064x}") for number in range(TASKS)),
        labelers=tuple(Address(f"0x{number:040x}") for number in range(len(said))),
        task=table[:, 0].copy(),
        labeler=table[:, 1].copy(),
        label=table[:, 2].copy(),
        gold=tuple(task % 2 if task % 9 == 0 else -1 for task in range(TASKS)),
        owed=(0,) * len(said),
        accepted=tuple(len(each) for each in said),
    )


def _mostly_right(random: Random, tasks: range) -> dict[int, int]:
    return {task: task % 2 if random.random() < 0.85 else 1 - task % 2 for task in tasks}


def _newcomer(start: int) -> dict[int, int]:
    """Nine answers, seven of them right, the gold one too."""
    wrong = {start + 3, start + 6}
    return {task: (task + (task in wrong)) % 2 for task in range(start, start + 9)}


def _guesser(random: Random, start: int) -> dict[int, int]:
    return {task: random.randrange(2) for task in range(start, start + 9)}


def _paid_share(rows: tuple[LabelerSettlement, ...]) -> float:
    return sum(row.earned for row in rows) / (PRICE * sum(row.closed_answers for row in rows))


def test_newcomers_are_paid_like_the_crowd() -> None:
    rows = settle_final(crowd([_newcomer(start) for start in range(0, 90, 9)]), consensus).labelers
    assert [row.rate32 for row in rows[8:]] == [None] * 10
    assert _paid_share(rows[8:]) > 0.75 * _paid_share(rows[:8])


def test_a_lone_newcomer_is_taken_for_one_of_the_crowd() -> None:
    rows = settle_final(crowd([_newcomer(0)]), consensus).labelers
    assert _paid_share(rows[8:]) > 0.6 * _paid_share(rows[:8])


@pytest.mark.parametrize("wallets", [10, 60])
def test_throw_away_wallets_that_guess_are_paid_next_to_nothing(wallets: int) -> None:
    """On the mean of twelve draws: luck of all of them at once is rare."""
    shares = []
    for seed in range(12):
        random = Random(seed)
        few = [_guesser(random, 9 * (number % 10)) for number in range(wallets)]
        rows = settle_final(crowd(few), consensus).labelers
        shares.append(_paid_share(rows[8:]) / _paid_share(rows[:8]))
    assert fmean(shares) < 0.03


def test_guessers_beside_newcomers_are_paid_much_less_than_they() -> None:
    random = Random(3)
    honest = [_newcomer(start) for start in range(0, 90, 9)]
    few = [*honest, *(_guesser(random, start) for start in range(0, 90, 9))]
    rows = settle_final(crowd(few), consensus).labelers
    assert _paid_share(rows[18:]) < 0.4 * _paid_share(rows[8:18])


def test_an_answer_that_nothing_can_be_compared_with_is_worth_the_mean() -> None:
    inputs = crowd([_newcomer(0), {89: 1}])
    alone = inputs.task != 89
    alone |= inputs.labeler == 9
    accepted = tuple(np.bincount(inputs.labeler[alone], minlength=10).tolist())
    columns = {name: getattr(inputs, name)[alone] for name in ("task", "labeler", "label")}
    row = settle_final(replace(inputs, accepted=accepted, **columns), consensus).labelers[9]
    assert (row.informative, row.closed_answers) == (0, 1)
    assert 0.3 * PRICE < row.earned < PRICE


def test_a_preset_may_pay_newcomers_nothing_or_for_some_answers() -> None:
    few = [_newcomer(start) for start in range(0, 90, 9)]
    paid = [
        settle_final(crowd(few, Scoring(("no", "yes"), carry_over_answers=limit)), consensus)
        for limit in (0, 3, 9, 10)
    ]
    none, three, nine, ten = (sum(row.earned for row in each.labelers[8:]) for each in paid)
    assert none == 0
    assert abs(3 * three - nine) < 60
    assert nine == ten


def test_where_nobody_has_a_rate_nobody_is_paid() -> None:
    inputs = crowd([], Scoring(("no", "yes"), minimum_answers=TASKS + 1))
    assert {row.earned for row in settle_final(inputs, consensus).labelers} == {0}


@given(data=st.data())
def test_who_has_a_rate_earns_the_same_at_the_close(
    data: st.DataObject, projects: st.SearchStrategy[Inputs]
) -> None:
    inputs = data.draw(projects)
    running, final = settle(inputs, consensus), settle_final(inputs, consensus)
    for before, after in zip(running.labelers, final.labelers, strict=True):
        assert after == before or before.rate32 is None
