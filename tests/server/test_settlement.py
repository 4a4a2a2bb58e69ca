"""Settling: what everybody has earned and is owed, and which tasks close."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labelfield.db.tables import answers, labelers, labels, memberships, settlements, tasks
from labelfield.ledger.earned import earned_down
from labelfield.ledger.receipt import Standing, increment_down
from labelfield.market.closing import SCORED_ANSWERS_TO_COUNT
from labelfield.server.settlement import begin, compute, finish
from tests.server.world import (
    QUICK,
    Person,
    Switchboard,
    Terms,
    World,
    coordinating,
    rated,
    right_label,
)


def members(world: World) -> dict[str, Any]:
    return {row.labeler: row for row in world.rows(memberships)}


def totals_agree(world: World) -> bool:
    """Tell whether everybody's total is the sum over their projects."""
    owed: Counter[str] = Counter()
    for row in world.rows(memberships):
        owed[row.labeler] += row.owed
    return all(row.owed == owed[row.labeler] for row in world.rows(labelers))


def test_nothing_closed_is_nothing_to_settle(world: World) -> None:
    project = world.open(Terms(tasks=2, maximum=2))
    world.person("ann", project).label_all(project)
    with world.unchanged():
        world.settle(project)


def test_settling_again_without_news_changes_nothing(world: World) -> None:
    project, *_ = rated(world)
    with world.unchanged():
        world.settle(project)


def test_earned_owed_and_rates_are_what_the_ledger_says(world: World) -> None:
    project, *_ = rated(world)
    (settled,) = world.rows(settlements)
    assert (settled.number, settled.final) == (1, False)
    for row in members(world).values():
        assert (row.closed_answers, row.rate32) == (8, 32)
        assert row.earned == row.owed == earned_down(1_000, 8, 32)
    assert totals_agree(world)
    assert world.project(project).settlements == 1
    assert world.rows(labels) == [], "labels are for the final settlement"


def test_answers_between_settlements_are_promised_by_the_credit_line(world: World) -> None:
    """A line of 25 % on 8000 units covers two answers of 1000 more, not three."""
    scoring = QUICK | {"credit_line_percent": 25}
    project = world.open(Terms(tasks=12, maximum=2, scoring=scoring))
    ann, bob = world.people(2, project)
    first = ann.leases(project, 12)
    for person in (ann, bob):
        person.leases(project, 12)
        for lease in first[:8]:
            person.answer(project, lease.task, right_label(lease.data["text"]))
    world.settle(project)
    owed = [ann.answer(project, lease.task).owed for lease in first[8:]]
    assert owed == [9_000, 10_000, 10_000, 10_000]
    standing = Standing(8_000, 32)
    assert increment_down(1_000, 9_000, standing, 25) == 1_000
    assert increment_down(1_000, 10_000, standing, 25) == 0


def test_what_is_owed_never_falls_though_the_rate_does(world: World) -> None:
    project = world.open(Terms(tasks=20, maximum=3, scoring=QUICK))
    ann, bob, cy = world.people(3, project)
    good, bad = ann.leases(project, 20)[:6], ann.leases(project, 20)[6:]
    for lease in good:
        for person in (ann, bob, cy):
            person.leases(project, 20)
            person.answer(project, lease.task, right_label(lease.data["text"]))
    world.settle(project)
    before = members(world)[ann.address]
    assert before.rate32 == 32
    for lease in bad:
        for person in (ann, bob, cy):
            right = right_label(lease.data["text"])
            wrong = {"yes": "no", "no": "yes"}[right]
            person.answer(project, lease.task, wrong if person is ann else right)
    world.settle(project)
    after = members(world)[ann.address]
    assert after.rate32 < before.rate32
    assert after.earned < after.owed
    assert after.owed >= before.owed
    assert totals_agree(world)


