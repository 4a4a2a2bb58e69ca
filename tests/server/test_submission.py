"""POST answers: what is refused, with nothing changed, and what a receipt promises."""

import time
from dataclasses import replace

import pytest
from sqlalchemy import update

from labelfield.chain.pool_state import PoolState
from labelfield.db.tables import answers, labelers, leases, memberships, projects
from labelfield.db.totals import unsettled_total
from labelfield.protocol.hashes import bytes_of
from labelfield.protocol.ids import ZERO_HASH
from labelfield.protocol.keys import recover
from labelfield.protocol.messages import Receipt, digest
from tests.server.signing import head_of, refused, signed_by
from tests.server.world import DOMAIN, Json, Person, Terms, World, code_of, rated


@pytest.mark.parametrize("sequence", [2, 3, 2**32 - 1])
def test_an_answer_ahead_of_the_chain_is_refused_with_what_was_expected(
    ready: tuple[World, Person, Json], sequence: int
) -> None:
    world, person, request = ready
    request["answers"][0]["sequence"] = sequence
    request["signature"] = signed_by(person.client._session_key, person, request)
    with world.unchanged():
        response = person.send(1, request)
    assert (response.status_code, code_of(response)) == (409, "wrong_sequence")
    assert response.json()["error"]["details"] == {"expected": 1, "head": ZERO_HASH}


def test_an_answer_behind_the_chain_with_other_content_is_refused(
    ready: tuple[World, Person, Json],
) -> None:
    world, person, request = ready
    other = person.signed(1, (request["answers"][0]["task"], "no"))
    assert person.send(1, request).status_code == 200
    with world.unchanged():
        response = person.send(1, other)
    assert (response.status_code, code_of(response)) == (409, "wrong_sequence")
    assert response.json()["error"]["details"]["expected"] == 2


def test_a_batch_that_overlaps_what_was_accepted_is_refused(world: World) -> None:
    person = world.person("ann", world.open())
    first, second = person.lease(1, 2)
    batch = person.signed(1, (first, "yes"), (second, "yes"))
    alone = batch | {"answers": batch["answers"][:1]}
    alone["signature"] = signed_by(person.client._session_key, person, alone)
    assert person.send(1, alone).status_code == 200
    assert refused(world, person, batch) == (409, "wrong_sequence")


def test_a_wrong_previous_is_refused(ready: tuple[World, Person, Json]) -> None:
    world, person, request = ready
    request["answers"][0]["previous"] = "0x" + "99" * 32
    request["signature"] = signed_by(person.client._session_key, person, request)
    assert refused(world, person, request) == (409, "wrong_previous")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [("sequence", 3, "wrong_sequence"), ("previous", "0x" + "99" * 32, "wrong_previous")],
)
def test_a_batch_whose_links_do_not_follow_each_other_is_refused(
    world: World, field: str, value: object, code: str
) -> None:
    person = world.person("ann", world.open())
    batch = person.signed(1, *((task, "yes") for task in person.lease(1, 2)))
    batch["answers"][1][field] = value
    batch["signature"] = signed_by(person.client._session_key, person, batch)
    assert refused(world, person, batch) == (409, code)


@pytest.mark.parametrize("project", [2, 2**31 - 1])
def test_an_unknown_project_is_refused(ready: tuple[World, Person, Json], project: int) -> None:
    world, person, request = ready
    assert refused(world, person, request, project) == (404, "unknown_project")


def test_an_unknown_task_is_refused(world: World) -> None:
    person = world.person("ann", world.open())
    request = person.signed(1, ("0x" + "ab" * 32, "yes"))
    assert refused(world, person, request) == (404, "unknown_task")


def test_a_task_of_another_project_is_unknown(world: World) -> None:
    world.open()
    other = world.open(Terms(name="other"))
    person = world.person("ann", 1, other)
    request = person.signed(1, (person.lease(other)[0], "yes"))
    assert refused(world, person, request) == (404, "unknown_task")


def test_whoever_never_joined_has_no_lease(ready: tuple[World, Person, Json]) -> None:
    world, _, request = ready
    eve = world.person("eve")
    task = request["answers"][0]["task"]
    link = request["answers"][0] | {"task": task}
    mine: Json = {"answers": [link], "signature": ""}
    mine["signature"] = signed_by(eve.client._session_key, eve, mine)
    assert refused(world, eve, mine) == (409, "no_lease")


