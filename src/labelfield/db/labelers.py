"""Labelers: sessions, tokens, memberships, totals."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from labelfield.db.prepared import Prepared, as_rows, rows_of
from labelfield.db.tables import AnyRow, labelers, memberships, nonces, sessions, tokens
from labelfield.db.totals import add_promised
from labelfield.db.upsert import upsert
from labelfield.protocol.ids import ZERO_HASH, Address, Hash32
from labelfield.protocol.messages import Session

_ADDED = rows_of("p_rows", memberships, ["project_id", "labeler", "owed"])
_ADD_OWED_IN_PROJECT = Prepared(
    update(memberships)
    .where(
        memberships.c.project_id == _ADDED.c.project_id,
        memberships.c.labeler == _ADDED.c.labeler,
    )
    .values(owed=memberships.c.owed + _ADDED.c.owed)
)
_ADD_OWED = Prepared(
    update(labelers)
    .where(labelers.c.labeler == _ADDED.c.labeler)
    .values(owed=labelers.c.owed + _ADDED.c.owed)
)
_MEMBERSHIP = select(memberships).where(
    memberships.c.project_id == bindparam("p_project"),
    memberships.c.labeler == bindparam("p_labeler"),
)


def insert_nonce(connection: Connection, nonce: Hash32, expires_s: int, now_s: int) -> None:
    """Remember a nonce until it expires, and forget those that have."""
    connection.execute(delete(nonces).where(nonces.c.expires_s < now_s))
    connection.execute(insert(nonces).values(nonce=nonce, expires_s=expires_s))


def use_nonce(connection: Connection, nonce: Hash32, now_s: int) -> bool:
    """Spend a nonce; tell whether it was there and still good."""
    used = connection.execute(
        delete(nonces).where(nonces.c.nonce == nonce, nonces.c.expires_s >= now_s)
    )
    return used.rowcount == 1


def insert_session(connection: Connection, session: Session, signature: str) -> None:
    """Store a session; of several for one key the longest stays, for it covers what was signed."""
    values = {"valid_until_s": session.valid_until_s, "signature": signature}
    connection.execute(
        upsert(connection, sessions)
        .values(labeler=session.labeler, key=session.key, **values)
        .on_conflict_do_update(
            index_elements=["labeler", "key"],
            set_=values,
            where=sessions.c.valid_until_s < session.valid_until_s,
        )
    )
    connection.execute(
        upsert(connection, labelers).values(labeler=session.labeler).on_conflict_do_nothing()
    )


def insert_token(connection: Connection, token_hash: Hash32, session: Session) -> None:
    """Store a token by its hash."""
    connection.execute(
        insert(tokens).values(
            token_hash=token_hash,
            labeler=session.labeler,
            key=session.key,
            valid_until_s=session.valid_until_s,
        )
    )


def get_token(connection: Connection, token_hash: Hash32) -> AnyRow | None:
    """Return who holds a token."""
    return connection.execute(select(tokens).where(tokens.c.token_hash == token_hash)).first()


def get_labeler(connection: Connection, labeler: Address) -> AnyRow | None:
    """Return a labeler's totals over all projects."""
    return connection.execute(select(labelers).where(labelers.c.labeler == labeler)).first()


def join(connection: Connection, project_id: int, labeler: Address) -> AnyRow:
    """Return the labeler's membership, made now if there was none."""
    membership = get_membership(connection, project_id, labeler)
    if membership is None:
        connection.execute(
            insert(memberships).values(project_id=project_id, labeler=labeler, head=ZERO_HASH)
        )
        membership = get_membership(connection, project_id, labeler)
    assert membership is not None
    return membership


def get_membership(connection: Connection, project_id: int, labeler: Address) -> AnyRow | None:
    """Return where a labeler stands in a project."""
    place = {"p_project": project_id, "p_labeler": labeler}
    return connection.execute(_MEMBERSHIP, place).first()


def memberships_of(connection: Connection, labeler: Address) -> Sequence[AnyRow]:
    """Return where a labeler stands in every project."""
    return connection.execute(
        select(memberships)
        .where(memberships.c.labeler == labeler)
        .order_by(memberships.c.project_id)
    ).all()


def answering_members(connection: Connection, project_id: int) -> Sequence[AnyRow]:
    """Return the members with at least one answer, by address."""
    return connection.execute(
        select(memberships)
        .where(memberships.c.project_id == project_id, memberships.c.sequence > 0)
        .order_by(memberships.c.labeler)
    ).all()


def add_owed(connection: Connection, project_id: int, amounts: Mapping[Address, int]) -> None:
    """Add to what labelers are owed, in the project and in total."""
    if not amounts:
        return
    added = [
        {"project_id": project_id, "labeler": labeler, "owed": amount}
        for labeler, amount in amounts.items()
    ]
    given = {"p_rows": as_rows(added)}
    _ADD_OWED_IN_PROJECT.run(connection, given)
    _ADD_OWED.run(connection, given)
    add_promised(connection, 0, sum(amounts.values()))


def due_labelers(connection: Connection, before_s: int) -> set[Address]:
    """Return the labelers with an uncovered receipt that falls due before a time."""
    found = connection.execute(select(labelers.c.labeler).where(labelers.c.due_s < before_s))
    return set(found.scalars())
