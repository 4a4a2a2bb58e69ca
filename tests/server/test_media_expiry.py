"""Media are forgotten when nobody made a draft of them for a week, and no sooner."""

import os
import time
from collections.abc import Callable

import pytest

from labelfield.server import media_expiry
from labelfield.server.media_expiry import KEPT_S, forget_media
from labelfield.server.waiting import SHOWN_BUCKET
from labelfield.storage.errors import ObjectMissing
from tests.server.accounts import log_in
from tests.server.world import IMAGE_CONFIG, REQUESTER_KEY, Json, Terms, World, draft_of, picture

PIXELS = b"pixels of a picture"
NAME, CONTENT = picture(PIXELS)


def uploaded(world: World) -> None:
    assert world.as_requester("PUT", f"/api/media/{NAME}", content=CONTENT).status_code == 200


def drafted() -> Json:
    tasks = [{"key": "a", "data": {"image": f"media/{NAME}"}}]
    return draft_of(Terms(gold={})) | {"config": IMAGE_CONFIG, "tasks": tasks}


def show_in_a_draft(world: World) -> None:
    assert world.as_requester("POST", "/api/drafts", json=drafted()).status_code == 200


def show_in_a_draft_of_an_older_server(world: World) -> None:
    """It kept no list of what drafts show."""
    show_in_a_draft(world)
    for batch in world.coordinator.sealed.names(SHOWN_BUCKET):
        world.coordinator.sealed.remove(SHOWN_BUCKET, batch)


def keep_in_a_workspace(world: World) -> None:
    kept = {"title": "later", "content": {"image": f"media/{NAME}"}}
    response = log_in(world, REQUESTER_KEY).post("/api/workspace", kept)
    assert response.status_code in (200, 201), response.text


def in_a_while(seconds: float) -> float:
    return time.time() + seconds


def is_there(world: World) -> bool:
    return world.coordinator.sealed.has("media", NAME)


def test_what_nobody_names_goes_after_a_week(world: World) -> None:
    uploaded(world)
    assert forget_media(world.coordinator, in_a_while(KEPT_S - 60)) == 0
    assert is_there(world)
    assert forget_media(world.coordinator, in_a_while(KEPT_S + 60)) == 1
    assert not is_there(world)
    assert forget_media(world.coordinator, in_a_while(KEPT_S + 60)) == 0
    uploaded(world)
    assert is_there(world)


def test_what_another_server_forgot_meanwhile_is_no_matter(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media_expiry, "unshown_media", lambda _: [NAME])
    assert forget_media(world.coordinator, in_a_while(10 * KEPT_S)) == 0


@pytest.mark.parametrize(
    "show", [show_in_a_draft, show_in_a_draft_of_an_older_server, keep_in_a_workspace]
)
def test_what_tasks_or_kept_drafts_name_stays(world: World, show: Callable[[World], None]) -> None:
    uploaded(world)
    show(world)
    for _ in range(2):
        assert forget_media(world.coordinator, in_a_while(10 * KEPT_S)) == 0
    assert is_there(world)


def test_what_is_sent_again_is_as_good_as_new(world: World) -> None:
    uploaded(world)
    [path] = (world.coordinator.settings.home / "sealed" / "media").iterdir()
    os.utime(path, (0, 0))
    uploaded(world)
    assert world.coordinator.sealed.touched_s("media", NAME) > 0
    os.utime(path, (0, 0))
    show_in_a_draft(world)
    assert world.coordinator.sealed.touched_s("media", NAME) > 0


def test_of_what_is_missing_no_time_is_known(world: World) -> None:
    with pytest.raises(ObjectMissing):
        world.coordinator.sealed.touched_s("media", NAME)
    with pytest.raises(ObjectMissing):
        world.coordinator.sealed.touch("media", NAME)
