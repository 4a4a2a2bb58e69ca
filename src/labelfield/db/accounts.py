"""Accounts of requesters and operators: who is logged in, and their API keys. Secrets by hash."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from labelfield.db.tables import AnyRow, api_keys, logins
from labelfield.protocol.ids import Address, Hash32


@dataclass(frozen=True, slots=True)
class ApiKeyRow:
    """An API key as it is stored."""

    address: Address
    name: str
    scopes: tuple[str, ...]
    key_hash: Hash32
    begins_with: str
    created_s: int
    valid_until_s: int | None


def insert_login(
    connection: Connection, token_hash: Hash32, address: Address, valid_until_s: int, now_s: int
) -> None:
    """Remember who holds a cookie, and forget those whose time is over."""
    connection.execute(delete(logins).where(logins.c.valid_until_s < now_s))
    connection.execute(
        insert(logins).values(token_hash=token_hash, address=address, valid_until_s=valid_until_s)
    )


def login_of(connection: Connection, token_hash: Hash32, now_s: int) -> Address | None:
    """Return who holds a cookie that is still good."""
    found = select(logins.c.address).where(
        logins.c.token_hash == token_hash, logins.c.valid_until_s >= now_s
    )
    address: Address | None = connection.execute(found).scalar()
    return address


def delete_login(connection: Connection, token_hash: Hash32) -> None:
    """Make a cookie worthless; again it changes nothing."""
    connection.execute(delete(logins).where(logins.c.token_hash == token_hash))


def insert_api_key(connection: Connection, row: ApiKeyRow) -> int:
    """Store a key by its hash and return its id."""
    values = {name: getattr(row, name) for name in row.__slots__}
    values["scopes"] = " ".join(row.scopes)
    statement = insert(api_keys).values(values).returning(api_keys.c.id)
    return int(connection.execute(statement).scalar_one())


def api_key_of(connection: Connection, key_hash: Hash32, now_s: int) -> AnyRow | None:
    """Return a key that was not revoked and is still good."""
    row = connection.execute(
        select(api_keys).where(api_keys.c.key_hash == key_hash, api_keys.c.revoked_s.is_(None))
    ).first()
    if row is None or (row.valid_until_s is not None and row.valid_until_s < now_s):
        return None
    return row


def api_keys_of(connection: Connection, address: Address) -> Sequence[AnyRow]:
    """Return an account's keys, revoked ones too, oldest first."""
    return connection.execute(
        select(api_keys).where(api_keys.c.address == address).order_by(api_keys.c.id)
    ).all()


def revoke_api_key(connection: Connection, address: Address, identifier: int, now_s: int) -> bool:
    """Make an account's key worthless; tell whether the account has such a key."""
    mine = (api_keys.c.address == address, api_keys.c.id == identifier)
    if connection.execute(select(api_keys.c.id).where(*mine)).first() is None:
        return False
    connection.execute(
        update(api_keys).where(*mine, api_keys.c.revoked_s.is_(None)).values(revoked_s=now_s)
    )
    return True
