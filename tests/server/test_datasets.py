"""A finished dataset by HTTP: its requester's alone, byte for byte, whole or recognisably not."""

import json
from collections.abc import Iterator

import pytest

from labelfield.formats.published import ANSWERS_FILE, DATASET_OBJECT, LABELS_FILE
from labelfield.sdk.account import AccountClient
from labelfield.sdk.errors import Refused, ServerUnreachable
from labelfield.sdk.requester import Requester
from labelfield.storage.bundle import BundleItem, write_bundle
from labelfield.storage.memory import MemoryStore
from tests.server.world import API_KEY, World, code_of, wallet

LABELS = [{"key": f"t{number}", "label": "yes"} for number in range(2_000)]
ANSWERS = [{"key": "t0", "labeler": "labeler-1"}, {"key": "t1", "labeler": "labeler-2"}]


def lines(rows: list[dict[str, str]]) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


@pytest.fixture
def client(world: World) -> Iterator[Requester]:
    client = Requester(world.url, API_KEY)
    yield client
    client.close()


def published(world: World, bundle: bytes | None = None) -> int:
    """Return a project whose dataset lies in the store."""
    project = world.open()
    items = (BundleItem(LABELS_FILE, lines(LABELS)), BundleItem(ANSWERS_FILE, lines(ANSWERS)))
    store = world.coordinator.store = MemoryStore()
    store.put(world.facts(project).bucket, DATASET_OBJECT, bundle or write_bundle(items))
    return project


def test_before_there_is_a_dataset_it_is_refused(world: World, client: Requester) -> None:
    project = world.open()
    with pytest.raises(Refused, match="no dataset yet") as raised:
        next(client.labels(project))
    assert raised.value.status == 409


def test_it_is_nobody_elses(world: World) -> None:
    project = published(world)
    path = f"/api/projects/{project}/dataset/answers"
    other = AccountClient(world.url, wallet("another requester"))
    key = other.create_key("mine", ["projects:read"]).key
    other.close()
    assert code_of(world.http.get(path)) == "unauthorized"
    headers = {"Authorization": f"Bearer {key}"}
    assert code_of(world.http.get(path, headers=headers)) == "forbidden"


def test_there_are_two_files(world: World) -> None:
    project = published(world)
    said = world.as_requester("GET", f"/api/projects/{project}/dataset/gold")
    assert (said.status_code, code_of(said)) == (400, "malformed")


def test_both_files_arrive_as_they_were_published(world: World, client: Requester) -> None:
    project = published(world)
    path = f"/api/projects/{project}/dataset/labels"
    plain = world.as_requester("GET", path)
    assert plain.content == lines(LABELS)
    assert plain.headers["content-type"] == "application/jsonl"
    assert list(client.labels(project)) == LABELS
    assert list(client.answers(project)) == ANSWERS


def test_a_store_that_changes_a_byte_breaks_the_stream_off(world: World, client: Requester) -> None:
    items = (BundleItem(LABELS_FILE, lines(LABELS)), BundleItem(ANSWERS_FILE, lines(ANSWERS)))
    project = published(world, write_bundle(items).replace(b"t1999", b"t2999"))
    with pytest.raises(ServerUnreachable):
        list(client.labels(project))
    assert list(client.answers(project)) == ANSWERS
