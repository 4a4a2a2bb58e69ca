"""Three servers on one PostgreSQL database: all accept, one settles, any may be killed."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from labelfield.demo.crowd import Crowd
from labelfield.demo.replay import Replay
from labelfield.sdk.labeler import Labeler
from tests import databases
from tests.server.product import (
    SEED,
    Product,
    Receipts,
    free_port,
    running_product,
    small_crowd,
    wait_until,
)
from tests.server.test_crashes import (
    assert_nothing_is_lost_or_paid_twice,
    assert_the_chain_credits_what_is_owed,
)

pytestmark = [
    pytest.mark.chain,
    pytest.mark.skipif(
        not databases.POSTGRESQL,
        reason="make test runs it with LABELFIELD_TEST_DATABASE=postgresql",
    ),
]


class Beside:
    """A further server on the product's database, started anew after each kill."""

    def __init__(self, product: Product) -> None:
        self._product = product
        self._port = free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self.start()

    def start(self) -> None:
        """Start it and wait until it answers."""
        home, database = self._product.home, self._product.database
        options = ["--home", str(home), "--port", str(self._port), "--database-url", database]
        command = [sys.executable, "-m", "labelfield.cli", "serve", *options]
        with (home / f"server-{self._port}.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*command, "--settle-by-s", "20"], stdout=log, stderr=log
            )
        wait_until(lambda: _answers(self.url))

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.wait()


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    with running_product(tmp_path) as product:
        yield product


@pytest.fixture
def receipts(monkeypatch: pytest.MonkeyPatch) -> Receipts:
    kept = Receipts()
    monkeypatch.setattr(Labeler, "submit", kept.keep(Labeler.submit))
    monkeypatch.setattr("labelfield.sdk.http.PAUSES_S", (0.2,) * 1_000)  # starting takes its time
    return kept


def test_three_servers_lose_nothing_whichever_is_killed(
    product: Product, receipts: Receipts
) -> None:
    crowd = small_crowd(tasks=30)
    with ExitStack() as stack:
        second, third = Beside(product), Beside(product)
        for server in (second, third):
            stack.callback(server.kill)
        servers = (product, second, third)
        project = product.open(crowd)
        for each in (second, third):
            wait_until(lambda url=each.url: _knows(url, project))  # type: ignore[misc]
        replays = [
            Replay(server.url, project, part, SEED)
            for server, part in zip(servers, _parts(crowd), strict=True)
        ]
        threads = [thread for replay in replays for thread in replay.start()]
        for share in (1, 2):
            wait_until(lambda due=100 * share: len(receipts.all) >= due)  # type: ignore[misc]
            settling = _settling(product, servers)
            settling.kill()
            wait_until(lambda left=settling: _settling(product, servers, left) is not None)  # type: ignore[misc]
            settling.start()
        wait_until(lambda: not any(thread.is_alive() for thread in threads))
        assert [replay.status.error for replay in replays] == [None] * 3
        wait_until(lambda: product.state_of(project) == "complete")
        assert_the_chain_credits_what_is_owed(product)
        assert_nothing_is_lost_or_paid_twice(product, project, crowd, receipts)


def _parts(crowd: Crowd) -> list[Crowd]:
    """Return the crowd's answers in three parts, by who gives them."""
    names = sorted(crowd.answers)
    return [
        Crowd({name: crowd.answers[name] for name in names[start::3]}, crowd.truth)
        for start in range(3)
    ]


def _settling(
    product: Product, servers: tuple[Product | Beside, ...], but: Product | Beside | None = None
) -> Product | Beside:
    """Return the server whose turn it is to settle, once there is one."""
    found: list[Product | Beside] = []

    def look() -> bool:
        found.extend(each for each in servers if each is not but and _settles(product, each.url))
        return bool(found)

    wait_until(look)
    return found[0]


def _settles(product: Product, url: str) -> bool:
    headers = {"Authorization": f"Bearer {(product.home / 'api.key').read_text()}"}
    try:
        lines = httpx.get(f"{url}/api/metrics", headers=headers, timeout=5).text.splitlines()
    except httpx.TransportError:
        return False
    return "labelfield_settling 1.0" in lines


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/api/health", timeout=5).is_success
    except httpx.TransportError:
        return False


def _knows(url: str, project: int) -> bool:
    return httpx.get(f"{url}/api/projects/{project}", timeout=5).is_success
