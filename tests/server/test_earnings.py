"""A labeler's money: what they see, and which withdrawals are refused."""

import time
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import update

from labelfield.db.labelers import add_owed
from labelfield.db.tables import withdrawals
from labelfield.protocol.hashes import hex_of
from labelfield.protocol.ids import Address
from labelfield.protocol.keys import Key
from labelfield.protocol.messages import Withdrawal, digest
from labelfield.server.earnings import SHORTEST_DEADLINE_S
from tests.server.world import DOMAIN, Json, Person, World, code_of, rated, wallet

HOME_ADDRESS = Address("0x" + "77" * 20)
OWED = 50_000


@pytest.fixture
def ann(world: World) -> Person:
    """Somebody who is owed money."""
    project = world.open()
    person = world.person("ann", project)
    identifier = world.facts(project).project_id
    world.transact(lambda c: add_owed(c, identifier, {person.address: OWED}))
    return person


def order(person: Person, signer: Key | None = None, **changes: Any) -> Json:
    """Return a signed withdrawal of 20 000 units."""
    plain = Withdrawal(
        labeler=person.address,
        destination=HOME_ADDRESS,
        amount=20_000,
        max_relay_fee=1_000,
        nonce=0,
        deadline_s=int(time.time()) + 3_600,
    )
    wanted = replace(plain, **changes)
    signature = (signer or person.wallet).sign(digest(DOMAIN, wanted))
    return {
        "destination": wanted.destination,
        "amount": wanted.amount,
        "max_relay_fee": wanted.max_relay_fee,
        "nonce": wanted.nonce,
        "deadline_s": wanted.deadline_s,
        "signature": hex_of(signature),
    }


def refused(world: World, person: Person, body: object) -> tuple[int, str]:
    with world.unchanged():
        response = person.post("/api/me/withdrawals", body)
    return response.status_code, code_of(response)


@pytest.mark.parametrize(
    "change",
    [
        {"amount": 0},
        {"amount": -1},
        {"amount": "20000"},
        {"amount": True},
        {"amount": 2**53},
        {"nonce": -1},
        {"deadline_s": 1.5},
        {"destination": "0x0"},
        {"signature": "0x"},
        {"extra": 1},
    ],
)
def test_a_misspelled_withdrawal_is_malformed(world: World, ann: Person, change: Json) -> None:
    assert refused(world, ann, order(ann) | change) == (400, "malformed")


def test_only_the_wallet_orders_a_withdrawal(world: World, ann: Person) -> None:
    for key in (wallet("eve"), ann.client._session_key):
        assert refused(world, ann, order(ann, signer=key)) == (400, "bad_signature")


@pytest.mark.parametrize(
    "change",
    [{"amount": 20_001}, {"destination": "0x" + "66" * 20}, {"max_relay_fee": 2_000}, {"nonce": 1}],
)
def test_a_withdrawal_changed_after_signing_is_refused(
    world: World, ann: Person, change: Json
) -> None:
    assert refused(world, ann, order(ann) | change) == (400, "bad_signature")


def test_nobody_orders_for_another(world: World, ann: Person) -> None:
    assert refused(world, world.person("eve"), order(ann)) == (400, "bad_signature")


@pytest.mark.parametrize("nonce", [1, 2, 2**53 - 1])
def test_a_wrong_nonce_is_refused_with_the_next_one(world: World, ann: Person, nonce: int) -> None:
    with world.unchanged():
        response = ann.post("/api/me/withdrawals", order(ann, nonce=nonce))
    assert (response.status_code, code_of(response)) == (409, "wrong_nonce")
    assert response.json()["error"]["details"] == {"expected": 0}


def test_nobody_withdraws_more_than_is_owed(world: World, ann: Person) -> None:
    assert refused(world, ann, order(ann, amount=OWED + 1)) == (409, "insufficient_credit")
    assert ann.post("/api/me/withdrawals", order(ann, amount=OWED)).status_code == 202
    rest = order(ann, nonce=OWED, amount=1_001)
    assert refused(world, ann, rest) == (409, "insufficient_credit")


