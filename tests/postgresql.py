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
    _numbers: Iterator[int] = field(default_factory=count)

    def url(self, database: str) -> str:
        """Return the address of a database."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def create(self, template: str = "template1") -> str:
        """Return the address of a new database, a copy of another."""
        name = f"test_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def execute(self, statement: str) -> None:
        """Run a statement outside of any test's database."""

        async def run() -> None:
            import asyncpg

            connection = await asyncpg.connect(self.url("postgres"))
            try:
                await connection.execute(statement)
            finally:
                await connection.close()

        asyncio.run(run())


@contextmanager
def running_postgresql(
    port: int | None = None, durability: Sequence[str] = FORGETFUL
) -> Iterator[Postgresql]:
    """Serve from a new folder until the end. Nothing has to survive a power cut, unless told."""
    found = programs()
    assert found is not None
    with tempfile.TemporaryDirectory(prefix="labelfield-pg-") as folder:
        data = Path(folder) / "data"
        data.mkdir(mode=0o700)
        _give_away(Path(folder), data)
        initdb = [found / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        subprocess.run(
            _command([*initdb, "--no-sync"]), cwd=folder, stdout=subprocess.DEVNULL, check=True
        )
        server = Postgresql(port or _free_port())
        options = [f"-p{server.port}", "-k", folder, "-h", "127.0.0.1", *durability]
        process = subprocess.Popen(
            _command([found / "postgres", "-D", data, *options, "-c", "max_connections=50"]),
            cwd=folder,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for(server)
            yield server
        finally:
            subprocess.run(
                _command([found / "pg_ctl", "-D", data, "-m", "immediate", "stop"]),
                cwd=folder,
                stdout=subprocess.DEVNULL,
                check=True,
            )
            process.wait(START_S)


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