def test_a_task_that_another_holds_is_refused(ready: tuple[World, Person, Json]) -> None:
    world, _, request = ready
    eve = world.person("eve", 1)
    theirs = eve.signed(1, (request["answers"][0]["task"], "yes"))
    assert refused(world, eve, theirs) == (409, "no_lease")


def test_a_task_reserved_for_another_is_never_leased_or_accepted(world: World) -> None:
    ann, eve = world.person("ann"), world.person("eve")
    project = world.open(Terms(tasks=1, reserved={"t0": [ann.address]}))
    eve.client.join(project)
    ann.client.join(project)
    assert eve.lease(project, 50) == []
    (task,) = ann.lease(project, 50)
    assert refused(world, eve, eve.signed(project, (task, "yes"))) == (409, "no_lease")


def test_an_expired_lease_is_no_lease(ready: tuple[World, Person, Json]) -> None:
    world, person, request = ready
    world.transact(lambda c: c.execute(update(leases).values(expires_s=int(time.time()) - 1)))
    assert refused(world, person, request) == (409, "no_lease")


def test_a_task_twice_in_one_batch_is_refused_whole(world: World) -> None:
    person = world.person("ann", world.open())
    (task,) = person.lease(1)
    batch = person.signed(1, (task, "yes"), (task, "yes"))
    assert refused(world, person, batch) == (409, "no_lease")


def test_one_bad_answer_refuses_the_whole_batch(world: World) -> None:
    person = world.person("ann", world.open())
    (task,) = person.lease(1)
    batch = person.signed(1, (task, "yes"), ("0x" + "ab" * 32, "yes"))
    assert refused(world, person, batch) == (404, "unknown_task")


def test_a_closed_task_is_refused(world: World) -> None:
    project = world.open(Terms(tasks=2, maximum=2))
    one, two, late = world.people(3, project)
    (task,) = one.lease(project)
    # the third lease is made by hand: the market would not give it out
    for person in (two, late):
        world.give(project, task, person)
    one.answer(project, task)
    two.answer(project, task)
    assert refused(world, late, late.signed(project, (task, "yes"))) == (409, "task_closed")


@pytest.mark.parametrize("state", ["closing", "complete"])
def test_a_closed_project_takes_no_answers(ready: tuple[World, Person, Json], state: str) -> None:
    world, person, request = ready
    world.set_state(1, state)
    assert refused(world, person, request) == (409, "project_closed")


def test_no_answer_goes_beyond_the_deposit(world: World) -> None:
    """Price 1000 and fee 2 %: 2040 units pay for two answers, not for three."""
    project = world.open(Terms(tasks=3, price=1_000, deposit=3_059))
    person = world.person("ann", project)
    tasks = person.lease(project, 3)
    for task in tasks[:2]:
        person.answer(project, task)
    request = person.signed(project, (tasks[2], "yes"))
    assert refused(world, person, request) == (409, "deposit_spent")
    world.transact(lambda c: c.execute(update(projects).values(deposit=3_060)))
    assert person.send(project, request).status_code == 200


def test_no_promise_goes_beyond_the_float(world: World) -> None:
    project, person, (task, *_) = rated(world)
    watch = world.coordinator.watch
    watch.funds = replace(watch.funds, float=_unsettled(world) + 999)
    request = person.signed(project, (task, "yes"))
    assert refused(world, person, request) == (503, "float_spent")
    watch.funds = replace(watch.funds, float=watch.funds.float + 1)
    assert person.send(project, request).status_code == 200


def test_no_promise_goes_beyond_what_the_bond_covers(world: World) -> None:
    """A checkpoint that the bond does not cover would be refused, and the receipt be late."""
    project, person, (task, *_) = rated(world)
    watch, needed = world.coordinator.watch, (_unsettled(world) + 1_000) * 102 // 100
    short = replace(watch.funds, unproven=watch.funds.room - needed + 1)
    watch.funds = short
    request = person.signed(project, (task, "yes"))
    assert refused(world, person, request) == (503, "bond_spent")
    watch.funds = replace(short, unproven=short.unproven - 1)
    assert person.send(project, request).status_code == 200