def test_a_task_closes_early_only_on_the_word_of_scored_labelers(world: World) -> None:
    """Two labelers with many scored answers close tasks at the minimum; newcomers cannot."""
    terms = Terms(
        tasks=SCORED_ANSWERS_TO_COUNT + 2, minimum=2, maximum=3, target_confidence_bps=9_000
    )
    project = world.open(terms)
    ann, bob, cy = world.people(3, project)
    leases = ann.leases(project, 50)
    old, (seen, fresh) = leases[:SCORED_ANSWERS_TO_COUNT], leases[SCORED_ANSWERS_TO_COUNT:]
    for person in (ann, bob, cy):
        person.leases(project, 50)
    for lease in old:
        _all_answer(project, (ann, bob, cy), [lease])
    _all_answer(project, (ann, bob), [seen])
    newcomers = (world.person("dan", project), world.person("eve", project))
    for person in newcomers:
        world.give(project, fresh.task, person)
    _all_answer(project, newcomers, [fresh])
    world.settle(project)
    closings = {row.task: row.closing for row in world.rows(tasks)}
    assert closings[seen.task] == 2, "counted from the next settlement on"
    assert closings[fresh.task] is None
    assert world.project(project).closed_tasks == SCORED_ANSWERS_TO_COUNT + 1


def _all_answer(project: int, people: Sequence[Person], leases: Sequence[Any]) -> None:
    for person in people:
        for lease in leases:
            person.answer(project, lease.task, right_label(lease.data["text"]))


def test_a_target_of_all_confidence_never_closes_early(world: World) -> None:
    project = world.open(Terms(tasks=SCORED_ANSWERS_TO_COUNT + 1, minimum=1, maximum=2))
    ann, bob = world.people(2, project)
    leases = ann.leases(project, 50)
    bob.leases(project, 50)
    _all_answer(project, (ann, bob), leases[1:])
    _all_answer(project, (ann,), leases[:1])
    world.settle(project)
    assert {row.task: row.closing for row in world.rows(tasks)}[leases[0].task] is None


def test_the_last_closed_task_settles_the_project_for_good(world: World) -> None:
    project = world.open(Terms(tasks=6, maximum=2, scoring=QUICK))
    for person in world.people(2, project):
        person.label_all(project, right_label)
    world.settle(project)
    row = world.project(project)
    assert (row.state, row.final_settlement, row.closed_tasks) == ("closing", 1, 6)
    assert len(world.rows(labels)) == 6
    with world.unchanged():
        world.settle(project)


def test_whoever_answered_too_little_is_paid_the_median_rate_at_the_close(world: World) -> None:
    scoring = QUICK | {"minimum_answers": 4, "carry_over_answers": 2}
    project = world.open(Terms(tasks=6, maximum=3, scoring=scoring))
    ann, bob, cy = world.people(3, project)
    leases = ann.leases(project, 6)
    bob.leases(project, 6)
    _all_answer(project, (ann, bob), leases)
    for lease in cy.leases(project, 6)[:3]:
        cy.answer(project, lease.task, right_label(lease.data["text"]))
    world.set_state(project, "closing")
    world.settle(project)
    found = members(world)
    assert found[cy.address].rate32 is None
    assert found[cy.address].owed == 2 * 1_000 * found[ann.address].rate32 // 32 > 0


def test_whoever_failed_gold_is_carried_over_with_nothing(world: World) -> None:
    scoring = QUICK | {"minimum_answers": 4}
    gold = {f"t{number}": "yes" if number % 2 else "no" for number in range(6)}
    project = world.open(Terms(tasks=6, maximum=3, scoring=scoring, gold=gold))
    ann, bob, eve = world.people(3, project)
    leases = ann.leases(project, 6)
    bob.leases(project, 6)
    _all_answer(project, (ann, bob), leases)
    for lease in eve.leases(project, 6)[:3]:
        right = right_label(lease.data["text"])
        eve.answer(project, lease.task, {"yes": "no", "no": "yes"}[right])
    world.set_state(project, "closing")
    world.settle(project)
    assert members(world)[eve.address].owed == 0


