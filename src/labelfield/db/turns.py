"""Whose turn it is to settle: of many servers on one database exactly one does.

The turn is an advisory lock of PostgreSQL, held by a session: it ends with the process, whatever
kills it, and the next server to ask has it. A SQLite file belongs to one server anyway.
"""

from typing import Protocol

from sqlalchemy import Connection, text

from labelfield.db.looped import Looped

SETTLING = 0x6C61_6265_6C66_6C64
"""The advisory lock of whoever settles."""


class Turn(Protocol):
    """A place in the line of those who would settle."""

    def take(self) -> int | None:
        """Ask for the turn; return what names this holding of it, None while another has it."""
        ...

    def close(self) -> None:
        """Leave the line, and the turn."""
        ...


class AlwaysTurn:
    """The turn of the only server."""

    def take(self) -> int | None:
        """Return the only name."""
        return 0

    def close(self) -> None:
        """Do nothing."""


class PostgresTurn:
    """A session that holds the lock, or asks for it; the name is the session's."""

    def __init__(self, session: Looped) -> None:
        self._session = session

    def take(self) -> int | None:
        """Ask again: a session that has the lock gets it again, a new one may not."""
        return self._session.run(_ask)

    def close(self) -> None:
        """End the session."""
        self._session.close()


def _ask(connection: Connection) -> int | None:
    row = connection.execute(
        text("SELECT pg_try_advisory_lock(:lock) AS taken, pg_backend_pid() AS session"),
        {"lock": SETTLING},
    ).one()
    return int(row.session) if row.taken else None
