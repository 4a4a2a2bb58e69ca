"""Parts of files, for players that seek."""

import httpx
from hypothesis import given
from hypothesis import strategies as st

from labelfield.server.ranges import file_response, part_of
from tests.server.world import World, picture

NAME, DATA = picture(b"a long enough picture to ask for parts of")
SIZE = len(DATA)


@given(st.text(max_size=40), st.binary(max_size=20))
def test_whatever_is_asked_for_the_answer_is_the_whole_a_part_or_nothing(
    wanted: str, data: bytes
) -> None:
    for header in (wanted, f"bytes={wanted}"):
        response = file_response(data, "image/png", {}, header)
        assert response.status_code in (200, 206, 416)
        assert bytes(response.body) in data
        if response.status_code == 200:
            assert bytes(response.body) == data


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_a_part_is_what_slicing_gives(size: int, first: int, last: int) -> None:
    every = range(size)
    for found, expected in (
        (part_of(size, str(first), str(last)), every[first : last + 1]),
        (part_of(size, str(first), ""), every[first:]),
        (part_of(size, "", str(last)), every[size - min(last, size) :]),
    ):
        assert list(found or ()) == list(expected)


def test_a_part_that_lies_behind_the_end_is_refused(world: World) -> None:
    world.as_requester("PUT", f"/api/media/{NAME}", content=DATA)
    response = _asked(world, f"bytes={SIZE}-")
    assert response.status_code == 416
    assert response.headers["content-range"] == f"bytes */{SIZE}"


def test_several_parts_at_once_are_answered_with_the_whole(world: World) -> None:
    world.as_requester("PUT", f"/api/media/{NAME}", content=DATA)
    response = _asked(world, "bytes=0-1,4-5")
    assert (response.status_code, response.content) == (200, DATA)
    assert response.headers["accept-ranges"] == "bytes"


def test_a_part_says_where_it_lies(world: World) -> None:
    world.as_requester("PUT", f"/api/media/{NAME}", content=DATA)
    response = _asked(world, "bytes=4-9")
    assert (response.status_code, response.content) == (206, DATA[4:10])
    assert response.headers["content-range"] == f"bytes 4-9/{SIZE}"
    assert response.headers["content-type"] == "image/png"


def _asked(world: World, wanted: str) -> httpx.Response:
    return world.http.get(f"/api/projects/1/media/{NAME}", headers={"Range": wanted})