def test_an_early_close_closes_every_task_and_counts_every_answer(world: World) -> None:
    project = world.open(Terms(tasks=6, maximum=3, scoring=QUICK))
    ann, bob = world.people(2, project)
    leases = ann.leases(project, 6)[:4]
    bob.leases(project, 6)
    _all_answer(project, (ann, bob), leases)
    world.set_state(project, "closing")
    world.settle(project)
    row = world.project(project)
    assert (row.final_settlement, row.closed_tasks) == (1, 6)
    assert all(task.closing == 1 for task in world.rows(tasks))
    assert [member.closed_answers for member in members(world).values()] == [4, 4]
    assert len(world.rows(labels)) == 4, "tasks without answers have no label"


def test_a_project_without_answers_closes_without_a_settlement(world: World) -> None:
    project = world.open()
    world.set_state(project, "closing")
    with world.unchanged():
        world.settle(project)


def test_answers_are_accepted_while_a_settlement_is_computed(world: World) -> None:
    """They count before it in what is owed; the tasks that they fill are for the one after it."""
    project, ann, mine = rated(world)
    facts, writer = world.facts(project), world.coordinator.writer
    bob = world.person("bob", project)
    for person in (ann, bob):
        person.answer(project, mine[0], "yes")
    begun = world.transact(lambda c: begin(c, facts, 0))
    assert begun is not None
    computed = writer.read(lambda c: compute(c, begun))
    for person in (ann, bob):
        person.answer(project, mine[1], "yes")
    world.transact(lambda c: finish(c, computed))
    filled = {row.task: row.closing for row in world.rows(tasks)}
    assert (filled[mine[0]], filled[mine[1]]) == (2, 3)
    late = [row for row in world.rows(answers) if row.task == mine[1]]
    assert [row.settlement for row in late] == [1, 1]
    assert members(world)[ann.address].closed_answers == 9
    assert members(world)[ann.address].owed == 10 * 1_000
    assert totals_agree(world)
    world.settle(project)
    assert members(world)[ann.address].closed_answers == 10


def test_a_settlement_that_died_while_it_was_computed_is_done_again(world: World) -> None:
    project, ann, mine = rated(world)
    bob, facts = world.person("bob", project), world.facts(project)
    for person in (ann, bob):
        person.answer(project, mine[0], "yes")
    assert world.transact(lambda c: begin(c, facts, 0)) is not None
    for person in (ann, bob):
        person.answer(project, mine[1], "yes")
    world.set_state(project, "closing")
    world.settle(project)
    assert [(row.number, row.final) for row in world.rows(settlements)] == [(1, False), (2, False)]
    world.settle(project)
    assert world.project(project).final_settlement == 3
    assert members(world)[ann.address].closed_answers == 10


def test_a_final_settlement_that_died_is_done_again(world: World) -> None:
    project, *_ = rated(world)
    facts = world.facts(project)
    world.set_state(project, "closing")
    assert world.transact(lambda c: begin(c, facts, 0)) == world.transact(
        lambda c: begin(c, facts, 0)
    )
    world.settle(project)
    assert world.project(project).final_settlement == 2


Give = tuple[int, str, bool]


@settings(max_examples=8)
@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(("yes", "no")), st.booleans())))
def test_what_is_owed_never_falls_whatever_is_answered(
    board: Switchboard, tmp_path_factory: pytest.TempPathFactory, gives: list[Give]
) -> None:
    with coordinating(tmp_path_factory.mktemp("settle"), board) as world:
        project = world.open(Terms(tasks=8, maximum=2, scoring=QUICK, gold={"t0": "no"}))
        everybody = world.people(3, project)
        owed: dict[str, int] = {}
        for who, label, settle in gives:
            for task in everybody[who].lease(project):
                everybody[who].answer(project, task, label)
            if settle:
                world.settle(project)
            for row in world.rows(memberships):
                assert row.owed >= owed.get(row.labeler, 0)
                assert row.owed >= row.earned
                owed[row.labeler] = row.owed
            assert totals_agree(world)
            assert world.project(project).accepted == len(world.rows(answers))
