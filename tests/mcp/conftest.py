"""One server and one desk beside it, in processes of their own, for all tests of the room."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from labelfield.chain.accounts import account_class
from labelfield.chain.anvil import DEV_KEYS
from labelfield.chain.calls import mint
from labelfield.chain.pool import Pool
from labelfield.chain.transactions import Sender
from labelfield.demo.server_process import ServerProcess, running_server
from labelfield.protocol.ids import Address
from labelfield.protocol.keys import Key

PATIENCE_S = 120


@dataclass(frozen=True)
class DeskProcess:
    """A running `labelfield desk`."""

    url: str
    server: ServerProcess
    pool: Pool


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "desk" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.chain)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_desk(home: Path, port: int) -> subprocess.Popen[bytes]:
    """Start a desk on a home and wait until it answers."""
    command = [sys.executable, "-m", "labelfield.cli", "desk", "--home", str(home)]
    with (home / "desk.log").open("ab") as log:
        process = subprocess.Popen(
            [*command, "--port", str(port)], stdout=log, stderr=log, env=plain_environment()
        )
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            httpx.get(f"http://127.0.0.1:{port}/", trust_env=False).raise_for_status()
        except httpx.HTTPError:
            assert process.poll() is None, (home / "desk.log").read_text()
            assert time.monotonic() < deadline, "the desk did not start"
            time.sleep(0.1)
        else:
            return process


def plain_environment() -> dict[str, str]:
    return {name: text for name, text in os.environ.items() if not name.startswith("LABELFIELD_")}


@pytest.fixture(scope="package")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskProcess]:
    home = tmp_path_factory.mktemp("desk") / "home"
    with running_server(home, ["--port", str(free_port())]) as server:
        facts = json.loads((home / "deployment.json").read_text())
        port = free_port()
        process = start_desk(home, port)
        try:
            pool = Pool(facts["rpc_url"], Address(facts["pool"]))
            yield DeskProcess(f"http://127.0.0.1:{port}", server, pool)
        finally:
            process.terminate()
            process.wait(30)


@pytest.fixture(scope="package")
def funded(desk: DeskProcess) -> Key:
    """An agent's wallet with ten dollars and no coins."""
    key = Key(bytes(31) + b"\x51")
    sender = Sender(desk.pool.rpc_url, DEV_KEYS[3])
    sender.execute(mint(desk.pool.token, key.address, 10_000_000 * desk.pool.unit))
    return key


@pytest.fixture(scope="session")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same wallet as a key file with the password `secret`."""
    file = tmp_path_factory.mktemp("wallet") / "agent.json"
    file.write_text(
        json.dumps(account_class().encrypt(bytes(31) + b"\x51", "secret", iterations=2))
    )
    return file
