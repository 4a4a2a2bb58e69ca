"""Drafts that requesters are working on."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, func, insert, select, update

from labelfield.db.tables import AnyRow, workspace
from labelfield.protocol.ids import Address, Hash32


def insert_kept(
    connection: Connection, requester: Address, title: str, content_json: bytes, now_s: int
) -> int:
    """Keep a new draft and return its id."""
    statement = insert(workspace).values(
        requester=requester, title=title, content_json=content_json, revision=1, changed_s=now_s
    )
    return int(connection.execute(statement.returning(workspace.c.id)).scalar_one())


def get_kept(connection: Connection, requester: Address, identifier: int) -> AnyRow | None:
    """Return one of a requester's drafts."""
    return connection.execute(
        select(workspace).where(workspace.c.requester == requester, workspace.c.id == identifier)
    ).first()


def list_kept(connection: Connection, requester: Address) -> Sequence[AnyRow]:
    """Return a requester's drafts without their contents, the newest first."""
    columns = [column for column in workspace.c if column is not workspace.c.content_json]
    return connection.execute(
        select(*columns)
        .where(workspace.c.requester == requester)
        .order_by(workspace.c.changed_s.desc(), workspace.c.id.desc())
    ).all()


def count_kept(connection: Connection, requester: Address) -> int:
    """Return how many drafts a requester keeps."""
    statement = select(func.count()).where(workspace.c.requester == requester)
    return int(connection.execute(statement).scalar_one())


def change_kept(
    connection: Connection,
    kept: AnyRow,
    title: str,
    content_json: bytes,
    now_s: int,
) -> None:
    """Store a draft's next revision."""
    connection.execute(
        update(workspace)
        .where(workspace.c.id == kept.id)
        .values(
            title=title,
            content_json=content_json,
            revision=kept.revision + 1,
            changed_s=now_s,
            manifest_hash=None,
        )
    )


def set_prepared(connection: Connection, identifier: int, manifest_hash: Hash32) -> None:
    """Note under which name a draft was prepared for the chain."""
    connection.execute(
        update(workspace).where(workspace.c.id == identifier).values(manifest_hash=manifest_hash)
    )


def delete_kept(connection: Connection, requester: Address, identifier: int) -> bool:
    """Forget a draft; tell whether there was one."""
    gone = connection.execute(
        delete(workspace).where(workspace.c.requester == requester, workspace.c.id == identifier)
    )
    return gone.rowcount == 1
