"""Tasks in pieces: a project of any size is made whole or not at all, and is like any other."""

import hashlib
import json
import os
import time
from collections.abc import Sequence
from pathlib import Path

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labelfield.collect.media import media_reader
from labelfield.collect.objects import read_tasks
from labelfield.db.tables import gold, projects, reservations, tasks
from labelfield.protocol.manifest import parse_manifest
from labelfield.protocol.tasks import Task
from labelfield.sdk.account import AccountClient
from labelfield.server import refusals, task_batches, task_pieces, waiting
from labelfield.server.task_pieces import keep_piece, tasks_of_pieces
from tests.server.world import (
    IMAGE_CONFIG,
    REQUESTER,
    Json,
    Terms,
    World,
    answer,
    code_of,
    draft_of,
    picture,
    wallet,
)

LABELER = "0x" + "12" * 20


def lines(*items: object) -> bytes:
    return b"".join(json.dumps(item).encode() + b"\n" for item in items)


def texts(start: int, end: int) -> list[Json]:
    return [{"key": f"t{n}", "data": {"text": f"text {n}"}} for n in range(start, end)]


def put(world: World, data: bytes, name: str | None = None) -> httpx.Response:
    named = name or hashlib.sha256(data).hexdigest()
    return world.as_requester("PUT", f"/api/pieces/{named}", content=data)


def sent(world: World, *pieces: Sequence[Json]) -> list[str]:
    """Send pieces; return their names."""
    found = []
    for piece in pieces:
        response = put(world, lines(*piece))
        assert response.status_code == 200, response.text
        assert response.json()["tasks"] == len(piece)
        found.append(response.json()["name"])
    return found


def in_pieces(names: Sequence[str], **changes: object) -> Json:
    return draft_of(Terms()) | {"tasks": [], "gold": [], "pieces": list(names)} | changes


def create(world: World, body: Json) -> httpx.Response:
    return world.as_requester("POST", "/api/drafts", json=body)


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (b"", "Line 1"),
        (b"\n", "Line 1"),
        (lines(*texts(0, 2)) + b"no JSON\n", "Line 3"),
        (lines({"key": "a"}), "Line 1"),
        (lines({"key": "a", "data": {}, "more": 1}), "Line 1"),
        (lines({"key": "", "data": {}}), "Line 1"),
        (lines({"key": "k" * 501, "data": {}}), "Line 1"),
        (lines({"key": 1, "data": {}}), "Line 1"),
        (lines({"key": "a", "data": []}), "Line 1"),
        (b'{"key": "a", "data": {"x": NaN}}\n', "Line 1"),
        (b'{"key": "a", "key": "b", "data": {}}\n', "Line 1"),
        (b"[" * 100_000, "Line 1"),
        (b"\xff\n", "Line 1"),
    ],
)
def test_a_line_that_is_no_task_is_named(world: World, data: bytes, where: str) -> None:
    response = put(world, data)
    assert (response.status_code, code_of(response)) == (400, "malformed")
    assert where in response.json()["error"]["message"]


def test_a_piece_is_what_its_name_says(world: World) -> None:
    assert code_of(put(world, lines(*texts(0, 1)), "ab" * 32)) == "malformed"
    assert code_of(put(world, lines(*texts(0, 1)), "piece")) == "not_found"


