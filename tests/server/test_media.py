"""Files that tasks show: named by their hash, and by nothing else."""

import pytest

from tests.server.world import World, code_of, picture

NAME, DATA = picture(b"a picture")
WRONG_NAMES = (
    "../labelfield.sqlite",
    "..%2flabelfield.sqlite",
    "%2e%2e/api.key",
    "..\\api.key",
    "a.png",
    NAME.upper(),
    NAME.replace(".png", ".svg"),
    NAME.replace(".png", ".html"),
    NAME.replace(".png", ""),
    NAME + "%00",
    NAME + "%0a",
    "%2Fetc%2Fpasswd",
)


@pytest.mark.parametrize("name", WRONG_NAMES)
def test_a_name_that_is_no_hash_and_picture_is_not_found(world: World, name: str) -> None:
    up = world.as_requester("PUT", f"/api/media/{name}", content=DATA)
    down = world.http.get(f"/api/projects/1/media/{name}")
    assert up.status_code in (404, 405)
    assert down.status_code == 404
    assert world.coordinator.sealed.names("media") == ()


def test_a_file_that_does_not_hash_to_its_name_is_refused(world: World) -> None:
    response = world.as_requester("PUT", f"/api/media/{NAME}", content=DATA + b"!")
    assert (response.status_code, code_of(response)) == (400, "malformed")
    assert world.coordinator.sealed.names("media") == ()


def test_a_file_that_nobody_uploaded_is_not_found(world: World) -> None:
    response = world.http.get(f"/api/projects/1/media/{NAME}")
    assert (response.status_code, code_of(response)) == (404, "not_found")


def test_an_uploaded_file_is_served_as_what_it_is_and_may_come_twice(world: World) -> None:
    for _ in range(2):
        response = world.as_requester("PUT", f"/api/media/{NAME}", content=DATA)
        assert response.json() == {"name": NAME}
    found = world.http.get(f"/api/projects/1/media/{NAME}")
    assert found.content == DATA
    assert found.headers["content-type"] == "image/png"
    assert found.headers["x-content-type-options"] == "nosniff"
    assert "immutable" in found.headers["cache-control"]
