"""A database whose transactions run one after another: a SQLite file or PostgreSQL.

Use cases are plain functions of a connection, the same for both.
"""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from urllib.parse import urlsplit

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError

from labelfield.db.errors import BadDatabaseUrl, DatabaseInUse, DatabaseUnreachable

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

Result = TypeVar("Result")

SERVER_LOCK = 0x6C61_6265_6C66_6C64
"""The advisory lock that one server holds on its PostgreSQL database."""

LOCK_PATIENCE_S = 5


class Database(Protocol):
    """Runs transactions for one thread at a time."""

    def transact(self, work: Callable[[Connection], Result]) -> Result:
        """Return the work's result once it is durable; after an error nothing of it happened."""
        ...

    def read(self, work: Callable[[Connection], Result]) -> Result:
        """Return what the work finds in one snapshot, on any thread; transactions go on beside."""
        ...

    def close(self) -> None:
        """Give up the connections."""
        ...


def open_database(url: str) -> Database:
    """Return the database at `sqlite:///PATH` or `postgresql://USER:PASSWORD@HOST:PORT/NAME`."""
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        return SqliteDatabase(Path(url.removeprefix("sqlite:///")))
    if scheme in ("postgresql", "postgres"):
        return PostgresDatabase(url)
    raise BadDatabaseUrl(scheme)


class SqliteDatabase:
    """A file in WAL mode with synchronous=FULL."""

    def __init__(self, path: Path) -> None:
        self.engine: Engine = create_engine(
            f"sqlite:///{path}", connect_args={"check_same_thread": False}
        )
        event.listen(self.engine, "connect", _configure)
        event.listen(self.engine, "begin", _begin)
        self._reading: Engine = create_engine(
            f"sqlite:///{path}", connect_args={"check_same_thread": False}
        )
        event.listen(self._reading, "connect", _configure_reader)
        event.listen(self._reading, "begin", _begin_snapshot)

    def transact(self, work: Callable[[Connection], Result]) -> Result:
        """Run the work between BEGIN IMMEDIATE and COMMIT.

        The connection is taken anew each time: SQLite stays inside a transaction whose commit
        failed, and only giving the connection back to the engine ends it.
        """
        with self.engine.begin() as connection:
            return work(connection)

    def read(self, work: Callable[[Connection], Result]) -> Result:
        """Run the work on a connection of its own, which sees what was committed before."""
        with self._reading.begin() as connection:
            return work(connection)

    def close(self) -> None:
        """Close the file."""
        self._reading.dispose()
        self.engine.dispose()


def _configure(connection: DBAPIConnection, _: object) -> None:
    connection.isolation_level = None  # transactions begin in _begin
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _configure_reader(connection: DBAPIConnection, record: object) -> None:
    _configure(connection, record)
    cursor = connection.cursor()
    cursor.execute("PRAGMA query_only=ON")
    cursor.close()


def _begin_snapshot(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


class PostgresDatabase:
    """Two connections of asyncpg, each on an event loop that runs while it is used.

    The one that writes holds an advisory lock: a second server on the database would tell a second
    story. A connection that breaks is made anew by the next transaction.
    """

    def __init__(self, url: str) -> None:
        from sqlalchemy.ext.asyncio import create_async_engine

        try:
            address = make_url(url).set(drivername="postgresql+asyncpg")
        except ArgumentError as error:
            raise BadDatabaseUrl(urlsplit(url).scheme) from error
        self._where = f"{address.host}:{address.port or 5432}/{address.database}"
        single: dict[str, Any] = {"pool_size": 1, "max_overflow": 0, "pool_pre_ping": True}
        self._writing = _Looped(create_async_engine(address, **single))
        event.listen(self._writing.engine.sync_engine, "connect", _hold_lock)
        self._reading = _Looped(
            create_async_engine(address, isolation_level="REPEATABLE READ", **single)
        )

    def transact(self, work: Callable[[Connection], Result]) -> Result:
        """Run the work in one transaction; raise DatabaseUnreachable where there is no server."""
        return self._run(self._writing, work)

    def read(self, work: Callable[[Connection], Result]) -> Result:
        """Run the work in one snapshot; raise DatabaseUnreachable where there is no server."""
        return self._run(self._reading, work)

    def close(self) -> None:
        """End the connections; again it does nothing."""
        self._writing.close()
        self._reading.close()

    def _run(self, side: "_Looped", work: Callable[[Connection], Result]) -> Result:
        try:
            return side.run(work)
        except (OSError, TimeoutError) as error:
            raise DatabaseUnreachable(self._where, error) from error
        except DBAPIError as error:
            if error.connection_invalidated:
                raise DatabaseUnreachable(self._where, error.orig or error) from error
            raise


class _Looped:
    """An engine with one connection, and the loop that it lives on; for one thread at a time."""

    def __init__(self, engine: "AsyncEngine") -> None:
        self.engine = engine
        self._loop = asyncio.new_event_loop()
        self._turn = threading.Lock()

    def run(self, work: Callable[[Connection], Result]) -> Result:
        """Return the work's result once its transaction is over."""
        with self._turn:
            return self._loop.run_until_complete(self._transact(work))

    def close(self) -> None:
        """End the connection and its loop; again it does nothing."""
        with self._turn:
            if self._loop.is_closed():
                return
            self._loop.run_until_complete(self.engine.dispose())
            self._loop.close()

    async def _transact(self, work: Callable[[Connection], Result]) -> Result:
        async with self.engine.begin() as connection:
            return await connection.run_sync(work)


def _hold_lock(connection: Any, _: object) -> None:
    """Take the server's lock; a server that was just killed may hold it for a moment more."""
    cursor = connection.cursor()
    try:
        cursor.execute(f"SET lock_timeout = '{LOCK_PATIENCE_S}s'")
        cursor.execute(f"SELECT pg_advisory_lock({SERVER_LOCK})")
        cursor.execute("SET lock_timeout = 0")
    except connection.dbapi.Error as error:
        raise DatabaseInUse from error
    finally:
        cursor.close()
