"""Logging in: nonces, sessions, tokens."""

import secrets
import time

import pytest
from sqlalchemy import update

from labelfield.db.tables import nonces, sessions, tokens
from labelfield.protocol.hashes import hex_of, keccak_hex
from labelfield.protocol.ids import Hash32
from labelfield.protocol.keys import Key
from labelfield.protocol.messages import Login, Session, digest
from labelfield.server.tokens import LONGEST_SESSION_S, NONCE_LIFE_S
from tests.server.world import DOMAIN, Json, World, code_of, wallet

ANN = wallet("ann")
SESSION_KEY = wallet("ann's browser")
DAY_S = 86_400


def nonce(world: World) -> Hash32:
    return Hash32(world.http.get("/api/nonce").json()["nonce"])


def login(nonce: Hash32, life_s: int = DAY_S, key: Key = SESSION_KEY) -> Json:
    """Return the request by which Ann logs in."""
    session = Session(ANN.address, key.address, int(time.time()) + life_s)
    proof = Login(ANN.address, key.address, nonce)
    return {
        "labeler": session.labeler,
        "key": session.key,
        "valid_until_s": session.valid_until_s,
        "signature": hex_of(ANN.sign(digest(DOMAIN, session))),
        "nonce": nonce,
        "login_signature": hex_of(key.sign(digest(DOMAIN, proof))),
    }


def refused(world: World, request: object) -> tuple[int, str]:
    with world.unchanged():
        response = world.http.post("/api/sessions", json=request)
    return response.status_code, code_of(response)


@pytest.mark.parametrize(
    "change",
    [
        {"extra": 1},
        {"valid_until_s": "1800000000"},
        {"valid_until_s": 1.8e9},
        {"valid_until_s": True},
        {"labeler": ANN.address.upper()},
        {"labeler": ANN.address[2:]},
        {"nonce": "0x12"},
        {"signature": None},
        {"login_signature": "0x"},
    ],
)
def test_a_login_that_is_misspelled_is_malformed(world: World, change: Json) -> None:
    assert refused(world, login(nonce(world)) | change) == (400, "malformed")


@pytest.mark.parametrize("missing", ["labeler", "key", "nonce", "login_signature"])
def test_a_login_that_lacks_something_is_malformed(world: World, missing: str) -> None:
    request = login(nonce(world))
    del request[missing]
    assert refused(world, request) == (400, "malformed")


def test_a_nonce_that_nobody_gave_out_is_refused(world: World) -> None:
    assert refused(world, login(Hash32("0x" + "ab" * 32))) == (409, "bad_nonce")


def test_a_nonce_serves_once(world: World) -> None:
    request = login(nonce(world))
    assert world.http.post("/api/sessions", json=request).status_code == 200
    assert refused(world, request) == (409, "bad_nonce")


def test_a_nonce_serves_for_a_minute(world: World) -> None:
    request = login(nonce(world))
    late_s = int(time.time()) - 1
    world.transact(lambda c: c.execute(update(nonces).values(expires_s=late_s)))
    assert refused(world, request) == (409, "bad_nonce")


def test_expired_nonces_are_forgotten(world: World) -> None:
    nonce(world)
    world.transact(lambda c: c.execute(update(nonces).values(expires_s=1)))
    newest = nonce(world)
    (row,) = world.rows(nonces)
    assert row.nonce == newest
    assert 0 <= row.expires_s - int(time.time()) <= NONCE_LIFE_S


@pytest.mark.parametrize("field", ["signature", "login_signature"])
def test_a_signature_by_another_key_is_refused(world: World, field: str) -> None:
    eve = wallet("eve")
    session = Session(ANN.address, SESSION_KEY.address, int(time.time()) + DAY_S)
    signature = hex_of(eve.sign(digest(DOMAIN, session)))
    assert refused(world, login(nonce(world)) | {field: signature}) == (400, "bad_signature")