@pytest.mark.parametrize("left_s", [-1, SHORTEST_DEADLINE_S - 5])
def test_a_deadline_that_the_chain_has_passed_is_refused(
    world: World, ann: Person, left_s: int
) -> None:
    deadline_s = world.coordinator.watch.time_s + left_s
    assert refused(world, ann, order(ann, deadline_s=deadline_s)) == (409, "deadline_passed")


@pytest.mark.parametrize("change", [{"max_relay_fee": 999}, {"amount": 1_000}])
def test_a_withdrawal_that_does_not_pay_for_its_relay_is_malformed(
    world: World, ann: Person, change: Json
) -> None:
    assert refused(world, ann, order(ann, **change)) == (400, "malformed")


@pytest.mark.parametrize("destination", [DOMAIN.pool, "0x" + "00" * 20])
def test_what_cannot_be_paid_is_refused(world: World, ann: Person, destination: str) -> None:
    body = order(ann, destination=Address(destination))
    assert refused(world, ann, body) == (400, "malformed")


def test_no_withdrawal_is_taken_while_the_chain_is_silent(world: World, ann: Person) -> None:
    world.coordinator.watch.heard_at = 0.0
    assert refused(world, ann, order(ann)) == (503, "chain_unreachable")


def test_a_withdrawal_of_another_is_not_found(world: World, ann: Person) -> None:
    identifier = ann.post("/api/me/withdrawals", order(ann)).json()["id"]
    response = world.person("eve").get(f"/api/me/withdrawals/{identifier}")
    assert (response.status_code, code_of(response)) == (404, "not_found")


def test_a_queued_withdrawal_is_shown_and_wakes_the_worker(world: World, ann: Person) -> None:
    response = ann.post("/api/me/withdrawals", order(ann))
    assert response.status_code == 202
    assert response.json() == {
        "id": 1,
        "destination": HOME_ADDRESS,
        "amount": 20_000,
        "relay_fee": 1_000,
        "state": "queued",
        "transaction": None,
        "reason": None,
    }
    assert world.coordinator.wake.is_set()
    assert ann.get("/api/me/withdrawals/1").json() == response.json()
    me = ann.get("/api/me").json()
    assert (me["withdrawn"], me["nonce"]) == (20_000, 20_000)
    assert me["withdrawals"] == [response.json()]


def test_the_same_order_again_is_the_same_withdrawal(world: World, ann: Person) -> None:
    body = order(ann)
    first = ann.post("/api/me/withdrawals", body)
    with world.unchanged():
        assert ann.post("/api/me/withdrawals", body).content == first.content


def test_two_orders_of_one_nonce_are_never_both_taken(world: World, ann: Person) -> None:
    ann.post("/api/me/withdrawals", order(ann))
    assert refused(world, ann, order(ann, amount=5_000)) == (409, "wrong_nonce")


def test_a_failed_withdrawal_gives_its_amount_and_nonce_back(world: World, ann: Person) -> None:
    ann.post("/api/me/withdrawals", order(ann, amount=OWED))
    world.transact(lambda c: c.execute(update(withdrawals).values(state="failed")))
    me = ann.get("/api/me").json()
    assert (me["withdrawn"], me["nonce"]) == (0, 0)
    assert ann.post("/api/me/withdrawals", order(ann, amount=OWED - 1)).status_code == 202


def test_a_labeler_sees_what_the_settlement_found(world: World) -> None:
    project, ann, _ = rated(world)
    me = ann.get("/api/me").json()
    assert (me["owed"], me["credited"], me["receipt_number"]) == (8_000, 0, 8)
    (found,) = me["projects"]
    assert found["project"] == project
    assert (found["answers"], found["closed_answers"], found["rate_32nds"]) == (8, 8, 32)
    assert found["score_percent"] > 90
    assert (found["earned"], found["owed"], found["credited"]) == (8_000, 8_000, 0)
