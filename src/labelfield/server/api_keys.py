"""API keys for requesters' programs: made and revoked after a login, shown once, kept by hash."""

import secrets
from typing import Any

from sqlalchemy import Connection

from labelfield.api.account_models import ApiKeyCreated, ApiKeyFacts, ApiKeyList, ApiKeyRequest
from labelfield.db import accounts as accounts_db
from labelfield.protocol.hashes import keccak_hex
from labelfield.server import refusals
from labelfield.server.callers import Caller

PREFIX = "lf_"
_SHOWN = 8
MOST_KEYS = 100


def create(
    connection: Connection, caller: Caller, request: ApiKeyRequest, now_s: int
) -> ApiKeyCreated:
    """Return a new key of the caller's account."""
    _check_logged_in(caller)
    lacking = [scope for scope in request.scopes if not caller.may(scope)]
    if lacking:
        raise refusals.Forbidden(f"The account has no right {lacking[0]!r}.", scope=lacking[0])
    if request.valid_until_s is not None and request.valid_until_s <= now_s:
        raise refusals.Malformed("valid_until_s must lie in the future.", now_s=now_s)
    if len(accounts_db.api_keys_of(connection, caller.address)) >= MOST_KEYS:
        raise refusals.Conflict(f"An account may have {MOST_KEYS} keys.")
    key = PREFIX + secrets.token_urlsafe(32)
    row = accounts_db.ApiKeyRow(
        address=caller.address,
        name=request.name,
        scopes=tuple(dict.fromkeys(request.scopes)),
        key_hash=keccak_hex(key.encode()),
        begins_with=key[:_SHOWN],
        created_s=now_s,
        valid_until_s=request.valid_until_s,
    )
    identifier = accounts_db.insert_api_key(connection, row)
    [found] = [
        found
        for found in accounts_db.api_keys_of(connection, caller.address)
        if found.id == identifier
    ]
    return ApiKeyCreated(key=key, facts=_facts(found))


def list_of(connection: Connection, caller: Caller) -> ApiKeyList:
    """Return the caller's keys without what they open."""
    rows = accounts_db.api_keys_of(connection, caller.address)
    return ApiKeyList(keys=[_facts(row) for row in rows])


def revoke(connection: Connection, caller: Caller, identifier: int, now_s: int) -> None:
    """Make one of the caller's keys worthless."""
    _check_logged_in(caller)
    if not accounts_db.revoke_api_key(connection, caller.address, identifier, now_s):
        raise refusals.NotFound(f"The account has no key {identifier}.")


def _check_logged_in(caller: Caller) -> None:
    """Refuse keys that would make keys: a leaked one could outlive its own revocation."""
    if not caller.by_cookie:
        raise refusals.Forbidden("Log in with the wallet to make or revoke keys.")


def _facts(row: Any) -> ApiKeyFacts:
    return ApiKeyFacts(
        id=row.id,
        name=row.name,
        scopes=row.scopes.split(),
        begins_with=row.begins_with,
        created_s=row.created_s,
        valid_until_s=row.valid_until_s,
        revoked=row.revoked_s is not None,
    )
