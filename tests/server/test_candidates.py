"""Which tasks are offered: bounded work in a large project, fair, and unpredictable."""

from collections import Counter

import pytest

from labelfield.db import candidates as candidates_db
from tests.server.accounts import log_in
from tests.server.world import REQUESTER_KEY, Terms, World, code_of, wallet


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a project of 60 tasks a large one: statements keep their length, so all is asked."""
    monkeypatch.setattr(candidates_db, "FEW", 5)


@pytest.mark.usefixtures("short")
def test_started_tasks_come_first(world: World) -> None:
    project = world.open(Terms(tasks=60, maximum=3))
    ann, bob = world.people(2, project)
    started = ann.lease(project, 5)
    for task in started:
        ann.answer(project, task)
    assert set(bob.lease(project, 5)) == set(started)


def test_disputed_tasks_come_before_agreed_ones(world: World) -> None:
    project = world.open(Terms(tasks=10, maximum=5))
    ann, bob, carl = world.people(3, project)
    tasks = ann.lease(project, 10)
    assert set(bob.lease(project, 10)) == set(tasks)
    disputed = set(tasks[:3])
    for task in tasks:
        ann.answer(project, task, "yes")
        bob.answer(project, task, "no" if task in disputed else "yes")
    assert set(carl.lease(project, 3)) == disputed


def test_partners_who_met_too_often_are_kept_apart(world: World) -> None:
    project = world.open(Terms(tasks=40, maximum=4))
    ann, bob, carl = world.people(3, project)
    together = ann.lease(project, 12)
    for task in together:
        world.give(project, task, bob)
        ann.answer(project, task)
        bob.answer(project, task)
    more = [task for task in carl.lease(project, 50) if task not in together]
    for number, task in enumerate(more):
        person = ann if number < 6 else carl
        if person is ann:
            world.give(project, task, ann)
        person.answer(project, task)
    ann_only = set(more[:6])
    offered = bob.lease(project, len(more) - 6)
    assert not ann_only & set(offered)


def test_two_newcomers_cannot_tell_what_they_will_share(world: World) -> None:
    """Of many fresh tasks each gets others every time: the place of the stretch is drawn."""
    project = world.open(Terms(tasks=300, maximum=1))
    seen: Counter[str] = Counter()
    for person in world.people(12, project):
        seen.update(person.lease(project, 10))
    ordinals = {
        row.task: row.ordinal for row in world.rows(candidates_db.tasks) if row.task in seen
    }
    assert len(seen) == 120
    assert max(ordinals.values()) - min(ordinals.values()) > 100


def test_a_project_may_limit_what_one_labeler_does(world: World) -> None:
    project = world.open(Terms(tasks=10))
    rita = log_in(world, REQUESTER_KEY)
    path = f"/api/projects/{project}/limits"
    limits = {"most_answers": 3, "most_held": 2}
    assert rita.ask("PUT", path, json=limits).json() == limits
    ann = world.person("ann", project)
    given = 0
    while tasks := ann.lease(project, 50):
        assert len(tasks) <= 2
        ann.answer(project, tasks[0])
        given += 1
    assert given == 3
    assert len(world.person("bob", project).lease(project, 50)) == 2


@pytest.mark.parametrize("limits", [{}, {"most_answers": 0, "most_held": None}])
def test_a_limit_that_makes_no_sense_is_malformed(world: World, limits: dict[str, int]) -> None:
    project = world.open()
    response = log_in(world, REQUESTER_KEY).ask(
        "PUT", f"/api/projects/{project}/limits", json=limits
    )
    assert (response.status_code, code_of(response)) == (400, "malformed")


def test_only_its_requester_limits_a_project(world: World) -> None:
    project = world.open()
    eve = log_in(world, wallet("eve"))
    limits = {"most_answers": 1, "most_held": 1}
    with world.unchanged():
        response = eve.ask("PUT", f"/api/projects/{project}/limits", json=limits)
    assert code_of(response) == "forbidden"
