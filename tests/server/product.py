"""`labelfield up` as a process of its own, on a home that outlives it."""

import json
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from labelfield.api.models import SignedReceipt
from labelfield.chain.anvil import DEV_KEYS, Anvil, start_anvil, stop_anvil
from labelfield.chain.pool import Pool
from labelfield.chain.transactions import Sender
from labelfield.demo.crowd import Crowd
from labelfield.demo.projects import Requesting, open_rte
from labelfield.demo.server_process import ServerProcess, start_server, stop_server
from labelfield.protocol.ids import ProjectNumber
from labelfield.sdk.labeler import Labeler
from labelfield.sdk.requester import Requester
from labelfield.verify.project import Report, verify_project
from tests import databases

SEED = 5
PATIENCE_S = 60
ANSWERS_A_TASK = 10


class Product:
    """A server on a home: started, killed, started again."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._port = free_port()
        self.database = databases.new_url(home)
        self._server: ServerProcess | None = None
        self.start()
        facts = json.loads((home / "deployment.json").read_text())
        self.pool = Pool(facts["rpc_url"], facts["pool"])
        self._first_block = facts["block"]

    @property
    def url(self) -> str:
        """Where it answers, today and after a restart."""
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = ["--port", str(self._port), "--settle-by-s", "20"]
        self._server = start_server(self.home, [*options, "--database-url", self.database])
        assert self._server.url == self.url

    def kill(self) -> None:
        """End the server at once, without a chance to say goodbye; its chain lives on."""
        assert self._server
        self._server.process.kill()
        self._server.process.wait()
        self._server = None

    def stop(self) -> int | None:
        """End it with SIGTERM and return its exit code."""
        if self._server is None:
            return None
        stop_server(self._server)
        code = self._server.process.returncode
        self._server = None
        return code

    def open(self, crowd: Crowd) -> ProjectNumber:
        """Open a project that is reserved for a crowd, with gold on every fifth task."""
        client = Requester(self.url, (self.home / "api.key").read_text())
        scratch = self.home / "scratch"
        scratch.mkdir(exist_ok=True)
        sender = Sender(self.pool.rpc_url, DEV_KEYS[3])
        gold = {task: crowd.truth[task] for task in list(crowd.truth)[::5]}
        number = open_rte(Requesting(client, self.pool, sender, scratch), crowd, gold, SEED)
        wait_until(lambda: any(each.project == number for each in client.projects().projects))
        client.close()
        return number

    def state_of(self, number: ProjectNumber) -> str:
        """Return a project's state."""
        client = Requester(self.url, (self.home / "api.key").read_text())
        try:
            return client.project(number).state
        finally:
            client.close()

    def verify(self, number: ProjectNumber) -> Report:
        """Audit a project from chain and store alone."""
        return verify_project(self.pool, number, self._first_block)

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """Read the database while nobody writes it."""
        return databases.look(
            self.database, lambda found: [tuple(row) for row in found.exec_driver_sql(statement)]
        )

    def anvil_id(self) -> int:
        """Return the chain's process."""
        return int(json.loads((self.home / "chain" / "anvil.json").read_text())["pid"])

    def stop_chain(self) -> None:
        """End the chain under the running server."""
        os.kill(self.anvil_id(), signal.SIGTERM)
        wait_until(lambda: not is_running(self.anvil_id()))

    def start_chain(self) -> Anvil:
        """Start the chain again where it ended."""
        return start_anvil(self.home / "chain")


@contextmanager
def running_product(home: Path) -> Iterator[Product]:
    """Yield a product; nothing of it runs afterwards."""
    product = Product(home)
    try:
        yield product
    finally:
        if product.stop() is None:
            stop_anvil(Anvil(product.pool.rpc_url, product.anvil_id()))


class Receipts:
    """Every receipt that any client of this process ever got."""

    def __init__(self) -> None:
        self.all: list[SignedReceipt] = []

    def keep(self, submit: Callable[..., Any]) -> Callable[..., Any]:
        """Return `Labeler.submit` with a memory."""

        def submitting(labeler: Labeler, *values: Any) -> Any:
            receipts = submit(labeler, *values)
            self.all.extend(receipts)
            return receipts

        return submitting

    def largest_owed(self) -> dict[str, int]:
        """Return the most that was promised to each labeler."""
        found: dict[str, int] = {}
        for receipt in self.all:
            found[receipt.labeler] = max(found.get(receipt.labeler, 0), receipt.owed)
        return found


def small_crowd(tasks: int, workers: int = 12) -> Crowd:
    """Return ten answers to each task, five of six right."""
    random = Random(SEED)
    truth = {f"{number}": str(number % 2) for number in range(tasks)}
    answers: dict[str, dict[str, str]] = {f"w{number}": {} for number in range(workers)}
    for task, right in truth.items():
        for worker in random.sample(sorted(answers), ANSWERS_A_TASK):
            wrong = random.random() < 1 / 6
            answers[worker][task] = str(1 - int(right)) if wrong else right
    return Crowd(answers, truth)


def wait_until(true: Callable[[], bool]) -> None:
    """Wait for something that happens soon."""
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


def is_running(pid: int) -> bool:
    """Tell whether a process lives."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def free_port() -> int:
    """Return a port that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
