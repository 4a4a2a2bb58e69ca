"""Which files tasks and requesters' kept drafts name: a pass over everything, for now and then."""

import re
from collections.abc import Set

from sqlalchemy import Column, Connection, select

from labelfield.db.tables import tasks, workspace

ROWS_AT_ONCE = 1_000
_NAMED = re.compile(rb"media/([0-9a-f]{64}\.[a-z0-9]{3,4})")


def named_by_tasks(connection: Connection, names: Set[str]) -> set[str]:
    """Return which of these files a task shows, of any project or published draft."""
    return _named_in(connection, tasks.c.task_json, names)


def named_by_kept_drafts(connection: Connection, names: Set[str]) -> set[str]:
    """Return which of these files a draft names that somebody works on."""
    return _named_in(connection, workspace.c.content_json, names)


def _named_in(connection: Connection, column: Column[bytes], names: Set[str]) -> set[str]:
    found = set[str]()
    rows = connection.execute(select(column), execution_options={"yield_per": ROWS_AT_ONCE})
    for text in rows.scalars():
        found.update(name.decode() for name in _NAMED.findall(text))
    return found & names
