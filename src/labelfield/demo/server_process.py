"""The server as a child process of the demonstration."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from labelfield.demo.errors import ServerDied

START_TIMEOUT_S = 300.0
STOP_TIMEOUT_S = 60.0
"""Long, for machines on which everything else runs too: a server that dies is seen at once."""


@dataclass(frozen=True, slots=True)
class ServerProcess:
    """A running `labelfield up`."""

    process: subprocess.Popen[bytes]
    url: str
    home: Path


@contextmanager
def running_server(home: Path, options: Sequence[str] = ()) -> Iterator[ServerProcess]:
    """Start `labelfield up` on a home; end it with SIGTERM."""
    server = start_server(home, options)
    try:
        yield server
    finally:
        stop_server(server)


def start_server(home: Path, options: Sequence[str] = ()) -> ServerProcess:
    """Start `labelfield up` on a home and wait until it answers."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "server.json").unlink(missing_ok=True)
    command = [sys.executable, "-m", "labelfield.cli", "up", "--home", str(home), *options]
    with (home / "server.log").open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
    try:
        _wait_until_announced(home, process)
    except BaseException:  # Ctrl-C too: it has a session of its own, and would stay
        _end(process)
        raise
    url = str(json.loads((home / "server.json").read_text())["url"])
    return ServerProcess(process, url, home)


def stop_server(server: ServerProcess) -> None:
    """End the server and its chain."""
    _end(server.process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait_until_announced(home: Path, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while not _announced(home, process.pid):
        if process.poll() is not None or time.monotonic() > deadline:
            tail = (home / "server.log").read_text(errors="replace")[-2000:]
            raise ServerDied(f"the server did not start; its log ends:\n{tail}")
        time.sleep(0.05)


def _announced(home: Path, pid: int) -> bool:
    path = home / "server.json"
    return path.exists() and json.loads(path.read_text())["pid"] == pid
