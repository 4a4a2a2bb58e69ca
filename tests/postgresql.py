"""A PostgreSQL server for the tests: Debian's package, a temporary folder, loopback only.

PostgreSQL refuses to run as root; then it runs as the user `postgres`.
"""

import asyncio
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import asyncpg

START_S = 30
FORGETFUL = ("-F",)
NAME = "labelfield"
"""The database that others are copies of."""


def programs() -> Path | None:
    """Return the folder of `initdb` and `postgres`, where they are installed."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return versions[-1].parent if versions else None


@dataclass(slots=True)
class Postgresql:
    """A running server."""

    port: int
    _folder: Path
    _options: Sequence[str]
    _numbers: Iterator[int] = field(default_factory=count)
    _runner: asyncio.Runner = field(default_factory=asyncio.Runner)
    _connections: "dict[str, asyncpg.Connection[asyncpg.Record]]" = field(default_factory=dict)
    """Kept: to connect takes long where much runs."""
    _process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Serve the folder's data and wait until it answers."""
        options = [f"-p{self.port}", "-k", self._folder, "-h", "127.0.0.1", *self._options]
        self._process = subprocess.Popen(
            _command(
                [_program("postgres"), "-D", self._data, *options, "-c", "max_connections=50"]
            ),
            cwd=self._folder,
            stderr=subprocess.DEVNULL,
        )
        _wait_for(self)

    def stop(self) -> None:
        """End it at once, as a crash does."""
        assert self._process is not None
        for connection in self._connections.values():
            connection.terminate()
        self._connections.clear()
        subprocess.run(
            _command([_program("pg_ctl"), "-D", self._data, "-m", "immediate", "stop"]),
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            check=True,
        )
        self._process.wait(START_S)

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def url(self, database: str) -> str:
        """Return the address of a database."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def create(self, template: str = "template1") -> str:
        """Return the address of a new database, a copy of another."""
        name = f"test_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def execute(self, statement: str, database: str = "postgres") -> None:
        """Run a statement, where not said outside of any test's database."""

        async def run() -> None:
            known = self._connections.get(database)
            if known is None or known.is_closed():
                known = self._connections[database] = await asyncpg.connect(self.url(database))
            await known.execute(statement)

        self._runner.run(run())

    def forget(self, database: str) -> None:
        """End the connection to a database: no other is made of one that is in use."""
        self._runner.run(self._connections.pop(database).close())


@contextmanager
def running_postgresql(
    port: int | None = None, durability: Sequence[str] = FORGETFUL
) -> Iterator[Postgresql]:
    """Serve from a new folder until the end. Nothing has to survive a power cut, unless told."""
    with tempfile.TemporaryDirectory(prefix="labelfield-pg-") as folder:
        server = Postgresql(port or _free_port(), Path(folder), durability)
        data = Path(folder) / "data"
        data.mkdir(mode=0o700)
        _give_away(Path(folder), data)
        initdb = [_program("initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        subprocess.run(
            _command([*initdb, "--no-sync"]), cwd=folder, stdout=subprocess.DEVNULL, check=True
        )
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _program(name: str) -> Path:
    found = programs()
    assert found is not None
    return found / name


def _wait_for(server: Postgresql) -> None:
    deadline = time.monotonic() + START_S
    while True:
        try:
            server.execute("SELECT 1")
        except Exception:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _give_away(*folders: Path) -> None:
    if os.geteuid() == 0:
        for folder in folders:
            shutil.chown(folder, "postgres")


def _command(command: Sequence[object]) -> list[str]:
    other = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]
    return [*(other if os.geteuid() == 0 else []), *map(str, command)]
