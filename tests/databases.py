"""Fresh databases of the kind that LABELFIELD_TEST_DATABASE names: `sqlite` or `postgresql`.

What is made here need not survive a power cut, and so is fast.
"""

import asyncio
import atexit
import os
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.ext.asyncio import create_async_engine

from labelfield.db.database import Database, SqliteDatabase, open_database
from labelfield.db.schema import upgrade
from tests.postgresql import Postgresql, running_postgresql

Result = TypeVar("Result")

_empty_again: list[str] = []

_KEEP_FRESH = "CREATE SCHEMA fresh; CREATE TABLE fresh.totals AS TABLE public.totals"
_EMPTY = """
DO $$
DECLARE found record;
BEGIN
    SET LOCAL session_replication_role = replica;  -- in any order, whatever refers to what
    FOR found IN SELECT relname AS name, relkind AS kind FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S')
        AND relname <> 'alembic_version'
    LOOP
        IF found.kind = 'r' THEN
            EXECUTE format('DELETE FROM %I', found.name);
        ELSE
            EXECUTE format('ALTER SEQUENCE %I RESTART', found.name);
        END IF;
    END LOOP;
    INSERT INTO totals SELECT * FROM fresh.totals;
END
$$
"""

POSTGRESQL = os.environ.get("LABELFIELD_TEST_DATABASE", "sqlite") == "postgresql"


def new_url(folder: Path) -> str:
    """Return the address of a new database with today's schema."""
    if POSTGRESQL:
        return _empty_again.pop() if _empty_again else _server().create(_template())
    path = folder / "labelfield.sqlite"
    path.write_bytes(_empty_file())
    return f"sqlite:///{path}"


def give_back(url: str) -> None:
    """Let the next test have a database, emptied: that takes a tenth of making one.

    Nobody may be connected to it any more, and its schema must be today's.
    """
    if POSTGRESQL:
        _server().execute(_EMPTY, url.rsplit("/", 1)[1])
        _empty_again.append(url)


def opened(url: str) -> Database:
    """Return the database at an address."""
    database = open_database(url)
    if isinstance(database, SqliteDatabase):
        event.listen(
            database.engine, "connect", lambda found, _: found.execute("PRAGMA synchronous = OFF")
        )
    return database


def look(url: str, work: Callable[[Connection], Result]) -> Result:
    """Return what another connection sees."""
    if not url.startswith("postgresql"):
        engine = create_engine(url)
        with engine.connect() as connection:
            found = work(connection)
        engine.dispose()
        return found
    return asyncio.run(_look_from_outside(url, work))


async def _look_from_outside(url: str, work: Callable[[Connection], Result]) -> Result:
    engine = create_async_engine(url.replace("postgresql", "postgresql+asyncpg", 1))
    async with engine.connect() as connection:
        found = await connection.run_sync(work)
    await engine.dispose()
    return found


@cache
def _server() -> Postgresql:
    """Start PostgreSQL for this run of the tests."""
    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(running_postgresql())


@cache
def _template() -> str:
    url = _server().create()
    database = open_database(url)
    upgrade(database)
    database.close()
    name = url.rsplit("/", 1)[1]
    _server().execute(_KEEP_FRESH, name)
    _server().forget(name)
    return name


@cache
def _empty_file() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.sqlite"
        database = open_database(f"sqlite:///{path}")
        upgrade(database)
        database.close()
        return path.read_bytes()
