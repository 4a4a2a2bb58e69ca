"""All accounts together fill the disk so far and no further, and drafts make room again."""

import hashlib
import json
import os
import time
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from labelfield.server import waiting
from labelfield.server.settings import Settings
from tests.server.world import IMAGE_CONFIG, Terms, World, code_of, draft_of, picture

MOST = 1_000
LARGE = b"x" * (MOST - 200)


@pytest.fixture
def narrow(world: World) -> World:
    """A server on which little may wait."""
    world.coordinator.settings = replace(world.coordinator.settings, most_waiting=MOST)
    return world


def upload(world: World, data: bytes) -> httpx.Response:
    name, content = picture(data)
    return world.as_requester("PUT", f"/api/media/{name}", content=content)


def send(world: World, key: str) -> httpx.Response:
    data = json.dumps({"key": key, "data": {"text": "t" * 500}}).encode() + b"\n"
    name = hashlib.sha256(data).hexdigest()
    return world.as_requester("PUT", f"/api/pieces/{name}", content=data)


def test_media_beyond_what_may_wait_are_refused_by_the_settings_name(narrow: World) -> None:
    assert upload(narrow, LARGE).status_code == 200
    response = upload(narrow, LARGE + b"!")
    assert (response.status_code, code_of(response)) == (409, "conflict")
    assert "most_waiting" in response.json()["error"]["message"]
    assert len(narrow.coordinator.sealed.names("media")) == 1


def test_pieces_and_media_fill_one_room(narrow: World) -> None:
    assert send(narrow, "a").status_code == 200
    assert upload(narrow, LARGE).status_code == 409
    assert send(narrow, "b").status_code == 409


def test_the_same_file_again_takes_no_room(narrow: World) -> None:
    for _ in range(3):
        assert upload(narrow, LARGE).status_code == 200


def test_what_a_draft_shows_waits_no_more(narrow: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "SOON_S", -1.0)
    assert upload(narrow, LARGE).status_code == 200
    assert upload(narrow, LARGE + b"!").status_code == 409
    name, _ = picture(LARGE)
    tasks = [{"key": "a", "data": {"image": f"media/{name}"}}]
    draft = draft_of(Terms(gold={})) | {"config": IMAGE_CONFIG, "tasks": tasks}
    assert narrow.as_requester("POST", "/api/drafts", json=draft).status_code == 200
    assert upload(narrow, LARGE + b"!").status_code == 200


def test_old_pieces_of_any_account_are_forgotten(
    narrow: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "SOON_S", -1.0)
    assert send(narrow, "a").status_code == 200
    settings: Settings = narrow.coordinator.settings
    [piece] = [path for path in Path(settings.home / "pieces").rglob("*") if path.is_file()]
    stranger = piece.parent.with_name("0x" + "99" * 20)
    stranger.mkdir()
    piece.rename(stranger / piece.name)
    assert send(narrow, "b").status_code == 409
    os.utime(stranger / piece.name, (0, 0))
    assert send(narrow, "b").status_code == 200
    assert not list(stranger.iterdir())


def test_servers_of_one_home_count_together_and_not_everything_each_time(
    narrow: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What another server let in stands in the home."""
    settings: Settings = narrow.coordinator.settings
    assert upload(narrow, b"x" * 100).status_code == 200
    monkeypatch.setattr(waiting, "_counted", None)
    waiting.take_room(settings.home, narrow.coordinator.sealed, MOST, 700)
    assert json.loads((settings.home / waiting.FILE).read_text())["bytes"] == 800
    monkeypatch.undo()
    assert upload(narrow, b"y" * 300).status_code == 409


@pytest.mark.parametrize("left", [b"", b'{"bytes": 1', b"[]", b'{"bytes": 1}', b'"7"'])
def test_what_a_killed_server_left_of_the_count_is_counted_anew(narrow: World, left: bytes) -> None:
    assert upload(narrow, LARGE).status_code == 200
    (narrow.coordinator.settings.home / waiting.FILE).write_bytes(left)
    assert upload(narrow, LARGE + b"!").status_code == 409


def test_a_count_from_a_clock_that_ran_ahead_is_made_anew(narrow: World) -> None:
    assert upload(narrow, LARGE).status_code == 200
    ahead = {"bytes": 0, "counted_s": time.time() + 1e6}
    (narrow.coordinator.settings.home / waiting.FILE).write_text(json.dumps(ahead))
    assert upload(narrow, LARGE + b"!").status_code == 409
