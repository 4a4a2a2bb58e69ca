"""What hostile clients send is let go of: the server's memory does not grow with it."""

import gc
import tracemalloc
from collections.abc import Iterator

import httpx
import pytest

from tests.server.world import LARGEST_BODY, Terms, World

KIB = 1024
ROUNDS = 12
"""Of about 1 MiB each, after as many that fill what is kept once."""
MAY_GROW = 4 * 1024 * KIB


def hostile(number: int) -> Iterator[tuple[str, str, dict[str, str], bytes]]:
    """Yield a round of requests that are all refused: method, path, headers, body."""
    stranger = {"Authorization": f"Bearer {number:064x}"}
    large = f"{number}".encode().ljust(200 * KIB, b"x")
    yield "POST", "/api/sessions", {}, large
    yield "POST", "/api/projects/1/answers", stranger, b'{"answers": "' + large + b'"}'
    yield "POST", "/api/drafts", stranger, b"[" * 100 * KIB
    yield "PUT", f"/api/media/{number:064x}.png", stranger, large
    yield "PUT", f"/api/pieces/{number:064x}", stranger, large
    yield "POST", "/api/quote", {}, b'{"tasks": ' + b"1" * 100 * KIB + b"}"
    yield "POST", "/api/preview", {}, b'{"config": "' + b"<View>" * 10 * KIB + b'"}'
    yield "POST", "/api/login", {}, b"x" * (LARGEST_BODY + 1)
    yield "GET", f"/api/projects/{number}/{'x' * KIB}", stranger, b""


def send(world: World, rounds: range) -> None:
    for number in rounds:
        for method, path, headers, body in hostile(number):
            response = world.http.request(method, path, headers=headers, content=body)
            assert 400 <= response.status_code < 500, (path, response.text[:200])
        hang_up(world)


def hang_up(world: World) -> None:
    """Declare a body, send a part of it and go."""
    url = httpx.URL(world.url)

    def half() -> Iterator[bytes]:
        yield b"x" * 64 * KIB
        raise ConnectionAbortedError

    with httpx.Client(base_url=url, trust_env=False) as client, pytest.raises(ConnectionError):
        client.post("/api/sessions", content=half(), headers={"Content-Length": "200000"})


def test_memory_stays_flat_under_hostile_clients(world: World) -> None:
    world.open(Terms())
    tracemalloc.start()
    try:
        send(world, range(ROUNDS))
        gc.collect()
        before, _ = tracemalloc.get_traced_memory()
        send(world, range(ROUNDS, 2 * ROUNDS))
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < MAY_GROW, f"{(after - before) // KIB} KiB after {ROUNDS} MiB"
