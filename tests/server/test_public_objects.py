"""Public objects of a project, for auditors whose browser cannot read the store."""

import pytest

from labelfield.db.tables import metadata
from labelfield.protocol.hashes import keccak_hex
from labelfield.protocol.manifest import parse_manifest
from labelfield.storage.folder import FolderStore
from tests.server.world import Terms, World, code_of, draft_of, wallet


@pytest.mark.parametrize("path", ["lf-1-0/x", "..%2Fx/y", "A_B/name", f"{'x' * 80}/y"])
def test_what_is_not_there_is_not_found(world: World, path: str) -> None:
    response = world.http.get(f"/api/store/{path}")
    assert (response.status_code, code_of(response)) == (404, "not_found")


def test_a_manifest_is_given_byte_for_byte(world: World) -> None:
    project = world.open(Terms())
    bucket, manifest = world.facts(project).bucket, world.project(project).manifest_hash
    response = world.http.get(f"/api/store/{bucket}/{manifest}")
    assert keccak_hex(response.content) == manifest
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["content-disposition"] == "attachment"


def test_a_large_object_is_given_in_pieces_and_never_held_whole(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket = world.facts(world.open(Terms())).bucket
    content = bytes(range(256)) * 10
    world.coordinator.store.put(bucket, "large", content)
    monkeypatch.setattr("labelfield.server.public_objects.PIECE", 1_000)
    monkeypatch.setattr(FolderStore, "get", None)
    response = world.http.get(f"/api/store/{bucket}/large")
    assert response.content == content
    assert response.headers.get("content-length", str(len(content))) == str(len(content))


def test_of_a_private_project_only_the_manifest_is_given(world: World) -> None:
    body = draft_of(Terms(reserved={"t0": [wallet("ann").address]})) | {"privacy": "private"}
    accepted = world.as_requester("POST", "/api/drafts", json=body).json()
    [row] = world.rows(metadata.tables["projects"])
    assert world.http.get(f"/api/store/{row.bucket}/{row.manifest_hash}").status_code == 200
    batch = parse_manifest(accepted["manifest"].encode()).task_batches[0]
    response = world.http.get(f"/api/store/{row.bucket}/{batch}")
    assert (response.status_code, code_of(response)) == (404, "not_found")