@settings(max_examples=25)
@given(data=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_whatever_is_sent_is_kept_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    class Home:
        class settings:  # noqa: N801 (stands where the settings stand)
            home = tmp_path_factory.mktemp("home")

    name = hashlib.sha256(data).hexdigest()
    try:
        kept = keep_piece(Home, REQUESTER, name, data)  # type: ignore[arg-type]
    except refusals.Malformed:
        return
    assert kept.tasks == len(list(tasks_of_pieces(Home, REQUESTER, [name])))  # type: ignore[arg-type]


@pytest.mark.parametrize("change", [{"pieces": []}, {"pieces": ["x"]}, {"tasks": texts(0, 1)}])
def test_a_draft_has_tasks_or_pieces(world: World, change: Json) -> None:
    names = sent(world, texts(0, 2))
    with world.unchanged():
        assert code_of(create(world, in_pieces(names) | change)) == "malformed"


def test_with_a_piece_missing_nothing_is_made(world: World) -> None:
    [first] = sent(world, texts(0, 2))
    with world.unchanged():
        response = create(world, in_pieces([first, "ab" * 32]))
    assert (response.status_code, code_of(response)) == (404, "not_found")
    assert response.json()["error"]["details"] == {"piece": "ab" * 32}


def test_a_piece_that_the_disk_changed_is_to_be_sent_again(world: World) -> None:
    [name] = sent(world, texts(0, 2))
    [path] = (world.coordinator.settings.home / "pieces").rglob(name)
    path.write_bytes(path.read_bytes().replace(b"text 1", b"text 2"))
    with world.unchanged():
        assert code_of(create(world, in_pieces([name]))) == "not_found"
    assert sent(world, texts(0, 2)) == [name]
    assert create(world, in_pieces([name])).status_code == 200


def test_a_task_that_cannot_be_shown_or_stands_in_two_pieces_is_named(world: World) -> None:
    first, same, bad = sent(world, texts(0, 2), texts(1, 2), [{"key": "bad", "data": {}}])
    with world.unchanged():
        for pieces, named in (
            ([first, same], {"key": "t1", "problem": "task_twice"}),
            ([first, bad], {"key": "bad", "problem": "task_unfit"}),
        ):
            assert create(world, in_pieces(pieces)).json()["error"]["details"] == named
    assert list(world.coordinator.settings.home.glob(".draft-*")) == []


def test_pieces_are_their_accounts_own(world: World) -> None:
    names = sent(world, texts(0, 2))
    other = AccountClient(world.url, wallet("another requester"))
    key = other.create_key("mine", ["projects:write"]).key
    other.close()
    body = in_pieces(names, requester=wallet("another requester").address)
    said = world.http.post("/api/drafts", json=body, headers={"Authorization": f"Bearer {key}"})
    assert code_of(said) == "not_found"


def test_an_account_keeps_no_more_than_it_may_and_old_pieces_go(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(task_pieces, "MOST_BYTES", 200)
    [old] = sent(world, texts(0, 3))
    response = put(world, lines(*texts(3, 6)))
    assert (response.status_code, code_of(response)) == (409, "conflict")
    [path] = (world.coordinator.settings.home / "pieces").rglob(old)
    long_ago = time.time() - waiting.KEPT_S - 1
    os.utime(path, (long_ago, long_ago))
    assert put(world, lines(*texts(3, 6))).status_code == 200
    assert code_of(create(world, in_pieces([old]))) == "not_found"


def test_a_project_of_pieces_is_like_one_of_a_single_request(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(task_batches, "BATCH_BYTES", 100)
    names = sent(world, texts(0, 5), texts(5, 7))
    golden = {"gold": [{"key": "t6", "answer": answer("yes")}], "reserved": {"t0": [LABELER]}}
    made = create(world, in_pieces(names, **golden))
    assert made.status_code == 200, made.text
    manifest = parse_manifest(made.json()["manifest"].encode())
    assert len(manifest.task_batches) > 1
    [project] = world.rows(projects)
    found = read_tasks(world.coordinator.store, project.bucket, manifest)
    assert list(found.values()) == [Task(each["key"], each["data"]) for each in texts(0, 7)]
    stored = sorted(world.rows(tasks), key=lambda row: row.ordinal)
    assert [row.task for row in stored] == list(found)
    assert [row.task for row in world.rows(gold)] == [stored[6].task]
    assert [row.task for row in world.rows(reservations)] == [stored[0].task]
    assert project.state == "draft"


def test_the_same_pieces_again_are_the_same_project(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("labelfield.server.drafts.TASKS_AT_ONCE", 2)
    names = sent(world, texts(0, 5))
    first = create(world, in_pieces(names)).json()
    with world.unchanged():
        assert sent(world, texts(0, 5)) == names
        assert create(world, in_pieces(names)).json() == first


def test_what_a_stopped_server_had_begun_is_no_draft_until_it_is_whole(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its tasks come in several transactions; the one that fails leaves nothing to be opened."""
    monkeypatch.setattr("labelfield.server.drafts.TASKS_AT_ONCE", 2)
    whole, calls = world.coordinator.writer.run, []

    def fails_at_the_third(use_case: object) -> object:
        calls.append(use_case)
        if len(calls) == 3:
            raise refusals.Busy("the database went away")
        return whole(use_case)  # type: ignore[arg-type]

    monkeypatch.setattr(world.coordinator.writer, "run", fails_at_the_third)
    names = sent(world, texts(0, 5))
    assert code_of(create(world, in_pieces(names))) == "busy"
    assert [(row.state, row.number) for row in world.rows(projects)] == [("filling", None)]
    assert world.http.get("/api/projects").json() == {"projects": []}
    assert create(world, in_pieces(names)).status_code == 200
    assert [row.state for row in world.rows(projects)] == ["draft"]
    assert len(world.rows(tasks)) == 5


def test_what_a_killed_server_left_of_a_draft_goes_after_a_day(world: World) -> None:
    home = world.coordinator.settings.home
    old, young = home / ".draft-old", home / ".draft-young"
    for folder in (old, young):
        folder.mkdir()
        (folder / "batch").write_bytes(b"tasks")
    long_ago = time.time() - 25 * 3600
    os.utime(old, (long_ago, long_ago))
    world.drafted(Terms())
    assert list(home.glob(".draft-*")) == [young]


def test_files_lie_in_the_batch_of_the_task_that_shows_them_first(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(task_batches, "BATCH_BYTES", 200)
    files = [picture(f"picture {number}".encode() * 20) for number in range(3)]
    for name, data in files:
        world.as_requester("PUT", f"/api/media/{name}", content=data)
    shown = [*files, files[0]]
    items = [
        {"key": f"p{n}", "data": {"image": f"media/{name}"}} for n, (name, _) in enumerate(shown)
    ]
    made = create(world, in_pieces(sent(world, items), config=IMAGE_CONFIG))
    manifest = parse_manifest(made.json()["manifest"].encode())
    assert len(manifest.task_batches) == 4
    [project] = world.rows(projects)
    read = media_reader(world.coordinator.store, project.bucket, manifest)
    assert [read(f"media/{name}") for name, _ in shown] == [data for _, data in shown]
