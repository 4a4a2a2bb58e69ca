"""What the double's chain keeps: messages by key, in SQLite; of a step everything or nothing."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from labelfield.storage.greenfield.codec import decode, encode

T = TypeVar("T")


class Kept:
    """Messages by key; the caller sees to it that one thread at a time is in here."""

    def __init__(self, file: Path) -> None:
        self._db = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.execute("CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, value BLOB)")

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def step(self) -> Iterator[None]:
        """Keep everything that is done within, or nothing if it raises; steps may nest."""
        self._db.execute("SAVEPOINT step")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK TO step")
            self._db.execute("RELEASE step")
            raise
        self._db.execute("RELEASE step")

    def get(self, kind: type[T], key: str) -> T | None:
        """Return the message under a key, or None."""
        row = self._db.execute("SELECT value FROM kept WHERE key = ?", (key,)).fetchone()
        return decode(kind, row[0]) if row else None

    def put(self, key: str, message: Any) -> None:
        """Keep a message under a key."""
        self._db.execute("REPLACE INTO kept VALUES (?, ?)", (key, encode(message)))

    def drop(self, key: str) -> None:
        """Forget what is under a key."""
        self._db.execute("DELETE FROM kept WHERE key = ?", (key,))

    def under(
        self, kind: type[T], prefix: str, after: str = "", limit: int = -1
    ) -> list[tuple[str, T]]:
        """Return (key, message) of the keys with a prefix that come after another, in order."""
        query = "SELECT key, value FROM kept WHERE key > ? AND key < ? ORDER BY key LIMIT ?"
        bounds = (max(prefix, after), prefix + "\U0010ffff", limit)
        return [(key, decode(kind, value)) for key, value in self._db.execute(query, bounds)]
