"""Requests that race each other: one story, whatever the order."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from labelfield.db.tables import answers, labelers, memberships, tasks
from labelfield.protocol.ids import ZERO_HASH
from labelfield.sdk.labeler import _Chain
from tests.server.world import Json, Person, Terms, World, answer, code_of

THREADS = 8


def at_once(*requests: "tuple[Person, Json]") -> list[httpx.Response]:
    """Send requests to project 1 at the same time."""
    with ThreadPoolExecutor(THREADS) as pool:
        futures = [pool.submit(person.send, 1, request) for person, request in requests]
        return [future.result(30) for future in futures]


def test_a_request_that_races_itself_gets_the_same_receipts(
    ready: tuple[World, Person, Json],
) -> None:
    world, person, request = ready
    responses = at_once(*[(person, request)] * THREADS)
    assert {response.content for response in responses} == {responses[0].content}
    assert responses[0].status_code == 200
    assert len(world.rows(answers)) == 1
    assert world.rows(labelers)[0].receipts == 1


@pytest.mark.parametrize("round_number", range(3))
def test_of_two_sessions_of_one_labeler_one_wins(world: World, round_number: int) -> None:
    """Both continue the same head with other content; the loser hears where the chain stands."""
    world.open(Terms(tasks=2))
    here, there = world.person("ann", 1), world.person("ann", 1)
    first, second = here.lease(1, 2)
    requests = (here, here.signed(1, (first, "yes"))), (there, there.signed(1, (second, "no")))
    won, lost = sorted(at_once(*requests), key=lambda response: response.status_code)
    assert (won.status_code, lost.status_code) == (200, 409)
    assert code_of(lost) == "wrong_sequence"
    (row,) = world.rows(answers)
    assert lost.json()["error"]["details"]["head"] == row.head
    loser = there if row.task == first else here
    loser.client.join(1)
    loser.answer(1, second if row.task == first else first)
    assert_chain_is_intact(world)


def test_two_labelers_race_for_the_last_place_and_the_task_closes_once(world: World) -> None:
    world.open(Terms(tasks=1, maximum=4))
    everybody = world.people(4, 1)
    (task,) = {task for person in everybody for task in person.lease(1)}
    requests = [(person, person.signed(1, (task, "yes"))) for person in everybody]
    responses = at_once(*requests, *requests)
    receipts = [response.json()["receipts"][0] for response in responses]
    assert sorted(receipt["position"] for receipt in receipts[:4]) == [1, 2, 3, 4]
    assert receipts[:4] == receipts[4:]
    (row,) = world.rows(tasks)
    assert (row.answers, row.closing) == (4, 1)
    assert (world.project(1).accepted, world.project(1).closed_tasks) == (4, 1)


def test_a_chain_guessed_ahead_is_taken_in_order_or_not_at_all(world: World) -> None:
    """Four answers are signed before any receipt came, and arrive in any order."""
    world.open(Terms(tasks=4))
    ann = world.person("ann", 1)
    requests = []
    for task in ann.lease(1, 4):
        request, heads = ann.client.signed_answers(1, [(task, answer("yes"))])
        requests.append(request.model_dump())
        ann.client._chains[1] = _Chain(request.answers[-1].sequence, heads[-1])
    for _ in range(4):
        at_once(*[(ann, request) for request in reversed(requests)])
    assert [row.sequence for row in world.rows(answers)] == [1, 2, 3, 4]
    assert_chain_is_intact(world)


def assert_chain_is_intact(world: World) -> None:
    """Every answer follows the one before it, and the member stands at the last."""
    for member in world.rows(memberships):
        mine = [row for row in world.rows(answers) if row.labeler == member.labeler]
        assert [row.sequence for row in mine] == list(range(1, member.sequence + 1))
        assert [row.receipt_number for row in mine] == list(range(1, len(mine) + 1))
        assert member.head == (mine[-1].head if mine else ZERO_HASH)
