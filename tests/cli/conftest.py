"""One server for all tests of the command line."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from labelfield.demo.server_process import ServerProcess, running_server


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Who asks for the server needs its chain."""
    for item in items:
        if "server" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.chain)


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of whoever runs the tests gets in; the home is new and empty."""
    for name in [name for name in os.environ if name.startswith("LABELFIELD_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LABELFIELD_HOME", str(tmp_path / "home"))


@pytest.fixture(scope="session")
def taken_port() -> Iterator[int]:
    """A port that somebody else listens on."""
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", 0))
        somebody.listen()
        yield somebody.getsockname()[1]


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory, taken_port: int) -> Iterator[ServerProcess]:
    home = tmp_path_factory.mktemp("up") / "home"
    with running_server(home, ["--port", str(taken_port)]) as running:
        yield running
