"""What the database can refuse.

LabelfieldError
└── DatabaseError
    ├── BadDatabaseUrl      neither SQLite nor PostgreSQL
    ├── DatabaseNotEmpty    rows cannot be copied into it
    ├── OtherPool           the database is another pool's
    ├── TurnLost            another server settles now
    ├── LogInUse            others read what should be cut off
    ├── DatabaseUnreachable no connection, or one that broke
    └── WriterStopped       work came after the writer was closed
"""

from labelfield.protocol.errors import LabelfieldError


class DatabaseError(LabelfieldError):
    """The database cannot do this."""


class WriterStopped(DatabaseError):
    """The database is closed: the server is shutting down."""


class BadDatabaseUrl(DatabaseError):
    """The address is of no database that is known here."""

    def __init__(self, scheme: str) -> None:
        super().__init__(
            f"LABELFIELD_DATABASE_URL begins with {scheme!r}: write "
            "postgresql://USER:PASSWORD@HOST:PORT/NAME or sqlite:///PATH"
        )


class DatabaseNotEmpty(DatabaseError):
    """Rows cannot be copied into a database that has some."""

    def __init__(self, table: str) -> None:
        super().__init__(f"the database already has rows in {table!r}: name an empty one")


class OtherPool(DatabaseError):
    """The database is another pool's."""

    def __init__(self, pool: str, chain_id: int) -> None:
        super().__init__(
            f"the database belongs to the pool {pool} on chain {chain_id}, whose token and sums "
            "are its own: name another in LABELFIELD_DATABASE_URL"
        )


class TurnLost(DatabaseError):
    """Another server settles now."""


class LogInUse(DatabaseError):
    """It is erased, but the database's log, which others read just now, holds it still: repeat."""


class DatabaseUnreachable(DatabaseError):
    """There is no connection, or it broke: what was not confirmed may be repeated."""

    def __init__(self, where: str, problem: BaseException) -> None:
        super().__init__(f"the database at {where} does not answer: {problem}")
