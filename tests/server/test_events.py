"""Streams: who may listen, what comes, and coming back without missing or repeating anything."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from labelfield.server import events
from tests.server.accounts import log_in
from tests.server.world import REQUESTER_KEY, Json, World, code_of, wallet


@contextmanager
def stream(world: World, path: str, headers: dict[str, str]) -> Iterator[Iterator[str]]:
    """Yield the lines of a stream."""
    with (
        httpx.Client(base_url=world.url, trust_env=False, timeout=20) as client,
        client.stream("GET", path, headers=headers) as response,
    ):
        assert response.status_code == 200, response.read()
        assert response.headers["content-type"].startswith("text/event-stream")
        yield response.iter_lines()


def next_event(lines: Iterator[str]) -> tuple[str, str, Json]:
    """Return the next event's id, name and content."""
    fields: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(": ")
        if line and name:
            fields[name] = value
        elif "data" in fields:
            return fields["id"], fields["event"], json.loads(fields["data"])
    raise AssertionError("the stream ended")


def requester(world: World) -> dict[str, str]:
    return {"Cookie": log_in(world, REQUESTER_KEY).cookie}


def test_a_stranger_hears_nothing(world: World) -> None:
    project = world.open()
    for path in (f"/api/projects/{project}/events", "/api/me/events"):
        response = world.http.get(path)
        assert (response.status_code, code_of(response)) == (401, "unauthorized")


def test_another_requesters_project_is_silent(world: World) -> None:
    project = world.open()
    eve = log_in(world, wallet("eve"))
    assert code_of(eve.get(f"/api/projects/{project}/events")) == "forbidden"


def test_too_many_streams_are_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "MOST_STREAMS", 0)
    response = world.person("ann").get("/api/me/events")
    assert (response.status_code, code_of(response)) == (503, "busy")


def test_one_labeler_cannot_use_up_everybodys_streams(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "MOST_OF_ONE", 1)
    ann, bob = world.person("ann"), world.person("bob")
    with stream(world, "/api/me/events", ann.headers) as lines:
        next_event(lines)
        response = ann.get("/api/me/events")
        assert (response.status_code, code_of(response)) == (503, "busy")
        with stream(world, "/api/me/events", bob.headers) as others:
            assert next_event(others)[1] == "earnings"


def test_a_labeler_sees_every_change_of_their_money(world: World) -> None:
    project = world.open()
    ann = world.person("ann", project)
    task = ann.lease(project)[0]
    with stream(world, "/api/me/events", ann.headers) as lines:
        first, name, seen = next_event(lines)
        assert (name, seen) == ("earnings", ann.get("/api/me").json())
        ann.answer(project, task)
        second, _, seen = next_event(lines)
        assert seen["receipt_number"] == 1
        assert second != first


def test_a_requester_sees_progress(world: World) -> None:
    project = world.open()
    ann = world.person("ann", project)
    task = ann.lease(project)[0]
    with stream(world, f"/api/projects/{project}/events", requester(world)) as lines:
        assert next_event(lines)[2]["accepted_answers"] == 0
        ann.answer(project, task)
        assert next_event(lines)[1:] == (
            "progress",
            world.as_requester("GET", f"/api/projects/{project}/progress").json(),
        )


def test_coming_back_with_the_last_id_repeats_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "HEARTBEAT_S", 0.05)
    project = world.open()
    ann = world.person("ann", project)
    with stream(world, "/api/me/events", ann.headers) as lines:
        last, _, _ = next_event(lines)
    again = ann.headers | {"Last-Event-ID": last}
    with stream(world, "/api/me/events", again) as lines:
        for line in lines:
            assert not line.startswith("data")
            if line == ": still here":
                break
    ann.answer(project, ann.lease(project)[0])
    with stream(world, "/api/me/events", again) as lines:
        assert next_event(lines)[2]["receipt_number"] == 1


def test_a_stream_that_ends_is_forgotten(world: World) -> None:
    ann = world.person("ann", world.open())
    with stream(world, "/api/me/events", ann.headers) as lines:
        next_event(lines)
        assert world.coordinator.pulse.streams == 1
    for _ in range(200):
        if world.coordinator.pulse.streams == 0:
            return
        world.http.get("/api/health")
    raise AssertionError("the stream is still watched")
