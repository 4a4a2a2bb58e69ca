"""Many submissions in one group: the same story as one after another."""

import time

from labelfield.api.models import AnswersRequest
from labelfield.db.tables import answers, labelers, projects
from labelfield.protocol.ids import ProjectNumber
from labelfield.protocol.messages import Receipt
from labelfield.server import refusals
from labelfield.server.acceptance import Arrival, accept_all
from labelfield.server.context import Holder
from labelfield.server.submission import check_submission
from tests.server.world import Json, Person, Terms, World, answer


def arrival(world: World, person: Person, project: int, request: Json) -> Arrival:
    """Return a request as it waits for the writer."""
    now_s = int(time.time())
    holder = Holder(person.address, person.client._session_key.address, now_s + 600)
    facts = world.facts(ProjectNumber(project))
    parsed = AnswersRequest.model_validate(request)
    checked = check_submission(world.coordinator, facts, holder, parsed, now_s)
    return Arrival(world.coordinator, checked, now_s)


def accepted(world: World, *waiting: Arrival) -> "list[list[Receipt] | Exception]":
    """Let the writer take all of them as one group."""
    return list(world.transact(lambda connection: accept_all(connection, waiting)))


def receipts_of(world: World, *waiting: Arrival) -> list[Receipt]:
    """Return the one receipt of each, all of them accepted."""
    results = accepted(world, *waiting)
    assert all(isinstance(result, list) for result in results), results
    return [result[0] for result in results if isinstance(result, list)]


def test_a_chain_continues_within_a_group(world: World) -> None:
    world.open(Terms(tasks=2))
    ann = world.person("ann", 1)
    first, second = ann.lease(1, 2)
    one, heads = ann.client.signed_answers(1, [(first, answer("yes"))])
    ann.client.advance(1, 1, heads[-1])
    two, _ = ann.client.signed_answers(1, [(second, answer("yes"))])
    waiting = [arrival(world, ann, 1, request.model_dump()) for request in (one, two)]
    receipts = receipts_of(world, *waiting)
    assert [(receipt.sequence, receipt.number) for receipt in receipts] == [(1, 1), (2, 2)]
    assert world.project(1).accepted == 2


def test_the_same_request_twice_in_a_group_gets_the_same_receipts(world: World) -> None:
    world.open(Terms(tasks=1))
    ann = world.person("ann", 1)
    request = arrival(world, ann, 1, ann.signed(1, (ann.lease(1)[0], "yes")))
    first, again = accepted(world, request, request)
    assert first == again
    assert len(world.rows(answers)) == 1


def test_the_last_place_of_a_task_goes_to_one_of_a_group(world: World) -> None:
    world.open(Terms(tasks=1, maximum=1))
    ann, bob = world.people(2, 1)
    [task] = ann.lease(1)
    world.give(1, task, bob)
    waiting = [arrival(world, who, 1, who.signed(1, (task, "yes"))) for who in (ann, bob)]
    won, lost = accepted(world, *waiting)
    assert isinstance(won, list)
    assert isinstance(lost, refusals.TaskClosed)
    assert world.project(1).closed_tasks == 1


def test_a_batch_refused_at_its_end_leaves_the_group_as_if_it_had_not_come(world: World) -> None:
    world.open(Terms(tasks=2, maximum=2))
    ann, bob = world.people(2, 1)
    first, second = ann.lease(1, 2)
    world.give(1, first, bob)
    not_held = arrival(world, bob, 1, bob.signed(1, (first, "yes"), (second, "yes")))
    good = arrival(world, ann, 1, ann.signed(1, (first, "no")))
    refused, receipts = accepted(world, not_held, good)
    assert isinstance(refused, refusals.NoLease)
    assert isinstance(receipts, list)
    assert receipts[0].position == 1
    assert {row.labeler for row in world.rows(answers)} == {ann.address}


def test_a_group_over_two_projects_keeps_a_labelers_receipts_in_one_row(world: World) -> None:
    world.open(Terms(tasks=1))
    world.open(Terms(tasks=1, name="another"))
    ann = world.person("ann", 1, 2)
    waiting = [
        arrival(world, ann, project, ann.signed(project, (ann.lease(project)[0], "yes")))
        for project in (1, 2)
    ]
    assert [receipt.number for receipt in receipts_of(world, *waiting)] == [1, 2]
    assert world.rows(labelers)[0].receipts == 2
    assert {row.accepted for row in world.rows(projects)} == {1}
