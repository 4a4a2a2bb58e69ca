"""Webhooks: one's own, signed, told once of each change, tried again, never to private places."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from sqlalchemy import update

from labelfield.api.webhook_signature import is_signed
from labelfield.db.tables import deliveries, webhook_seen, webhooks
from labelfield.server import webhooks as server_webhooks
from labelfield.server.webhooks import WAITS_S, Deliverer
from tests.server.accounts import Browser, log_in
from tests.server.test_outside import Site, say, site  # noqa: F401 (a fixture)
from tests.server.world import (
    REQUESTER_KEY,
    Json,
    Switchboard,
    Terms,
    World,
    code_of,
    coordinating,
    wallet,
)

EVENTS = [
    "project.opened",
    "project.progress",
    "project.checkpoint",
    "project.records_opened",
    "project.closing",
    "project.complete",
]


@pytest.fixture
def trusting(tmp_path: Path, board: Switchboard) -> Iterator[World]:
    """A coordinator that may post to this machine."""
    with coordinating(tmp_path, board, trusted_hosts=("127.0.0.1",)) as world:
        yield world


def created(rita: Browser, url: str, **changes: Any) -> Json:
    response = rita.post("/api/webhooks", {"url": url, "events": EVENTS} | changes)
    assert response.status_code == 201, response.text
    found: Json = response.json()
    return found


def posted(site: Site) -> list[str]:  # noqa: F811
    return [json.loads(body)["event"] for _, _, body in site.seen]


def due_now(world: World) -> None:
    world.transact(lambda c: c.execute(update(deliveries).values(next_s=0)))


@pytest.mark.parametrize(
    "change",
    [{"url": "ftp://x"}, {"url": ""}, {"events": []}, {"events": ["all"]}, {"project": 0}],
    ids=str,
)
def test_a_webhook_that_makes_no_sense_is_malformed(world: World, change: Json) -> None:
    rita = log_in(world, REQUESTER_KEY)
    with world.unchanged():
        body = {"url": "https://example.org", "events": EVENTS} | change
        response = rita.post("/api/webhooks", body)
    assert (response.status_code, code_of(response)) == (400, "malformed")


def test_a_webhook_on_anothers_project_is_refused(world: World) -> None:
    project = world.open()
    eve = log_in(world, wallet("eve"))
    body = {"url": "https://example.org", "events": EVENTS, "project": project}
    with world.unchanged():
        assert code_of(eve.post("/api/webhooks", body)) == "forbidden"


def test_another_accounts_webhook_is_not_there(world: World) -> None:
    created(log_in(world, REQUESTER_KEY), "https://example.org")
    eve = log_in(world, wallet("eve"))
    assert eve.get("/api/webhooks").json() == {"webhooks": []}
    with world.unchanged():
        answers = [
            eve.delete("/api/webhooks/1"),
            eve.post("/api/webhooks/1/test"),
            eve.get("/api/webhooks/1/deliveries"),
        ]
    assert [code_of(answer) for answer in answers] == ["not_found"] * 3


def test_a_private_address_gets_nothing_and_the_log_says_why(
    world: World,
    site: Site,  # noqa: F811
) -> None:
    rita = log_in(world, REQUESTER_KEY)
    created(rita, site.url)
    rita.post("/api/webhooks/1/test")
    Deliverer(world.coordinator).step()
    (found,) = rita.get("/api/webhooks/1/deliveries").json()["deliveries"]
    assert (found["state"], found["attempts"]) == ("waiting", 1)
    assert "private network" in found["problem"]
    assert site.seen == []


def test_the_secret_is_shown_once_and_signs_every_post(
    trusting: World,
    site: Site,  # noqa: F811
) -> None:
    rita = log_in(trusting, REQUESTER_KEY)
    secret = created(rita, site.url + "/hook")["secret"]
    assert secret not in rita.get("/api/webhooks").text
    assert rita.post("/api/webhooks/1/test").status_code == 202
    assert Deliverer(trusting.coordinator).step() == 1
    ((path, headers, body),) = site.seen
    assert path == "/hook"
    assert is_signed(secret, body, headers["Labelfield-Signature"], int(time.time()))
    assert headers["Labelfield-Event"] == json.loads(body)["event"] == "test"
    (found,) = rita.get("/api/webhooks/1/deliveries").json()["deliveries"]
    assert (found["state"], found["status"], found["next_s"]) == ("delivered", 200, None)


def test_each_change_is_told_once_from_the_webhooks_making_on(
    trusting: World,
    site: Site,  # noqa: F811
) -> None:
    rita = log_in(trusting, REQUESTER_KEY)
    trusting.open(Terms(name="before"))
    created(rita, site.url)
    deliverer = Deliverer(trusting.coordinator)
    assert deliverer.step() == 0
    project = trusting.open(Terms(tasks=1, maximum=1))
    deliverer.step()
    assert posted(site) == ["project.opened"]
    trusting.person("ann", project).label_all(project)
    trusting.settle(project)
    deliverer.step()
    assert sorted(posted(site)) == ["project.closing", "project.opened", "project.progress"]
    assert deliverer.step() == 0
    assert json.loads(site.seen[-1][2])["project"] == project


def test_only_the_events_that_were_asked_for_are_told(
    trusting: World,
    site: Site,  # noqa: F811
) -> None:
    rita = log_in(trusting, REQUESTER_KEY)
    created(rita, site.url, events=["project.complete"])
    trusting.open()
    assert Deliverer(trusting.coordinator).step() == 0


def test_a_post_that_fails_is_tried_again_later_and_at_last_given_up(
    trusting: World,
    site: Site,  # noqa: F811
) -> None:
    rita = log_in(trusting, REQUESTER_KEY)
    created(rita, site.url)
    site.answer = lambda handler: say(handler, 500, b"")
    rita.post("/api/webhooks/1/test")
    deliverer = Deliverer(trusting.coordinator)
    for wait_s in WAITS_S:
        assert deliverer.step() == 1
        (row,) = trusting.rows(deliveries)
        assert 0 <= row.next_s - int(time.time()) <= wait_s
        assert deliverer.step() == 0
        due_now(trusting)
    assert deliverer.step() == 1
    (found,) = rita.get("/api/webhooks/1/deliveries").json()["deliveries"]
    assert (found["state"], found["status"]) == ("failed", 500)
    due_now(trusting)
    assert deliverer.step() == 0
    assert len({headers["Labelfield-Delivery"] for _, headers, _ in site.seen}) == 1


def test_a_deleted_webhook_is_forgotten_whole(world: World) -> None:
    rita = log_in(world, REQUESTER_KEY)
    world.open()
    created(rita, "https://example.org")
    rita.post("/api/webhooks/1/test")
    assert rita.delete("/api/webhooks/1").status_code == 200
    assert [world.rows(table) for table in (webhooks, webhook_seen, deliveries)] == [[], [], []]


def test_a_receiver_that_is_silent_keeps_no_other_waiting(
    trusting: World,
    site: Site,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(server_webhooks, "POST_SECONDS", 120.0)
    rita = log_in(trusting, REQUESTER_KEY)
    created(rita, f"{site.url}/silent")
    created(rita, f"{site.url}/other")
    others, goes_on = Event(), Event()

    def answer(handler: Any) -> None:
        if handler.path.endswith("/silent"):
            assert goes_on.wait(60)
        else:
            others.set()
        say(handler, 200, b"")

    site.answer = answer
    for identifier in (1, 2):
        rita.post(f"/api/webhooks/{identifier}/test")
    deliverer = Deliverer(trusting.coordinator)
    try:
        assert deliverer.begin() == 2
        assert others.wait(60), "it was told while the first was silent"
        rita.post("/api/webhooks/1/test")
        assert deliverer.begin() == 0, "a receiver's posts come one after another"
    finally:
        goes_on.set()
        deliverer.step()
