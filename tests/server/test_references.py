"""Files by reference: fetched from public places within limits, kept when they are pictures."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.accounts import Browser, log_in
from tests.server.test_outside import Site, say, site  # noqa: F401 (a fixture)
from tests.server.world import REQUESTER_KEY, Switchboard, World, code_of, coordinating

PNG = b"\x89PNG\r\n\x1a\nrest"


@pytest.fixture
def rita(tmp_path: Path, board: Switchboard) -> Iterator[Browser]:
    """A requester at a server that may fetch from this machine."""
    with coordinating(tmp_path, board, trusted_hosts=("127.0.0.1",)) as world:
        yield log_in(world, REQUESTER_KEY)


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "s3://Bucket/x",
        "greenfield://1@http:%2f%2f127.0.0.1/bucket/x",
        "greenfield://5600@127.0.0.1:1/bucket/x",
    ],
)
def test_a_place_that_is_not_public_is_refused(world: World, url: str) -> None:
    rita = log_in(world, REQUESTER_KEY)
    with world.unchanged():
        response = rita.post("/api/references", {"url": url, "kind": "file"})
    assert (response.status_code, code_of(response)) == (400, "malformed")


def test_a_stranger_fetches_nothing(world: World) -> None:
    response = world.http.post("/api/references", json={"url": "https://a.example", "kind": "file"})
    assert (response.status_code, code_of(response)) == (401, "unauthorized")


@pytest.mark.parametrize("kind", ["file", "image"])
def test_bytes_that_are_not_what_was_asked_for_are_refused(
    rita: Browser,
    site: Site,  # noqa: F811
    kind: str,
) -> None:
    site.answer = lambda handler: say(handler, 200, b"\xff\xfe\x00")
    response = rita.post("/api/references", {"url": site.url, "kind": kind})
    assert (response.status_code, code_of(response)) == (400, "malformed")


def test_a_file_comes_as_text_under_its_own_name(rita: Browser, site: Site) -> None:  # noqa: F811
    site.answer = lambda handler: say(handler, 200, b"\xef\xbb\xbfkey,text\n1,a\n")
    url = f"{site.url}/folder/tasks.csv?signature=x"
    response = rita.post("/api/references", {"url": url, "kind": "file"})
    assert response.json() == {"name": "tasks.csv", "content": "key,text\n1,a\n"}


def test_a_picture_is_kept_under_its_hash(rita: Browser, site: Site) -> None:  # noqa: F811
    site.answer = lambda handler: say(handler, 200, PNG)
    response = rita.post("/api/references", {"url": site.url, "kind": "image"})
    name = response.json()["name"]
    assert name.startswith("media/")
    assert rita.world.coordinator.sealed.get("media", name.removeprefix("media/")) == PNG
