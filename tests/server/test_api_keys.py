"""API keys: made after a login, shown once, hashed, scoped, revocable."""

import time

import httpx
import pytest
from sqlalchemy import update

from labelfield.db.tables import api_keys
from labelfield.protocol.hashes import keccak_hex
from tests.server.accounts import Browser, log_in
from tests.server.world import REQUESTER_KEY, Json, Terms, World, code_of, draft_of, wallet

ALL = ["projects:read", "projects:write", "webhooks"]


@pytest.fixture
def rita(world: World) -> Browser:
    return log_in(world, REQUESTER_KEY)


def made(rita: Browser, *scopes: str) -> Json:
    response = rita.post("/api/keys", {"name": "ci", "scopes": list(scopes)})
    assert response.status_code == 201, response.text
    found: Json = response.json()
    return found


def ask(world: World, key: str, method: str, path: str, body: object = None) -> httpx.Response:
    return world.http.request(method, path, json=body, headers={"Authorization": f"Bearer {key}"})


@pytest.mark.parametrize(
    "request_body",
    [
        {},
        {"name": "", "scopes": ["projects:read"]},
        {"name": "x", "scopes": []},
        {"name": "x", "scopes": ["everything"]},
        {"name": "x", "scopes": ["projects:read"], "valid_until_s": 1},
        {"name": "x", "scopes": ["projects:read"], "address": "0x"},
    ],
    ids=str,
)
def test_a_key_that_makes_no_sense_is_malformed(
    world: World, rita: Browser, request_body: Json
) -> None:
    with world.unchanged():
        response = rita.post("/api/keys", request_body)
    assert (response.status_code, code_of(response)) == (400, "malformed")


def test_nobody_gives_a_right_that_they_lack(world: World, rita: Browser) -> None:
    with world.unchanged():
        response = rita.post("/api/keys", {"name": "x", "scopes": ["operate"]})
    assert (response.status_code, code_of(response)) == (403, "forbidden")


def test_a_key_makes_and_revokes_no_keys(world: World, rita: Browser) -> None:
    key = made(rita, *ALL)["key"]
    with world.unchanged():
        responses = [
            ask(world, key, "POST", "/api/keys", {"name": "x", "scopes": ["projects:read"]}),
            ask(world, key, "DELETE", "/api/keys/1"),
        ]
    assert [code_of(response) for response in responses] == ["forbidden"] * 2


def test_another_accounts_key_cannot_be_seen_or_revoked(world: World, rita: Browser) -> None:
    made(rita, "projects:read")
    eve = log_in(world, wallet("eve"))
    assert eve.get("/api/keys").json() == {"keys": []}
    with world.unchanged():
        assert code_of(eve.delete("/api/keys/1")) == "not_found"


def test_a_key_is_shown_once_and_stored_by_its_hash_alone(world: World, rita: Browser) -> None:
    created = made(rita, "projects:read")
    (row,) = world.rows(api_keys)
    assert row.key_hash == keccak_hex(created["key"].encode())
    assert created["key"] not in str(world.dump())
    assert created["key"] not in rita.get("/api/keys").text
    assert rita.get("/api/keys").json() == {"keys": [created["facts"]]}
    assert created["key"].startswith(created["facts"]["begins_with"])


def test_a_key_does_what_its_scopes_say_and_no_more(world: World, rita: Browser) -> None:
    project = world.open()
    key = made(rita, "projects:read")["key"]
    assert ask(world, key, "GET", f"/api/projects/{project}/progress").status_code == 200
    with world.unchanged():
        refused = [
            ask(world, key, "POST", "/api/drafts", draft_of(Terms(name="other"))),
            ask(world, key, "GET", "/api/metrics"),
        ]
    assert [(each.status_code, code_of(each)) for each in refused] == [(403, "forbidden")] * 2


def test_a_key_makes_projects_in_its_own_name_alone(world: World, rita: Browser) -> None:
    key = made(rita, "projects:write")["key"]
    draft = draft_of(Terms())
    assert ask(world, key, "POST", "/api/drafts", draft).status_code == 200
    other = draft | {"requester": wallet("eve").address, "title": "Theirs"}
    assert code_of(ask(world, key, "POST", "/api/drafts", other)) == "forbidden"


def test_another_requesters_project_stays_closed(world: World) -> None:
    project = world.open()
    eve = log_in(world, wallet("eve"))
    response = eve.get(f"/api/projects/{project}/progress")
    assert (response.status_code, code_of(response)) == (403, "forbidden")


def test_a_revoked_key_is_worthless_at_once(world: World, rita: Browser) -> None:
    created = made(rita, *ALL)
    assert ask(world, created["key"], "GET", "/api/login").status_code == 200
    assert rita.delete(f"/api/keys/{created['facts']['id']}").status_code == 200
    assert code_of(ask(world, created["key"], "GET", "/api/login")) == "unauthorized"
    assert rita.get("/api/keys").json()["keys"][0]["revoked"] is True


def test_a_key_ends_when_it_was_said_to(world: World, rita: Browser) -> None:
    request = {
        "name": "short",
        "scopes": ["projects:read"],
        "valid_until_s": int(time.time()) + 600,
    }
    key = rita.post("/api/keys", request).json()["key"]
    assert ask(world, key, "GET", "/api/login").json()["address"] == rita.address
    world.transact(lambda c: c.execute(update(api_keys).values(valid_until_s=1)))
    assert code_of(ask(world, key, "GET", "/api/login")) == "unauthorized"
