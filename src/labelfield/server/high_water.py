"""How many receipts were given, kept beside the database: an older copy of it is found out.

A server on an older copy would sign receipt numbers a second time, with another content, which
anyone can prove against the operator. So it does not start.
"""

import json
import os
from pathlib import Path

from sqlalchemy import Connection

from labelfield.chain.pool import Pool
from labelfield.db.projects import list_projects
from labelfield.db.totals import get_totals
from labelfield.db.writer import Writer
from labelfield.server.errors import DatabaseTooOld, MarkLost

FILE = "receipts.mark"


def check_newest(writer: Writer, pool: Pool, home: Path) -> None:
    """Raise DatabaseTooOld if the home or the chain has seen more than the database holds.

    Raise MarkLost where nobody can tell: a server has worked on the database, and the mark is gone.
    """
    totals = writer.read(get_totals)
    receipts = int(totals.receipts)
    if totals.term and not (home / FILE).exists():
        raise MarkLost(home / FILE)
    raise_mark(home, 0)
    marked = read_mark(home)
    if marked > receipts:
        raise DatabaseTooOld("receipts, says " + str(home / FILE), marked, receipts)
    for number, checkpoints in writer.read(_checkpoints):
        on_chain = pool.project(number).checkpoint_count
        if on_chain > checkpoints:
            where = f"checkpoints of project {number}, says the chain"
            raise DatabaseTooOld(where, on_chain, checkpoints)


def read_mark(home: Path) -> int:
    """Return how many receipts had been given when the mark was last set."""
    path = home / FILE
    return int(json.loads(path.read_text())["receipts"]) if path.exists() else 0


def raise_mark(home: Path, receipts: int) -> None:
    """Set the mark, durably, if it is below or not there."""
    if (home / FILE).exists() and receipts <= read_mark(home):
        return
    temporary = home / f"{FILE}.tmp"
    with temporary.open("w") as file:
        json.dump({"receipts": receipts}, file)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(home / FILE)


def _checkpoints(connection: Connection) -> list[tuple[int, int]]:
    return [
        (row.number, row.checkpoints)
        for row in list_projects(connection, ("open", "closing", "complete"))
    ]
