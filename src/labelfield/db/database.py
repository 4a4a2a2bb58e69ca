"""A database whose transactions run one after another: a SQLite file or PostgreSQL.

Use cases are plain functions of a connection, the same for both.
"""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection

from labelfield.db.errors import BadDatabaseUrl, LogInUse
from labelfield.db.looped import Looped
from labelfield.db.turns import AlwaysTurn, PostgresTurn, Turn

Result = TypeVar("Result")

WRITING = 0x6C61_6265_6C77_7269
"""The advisory lock that a transaction holds which writes."""

WRITERS_CACHE_KIB = 64 * 1024
"""Of pages, in which a million tasks' indexes find room: their ids come in no order."""

LOG_PAGES = 4_000
"""16 MiB of the log are copied into the file at once: pages that many commits change, once."""

_TAKE_WRITING = text("SELECT pg_advisory_xact_lock(:lock)")


class Database(Protocol):
    """Runs transactions for one thread at a time."""

    def transact(self, work: Callable[[Connection], Result]) -> Result:
        """Return the work's result once it is durable; after an error nothing of it happened."""
        ...

    def read(self, work: Callable[[Connection], Result]) -> Result:
        """Return what the work finds in one snapshot, on any thread; transactions go on beside."""
        ...

    def turn(self) -> Turn:
        """Return a place in the line of those who would settle."""
        ...

    def shed_log(self) -> None:
        """Let a log beside the tables hold nothing that they do not, where it is in our hands."""
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
        event.listen(self.engine, "connect", _configure_writer)
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

    def turn(self) -> Turn:
        """Return the turn of the only server."""
        return AlwaysTurn()

    def shed_log(self) -> None:
        """Copy the log into the file and cut it to nothing; raise LogInUse where others read it."""
        with closing(self.engine.raw_connection()) as connection:
            [busy, *_] = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise LogInUse

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


def _configure_writer(connection: DBAPIConnection, record: object) -> None:
    _configure(connection, record)
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA cache_size={-WRITERS_CACHE_KIB}")
    cursor.execute(f"PRAGMA wal_autocheckpoint={LOG_PAGES}")
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
    """Two connections: one that writes, and one that reads snapshots beside it.

    Servers on one database write one after another, as the threads of one server do: each
    transaction begins by taking the writer's lock, and so sees what the one before it left.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._writing = Looped(url)
        self._reading = Looped(url, isolation_level="REPEATABLE READ")

    def transact(self, work: Callable[[Connection], Result]) -> Result:
        """Run the work in one transaction; raise DatabaseUnreachable where there is no server."""

        def alone(connection: Connection) -> Result:
            connection.execute(_TAKE_WRITING, {"lock": WRITING})
            return work(connection)

        return self._writing.run(alone)

    def read(self, work: Callable[[Connection], Result]) -> Result:
        """Run the work in one snapshot; raise DatabaseUnreachable where there is no server."""
        return self._reading.run(work)

    def turn(self) -> Turn:
        """Return a place in the line of the database's servers."""
        return PostgresTurn(Looped(self._url))

    def shed_log(self) -> None:
        """Do nothing: the server keeps its log, for as long as it says, and its dead rows."""

    def close(self) -> None:
        """End the connections; again it does nothing."""
        self._writing.close()
        self._reading.close()