def test_a_halted_operator_takes_no_answers_and_says_what_to_do(
    ready: tuple[World, Person, Json],
) -> None:
    world, person, request = ready
    assert not world.http.get("/api/pool").json()["halted"]
    watch = world.coordinator.watch
    watch.funds = replace(watch.funds, state=PoolState.HALTED)
    assert refused(world, person, request) == (503, "operator_halted")
    assert "file a claim" in person.send(1, request).json()["error"]["message"]
    assert world.http.get("/api/pool").json()["halted"]


def test_no_answer_is_taken_while_the_chain_is_silent(ready: tuple[World, Person, Json]) -> None:
    world, person, request = ready
    world.coordinator.watch.heard_at = time.monotonic() - 10_000
    assert refused(world, person, request) == (503, "chain_unreachable")
    assert world.http.get("/api/health").json()["chain"] == "unreachable"
    world.coordinator.watch.heard_at = time.monotonic()
    assert person.send(1, request).status_code == 200


def test_an_accepted_answer_returns_a_receipt_that_says_so(
    ready: tuple[World, Person, Json],
) -> None:
    world, person, request = ready
    before_s = int(time.time())
    (signed,) = person.send(1, request).json()["receipts"]
    signature = signed.pop("signature")
    link = request["answers"][0]
    assert signed == {
        "labeler": person.address,
        "number": 1,
        "owed": 0,
        "project": 1,
        "sequence": 1,
        "head": head_of(person, link),
        "task": link["task"],
        "position": 1,
        "settle_by_s": signed["settle_by_s"],
    }
    assert 0 <= signed["settle_by_s"] - before_s - world.coordinator.settings.settle_by_s <= 2
    receipt = Receipt(**signed)
    signer = recover(digest(DOMAIN, receipt), bytes_of(signature, 65))
    assert signer == world.coordinator.receipt_key.address
    (row,) = world.rows(answers)
    assert (row.position, row.label, row.settlement, row.increment) == (1, 1, 0, 0)
    assert world.rows(leases) == []


def test_the_same_request_again_returns_the_same_bytes(ready: tuple[World, Person, Json]) -> None:
    world, person, request = ready
    first = person.send(1, request)
    with world.unchanged():
        again = person.send(1, request)
    assert again.content == first.content
    world.set_state(1, "complete")
    assert person.send(1, request).content == first.content


def test_receipts_of_a_batch_cumulate(world: World) -> None:
    project, person, tasks = rated(world)
    owed = world.rows(memberships)[0].owed
    request = person.signed(project, *((task, "yes") for task in tasks[:3]))
    receipts = person.send(project, request).json()["receipts"]
    assert [receipt["number"] for receipt in receipts] == [9, 10, 11]
    assert [receipt["sequence"] for receipt in receipts] == [9, 10, 11]
    assert [receipt["owed"] for receipt in receipts] == [owed + 1_000 * n for n in (1, 2, 3)]


def test_receipts_are_numbered_and_owed_over_all_projects(world: World) -> None:
    first, person, (task, *_) = rated(world)
    other = world.open(Terms(name="other"))
    person.client.join(other)
    in_first = person.answer(first, task)
    in_other = person.answer(other, person.lease(other)[0])
    assert in_first.owed > 0
    assert (in_other.number, in_other.sequence) == (in_first.number + 1, 1)
    assert in_other.owed == in_first.owed
    totals = {row.labeler: row.owed for row in world.rows(labelers)}
    members = [row for row in world.rows(memberships) if row.labeler == person.address]
    assert sum(member.owed for member in members) == totals[person.address] == in_other.owed


def test_a_task_closes_at_its_maximum_and_the_project_counts_it(world: World) -> None:
    project = world.open(Terms(tasks=1, maximum=2))
    one, two = world.people(2, project)
    positions = [person.answer(project, person.lease(project)[0]).position for person in (one, two)]
    assert positions == [1, 2]
    assert (world.project(project).closed_tasks, world.project(project).accepted) == (1, 2)


def _unsettled(world: World) -> int:
    return world.transact(unsettled_total)
