"""A coordinator in a process of its own, forked from one that has imported all: quick to start."""

import multiprocessing
import threading
import time
from pathlib import Path

import httpx
import uvicorn

from labelfield.db.database import open_database
from labelfield.server.app import create_app
from labelfield.server.context import Coordinator, known_facts
from labelfield.server.settlement import settle_due
from tests.server.product import free_port, wait_until
from tests.server.world import coordinator_at

SETTLE_EVERY_S = 0.1

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload([__name__])


class Killable:
    """A server of one project's labelers, without a chain, that settles all the time."""

    def __init__(self, home: Path, database_url: str, project: int) -> None:
        self._port = free_port()
        self._told = (home, database_url, project, self._port)
        self.url = f"http://127.0.0.1:{self._port}"
        self.start()

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._process = _FORKS.Process(target=_serve, args=self._told, daemon=True)
        self._process.start()
        wait_until(self._answers)

    def kill(self) -> None:
        """End it at once, as kill -9 does."""
        self._process.kill()
        self._process.join()

    def _answers(self) -> bool:
        assert self._process.is_alive()
        try:
            return httpx.get(f"{self.url}/api/health", trust_env=False).is_success
        except httpx.HTTPError:
            return False


def _serve(home: Path, database_url: str, project: int, port: int) -> None:
    coordinator = coordinator_at(home, open_database(database_url))
    threading.Thread(target=_settle, args=(coordinator, project), daemon=True).start()
    uvicorn.run(create_app(coordinator), port=port, log_level="error", access_log=False)


def _settle(coordinator: Coordinator, project: int) -> None:
    writer = coordinator.writer
    facts = writer.run(lambda connection: known_facts(coordinator, connection, project))
    while True:
        settle_due(writer, facts)
        time.sleep(SETTLE_EVERY_S)
