"""A copy of a SQLite file as of one moment, also while a server writes it."""

import sqlite3
from pathlib import Path


def copy_sqlite(source: Path, target: Path) -> None:
    """Write a new file with everything that was committed; nothing is kept of a failed copy."""
    connection = sqlite3.connect(source.as_uri() + "?mode=ro", uri=True)
    try:
        connection.execute("VACUUM INTO ?", (str(target),))
    finally:
        connection.close()
