"""One connection of asyncpg on an event loop that runs only while the connection is used.

So plain functions of a connection serve PostgreSQL too.
"""

import asyncio
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from sqlalchemy import Connection, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from labelfield.db.errors import BadDatabaseUrl, DatabaseUnreachable

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

Result = TypeVar("Result")

_SESSION = {
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
    "idle_in_transaction_session_timeout": "60s",
}
"""A server whose machine died lets go of its locks within half a minute."""


class Looped:
    """A connection for one thread at a time; one that breaks is made anew by the next use."""

    def __init__(self, url: str, **options: Any) -> None:
        from sqlalchemy.ext.asyncio import create_async_engine

        try:
            address = make_url(url).set(drivername="postgresql+asyncpg")
        except ArgumentError as error:
            raise BadDatabaseUrl(urlsplit(url).scheme) from error
        self._where = f"{address.host}:{address.port or 5432}/{address.database}"
        self.engine: AsyncEngine = create_async_engine(
            address,
            pool_size=1,
            max_overflow=0,
            pool_pre_ping=True,
            connect_args={"server_settings": _SESSION},
            **options,
        )
        self._loop = asyncio.new_event_loop()
        self._turn = threading.Lock()

    def run(self, work: Callable[[Connection], Result]) -> Result:
        """Return the work's result once its transaction is over."""
        with self._turn:
            try:
                return self._loop.run_until_complete(self._transact(work))
            except (OSError, TimeoutError) as error:
                raise DatabaseUnreachable(self._where, error) from error
            except DBAPIError as error:
                if error.connection_invalidated:
                    raise DatabaseUnreachable(self._where, error.orig or error) from error
                raise

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
