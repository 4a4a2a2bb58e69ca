"""Handing out tasks: to whom, how many, until when."""

import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from labelfield.db.candidates import MOST_CANDIDATES
from labelfield.db.tables import leases, memberships, skips, tasks
from labelfield.protocol.ids import ZERO_HASH
from tests.server.world import Person, Switchboard, Terms, World, code_of, coordinating

PATHS = ("join", "leases", "skips")


def expire_all(world: World) -> None:
    world.transact(lambda c: c.execute(update(leases).values(expires_s=int(time.time()) - 1)))


@pytest.mark.parametrize("count", [0, 51, -1, "1", True, 1.0, None])
def test_a_count_that_is_none_is_malformed(world: World, count: object) -> None:
    person = world.person("ann", world.open())
    with world.unchanged():
        response = person.post("/api/projects/1/leases", {"count": count})
    assert (response.status_code, code_of(response)) == (400, "malformed")


@pytest.mark.parametrize("path", PATHS)
def test_an_unknown_project_is_refused(world: World, path: str) -> None:
    person = world.person("ann")
    body = {"join": {}, "leases": {"count": 1}, "skips": {"task": ZERO_HASH, "reason": ""}}[path]
    with world.unchanged():
        response = person.post(f"/api/projects/7/{path}", body)
    assert (response.status_code, code_of(response)) == (404, "unknown_project")


@pytest.mark.parametrize("path", PATHS)
def test_a_stranger_gets_nothing(world: World, path: str) -> None:
    world.open()
    with world.unchanged():
        response = world.http.post(f"/api/projects/1/{path}", json={})
    assert (response.status_code, code_of(response)) == (401, "unauthorized")


def test_a_draft_that_nobody_opened_cannot_be_joined(world: World) -> None:
    world.drafted(Terms())
    response = world.person("ann").post("/api/projects/1/join", {})
    assert (response.status_code, code_of(response)) == (404, "unknown_project")


def test_only_a_task_in_hand_can_be_skipped(world: World) -> None:
    ann, eve = world.people(2, world.open())
    (task,) = ann.lease(1)
    with world.unchanged():
        response = eve.post("/api/projects/1/skips", {"task": task, "reason": ""})
    assert (response.status_code, code_of(response)) == (409, "no_lease")


def test_a_skipped_task_goes_to_others_and_never_comes_back(world: World) -> None:
    ann, bob = world.people(2, world.open(Terms(tasks=1)))
    (task,) = ann.lease(1)
    ann.client.skip(1, task, "too blurred")
    with world.unchanged():
        ann.client.skip(1, task, "sent again: the first answer was lost")
    expire_all(world)
    assert ann.lease(1, 50) == []
    assert bob.lease(1, 50) == [task]
    (row,) = world.rows(skips)
    assert (row.labeler, row.task, row.reason) == (ann.address, task, "too blurred")


def test_joining_again_says_where_the_chain_stands(world: World) -> None:
    person = world.person("ann", world.open())
    assert person.post("/api/projects/1/join", {}).json() == {
        "project": 1,
        "sequence": 0,
        "head": ZERO_HASH,
    }
    receipt = person.answer(1, person.lease(1)[0])
    joined = person.post("/api/projects/1/join", {}).json()
    assert joined == {"project": 1, "sequence": 1, "head": receipt.head}
    assert len(world.rows(memberships)) == 1


def test_leases_in_hand_count_and_come_again(world: World) -> None:
    person = world.person("ann", world.open(Terms(tasks=10)))
    first = person.leases(1, 4)
    assert person.leases(1, 4) == first
    assert len(person.leases(1, 6)) == 6
    assert len(person.leases(1, 2)) == 2
    assert len(world.rows(leases)) == 6


def test_a_lease_shows_the_task_and_when_it_ends(world: World) -> None:
    world.open(Terms(tasks=1))
    (lease,) = world.person("ann", 1).leases(1)
    assert lease.data == {"text": "text 0"}
    assert 590 <= lease.expires_s - time.time() <= 600


def test_nobody_holds_more_of_a_task_than_it_needs(world: World) -> None:
    project = world.open(Terms(tasks=3, maximum=2))
    everybody = world.people(5, project)
    for person in everybody:
        person.lease(project, 50)
    held = Counter(row.task for row in world.rows(leases))
    assert held == {row.task: 2 for row in world.rows(tasks)}


def test_an_expired_lease_makes_room_for_another(world: World) -> None:
    ann, bob = world.people(2, world.open(Terms(tasks=1, maximum=1)))
    (task,) = ann.lease(1)
    assert bob.lease(1) == []
    expire_all(world)
    assert bob.lease(1) == [task]
    assert code_of(ann.send(1, ann.signed(1, (task, "yes")))) == "no_lease"


def test_nobody_gets_a_task_twice(world: World) -> None:
    person = world.person("ann", world.open(Terms(tasks=6)))
    seen: list[str] = []
    while found := person.lease(1, 2):
        for task in found:
            person.answer(1, task)
        seen += found
    assert len(seen) == len(set(seen)) == 6


def test_a_project_that_closes_hands_out_nothing(world: World) -> None:
    person = world.person("ann", world.open())
    world.set_state(1, "closing")
    assert person.lease(1, 50) == []


def test_full_tasks_do_not_hide_the_free_ones_behind_them(world: World) -> None:
    """Whoever comes when the first tasks are all in hand gets one of the next."""
    project = world.open(Terms(tasks=MOST_CANDIDATES + 10, maximum=1))
    everybody = world.people(1 + MOST_CANDIDATES // 50, project)
    for person in everybody[:-1]:
        assert len(person.lease(project, 50)) == 50
    assert len(everybody[-1].lease(project, 50)) == 10


@settings(max_examples=8)
@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from("laxse"), st.integers(1, 4))))
def test_leases_and_answers_never_exceed_the_maximum(
    board: Switchboard, tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[int, str, int]]
) -> None:
    with coordinating(tmp_path_factory.mktemp("leases"), board) as world:
        project = world.open(Terms(tasks=4, maximum=2))
        everybody = world.people(4, project)
        for who, act, count in acts:
            _act(world, everybody[who], act, count)
            held = Counter(row.task for row in world.rows(leases))
            for row in world.rows(tasks):
                assert row.answers + (0 if row.closing else held[row.task]) <= 2


def _act(world: World, person: Person, act: str, count: int) -> None:
    """Lease, answer, skip or let time pass."""
    if act == "l":
        person.lease(1, count)
    elif act == "e":
        expire_all(world)
    else:
        for task in person.lease(1, 1):
            if act == "s":
                person.client.skip(1, task, "")
            else:
                person.answer(1, task)