def test_a_session_taken_from_a_record_logs_nobody_in_without_its_key(world: World) -> None:
    """A record publishes the session and its signature; never a login's."""
    world.person("ann")
    (seen,) = world.rows(sessions)
    fresh, eve = nonce(world), wallet("eve")
    request = {
        "labeler": seen.labeler,
        "key": seen.key,
        "valid_until_s": seen.valid_until_s,
        "signature": seen.signature,
        "nonce": fresh,
    }
    for login_message in (Login(seen.labeler, seen.key, fresh),):
        for signature in (hex_of(eve.sign(digest(DOMAIN, login_message))), seen.signature):
            forged = request | {"login_signature": signature}
            assert refused(world, forged) == (400, "bad_signature")


def test_a_login_signature_serves_for_its_own_nonce_alone(world: World) -> None:
    overheard = login(nonce(world))
    assert refused(world, overheard | {"nonce": nonce(world)}) == (400, "bad_signature")


@pytest.mark.parametrize("life_s", [-10, 0, LONGEST_SESSION_S + 100])
def test_a_session_that_is_over_or_endless_is_refused(world: World, life_s: int) -> None:
    assert refused(world, login(nonce(world), life_s)) == (403, "wrong_session")


def test_a_login_gives_a_token_that_is_stored_by_its_hash_alone(world: World) -> None:
    request = login(nonce(world))
    answer = world.http.post("/api/sessions", json=request).json()
    assert answer["labeler"] == ANN.address
    assert answer["valid_until_s"] == request["valid_until_s"]
    (row,) = world.rows(tokens)
    assert row.token_hash == keccak_hex(answer["token"].encode())
    assert answer["token"] not in str(world.dump())
    me = world.http.get("/api/me", headers={"Authorization": f"Bearer {answer['token']}"})
    assert me.json()["labeler"] == ANN.address


def test_a_shorter_session_for_the_same_key_takes_nothing_back(world: World) -> None:
    """The first token still works, so the record must show the session that covers it."""
    for life_s in (10 * DAY_S, DAY_S):
        assert world.http.post("/api/sessions", json=login(nonce(world), life_s)).status_code == 200
    (row,) = world.rows(sessions)
    assert row.valid_until_s > time.time() + 9 * DAY_S


def test_a_longer_session_for_the_same_key_replaces_the_shorter(world: World) -> None:
    for life_s in (DAY_S, 10 * DAY_S):
        assert world.http.post("/api/sessions", json=login(nonce(world), life_s)).status_code == 200
    (row,) = world.rows(sessions)
    assert row.valid_until_s > time.time() + 9 * DAY_S


def test_every_login_has_a_token_of_its_own(world: World) -> None:
    keys = [Key(secrets.token_bytes(32)) for _ in range(3)]
    found = [
        world.http.post("/api/sessions", json=login(nonce(world), key=key)).json()["token"]
        for key in keys
    ]
    assert len(set(found)) == 3
    assert len(world.rows(sessions)) == 3


@pytest.mark.parametrize("key", ["Bearer wrong", "Bearer", "the requester's key", "Bearer é"])
def test_a_wrong_api_key_is_unauthorized(world: World, key: str) -> None:
    headers = {b"Authorization": key.encode()}
    with world.unchanged():
        answers = [
            world.http.post("/api/drafts", json={}, headers=headers),
            world.http.put(f"/api/media/{'0' * 64}.png", content=b"", headers=headers),
            world.http.get("/api/projects/1/progress", headers=headers),
        ]
    assert [(answer.status_code, code_of(answer)) for answer in answers] == [
        (401, "unauthorized")
    ] * 3


def test_a_labelers_token_is_no_api_key_and_the_other_way_round(world: World) -> None:
    project = world.open()
    person = world.person("ann", project)
    assert code_of(person.get(f"/api/projects/{project}/progress")) == "unauthorized"
    assert code_of(world.as_requester("GET", "/api/me")) == "unauthorized"
