"""Nobody asks more often than they may, and nobody fills the memory by asking."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.responses import Response
from starlette.testclient import TestClient

from labelfield.server import rate_limit
from labelfield.server.rate_limit import Buckets, RateLimited
from tests.server.world import Switchboard, World, code_of, coordinating


class Clock:
    """Time as a test says."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


async def _hello(scope: Any, receive: Any, send: Any) -> None:
    await Response("hello")(scope, receive, send)


BUCKETFUL = [401, 401, 429, 429]
"""What drafts come to where forty requests are allowed, and each counts for twenty."""


def statuses_through(world: World, proxy: str) -> list[int]:
    """Return what a proxy gets for four drafts of people at four addresses."""
    asking = TestClient(world.app, client=(proxy, 1))
    people = [{"X-Forwarded-For": f"198.51.100.{n}"} for n in range(4)]
    return [asking.post("/api/drafts", headers=each).status_code for each in people]


def client(per_address: int, per_key: int, address: str = "203.0.113.7") -> TestClient:
    """Return a client at an address of the outside."""
    clock = Clock()
    app = RateLimited(
        _hello,
        Buckets(per_address, clock),
        Buckets(per_key, clock),
        lambda wait_s: Response(str(wait_s), status_code=429),
    )
    return TestClient(app, client=(address, 1))


def test_an_address_gets_so_many_requests_and_no_more() -> None:
    asking = client(5, 100)
    statuses = [asking.get("/api/pool").status_code for _ in range(7)]
    assert statuses == [200] * 5 + [429] * 2


def test_a_key_gets_so_many_requests_from_wherever() -> None:
    asking = client(100, 3)
    headers = {"Authorization": "Bearer x"}
    statuses = [asking.get("/api/pool", headers=headers).status_code for _ in range(5)]
    assert statuses == [200] * 3 + [429] * 2
    assert asking.get("/api/pool", headers={"Authorization": "Bearer y"}).status_code == 200


def test_a_subscribers_ipv6_addresses_are_one() -> None:
    buckets = Buckets(1, Clock())
    names = {rate_limit._network_of(f"2001:db8::{n:x}") for n in range(5)}
    assert len(names) == 1
    assert buckets.take(names.pop(), 1) == 0


def test_this_machine_is_not_limited() -> None:
    asking = client(1, 1, address="127.0.0.1")
    assert {asking.get("/api/pool").status_code for _ in range(5)} == {200}


def test_the_page_is_not_limited() -> None:
    asking = client(1, 1)
    assert {asking.get("/index.html").status_code for _ in range(5)} == {200}


def test_costly_requests_count_for_more() -> None:
    asking = client(25, 100)
    assert [asking.get("/api/drafts").status_code for _ in range(2)] == [200, 429]


@given(st.lists(st.tuples(st.floats(0, 30), st.integers(1, 20)), max_size=60))
def test_no_more_passes_than_a_full_bucket_and_what_flows_in(
    asks: list[tuple[float, int]],
) -> None:
    clock, passed = Clock(), 0
    buckets = Buckets(60, clock)
    for pause, cost in asks:
        clock.now += pause
        passed += cost if buckets.take("ann", cost) == 0 else 0
    assert passed <= 60 + clock.now + 1e-6


def test_who_waits_as_long_as_told_may_ask_again() -> None:
    clock = Clock()
    buckets = Buckets(60, clock)
    assert buckets.take("ann", 60) == 0
    wait_s = buckets.take("ann", 20)
    assert wait_s == pytest.approx(20)
    clock.now += wait_s
    assert buckets.take("ann", 20) == 0


def test_many_clients_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit, "MOST_BUCKETS", 100)
    buckets = Buckets(10, Clock())
    for number in range(1_000):
        buckets.take(str(number), 1)
    assert len(buckets) == 100


@pytest.mark.parametrize("proxy", ["203.0.113.7", "127.0.0.1"])
def test_a_stranger_is_not_believed_whom_it_forwards_for(
    tmp_path: Path, board: Switchboard, proxy: str
) -> None:
    with coordinating(tmp_path, board, address_limit=40, proxies=("172.30.0.0/24",)) as world:
        assert statuses_through(world, proxy) == ([401] * 4 if proxy == "127.0.0.1" else BUCKETFUL)


def test_behind_a_proxy_of_another_machine_each_address_has_its_own_bucket(
    tmp_path: Path, board: Switchboard
) -> None:
    with coordinating(tmp_path, board, address_limit=40, proxies=("172.30.0.0/24",)) as world:
        assert statuses_through(world, "172.30.0.9") == [401] * 4


def test_the_server_says_how_long_to_wait(tmp_path: Path, board: Switchboard) -> None:
    with coordinating(tmp_path, board, address_limit=20) as world:
        asking = TestClient(world.app, client=("203.0.113.7", 1))
        assert asking.post("/api/drafts").status_code == 401
        refused = asking.post("/api/drafts")
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) >= 1
    assert code_of(refused) == "rate_limited"
