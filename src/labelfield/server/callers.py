"""Who asks, other than a labeler: a requester or the operator, by cookie or API key."""

import hmac
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Annotated, Any, get_args

from fastapi import Depends, Request
from sqlalchemy import Connection

from labelfield.api.account_models import Scope
from labelfield.db import accounts as accounts_db
from labelfield.protocol.hashes import keccak_hex
from labelfield.protocol.ids import Address
from labelfield.server import refusals
from labelfield.server.context import Coordinator, ProjectFacts, project_facts
from labelfield.server.dependencies import bearer, coordinator_of
from labelfield.server.settings import Settings
from labelfield.server.sites import check_same_site

SCOPES: tuple[Scope, ...] = get_args(Scope)
REQUESTERS_SCOPES: tuple[Scope, ...] = ("projects:read", "projects:write", "webhooks")
COOKIE, SECURE_COOKIE = "labelfield", "__Host-labelfield"
_HARMLESS = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody with an account here."""

    address: Address
    scopes: tuple[Scope, ...]
    operator: bool
    by_cookie: bool = False

    def may(self, scope: Scope) -> bool:
        """Whether the caller has a right."""
        return scope in self.scopes


def cookie_name(*, secure: bool) -> str:
    """Return what a login's cookie is called: under https so that no other host can set it."""
    return SECURE_COOKIE if secure else COOKIE


def cookie_of(settings: Settings, request: Request) -> str | None:
    """Return the cookie of a login."""
    secure = settings.public_url is not None and settings.public_url.startswith("https:")
    return request.cookies.get(cookie_name(secure=secure))


async def caller_of(
    request: Request, coordinator: Annotated[Coordinator, Depends(coordinator_of)]
) -> Caller:
    """Return who sent the request; refuse strangers."""
    authorization, cookie = (
        request.headers.get("authorization"),
        cookie_of(coordinator.settings, request),
    )
    now_s = int(time.time())
    if authorization is None and cookie is not None:
        if request.method not in _HARMLESS:
            check_same_site(coordinator.settings, request)
        return await coordinator.writer.submit(
            lambda connection: _by_cookie(coordinator, connection, cookie, now_s)
        )
    key = bearer(authorization)
    if hmac.compare_digest(key.encode(), coordinator.api_key.encode()):
        return Caller(coordinator.pool.operator, SCOPES, operator=True)
    return await coordinator.writer.submit(
        lambda connection: _by_key(coordinator, connection, key, now_s)
    )


def needing(scope: Scope) -> Callable[..., Coroutine[Any, Any, Caller]]:
    """Return the dependency of routes that need a right."""

    async def allowed(caller: Annotated[Caller, Depends(caller_of)]) -> Caller:
        if not caller.may(scope):
            raise refusals.Forbidden(f"This needs the right {scope!r}.", scope=scope)
        return caller

    return allowed


Reader = Annotated[Caller, Depends(needing("projects:read"))]
Writer = Annotated[Caller, Depends(needing("projects:write"))]
Operator = Annotated[Caller, Depends(needing("operate"))]


def own_project(
    coordinator: Coordinator, connection: Connection, caller: Caller, number: int
) -> tuple[ProjectFacts, Any]:
    """Return a project and its row; refuse whoever is neither its requester nor the operator."""
    facts, row = project_facts(coordinator, connection, number)
    if not caller.operator and row.requester != caller.address:
        raise refusals.Forbidden("The project belongs to another requester.", project=number)
    return facts, row


def check_requester(caller: Caller, requester: str) -> None:
    """Refuse projects in another's name."""
    if not caller.operator and requester != caller.address:
        raise refusals.Forbidden(
            "The requester must be the account that asks.", requester=caller.address
        )


def scopes_of(coordinator: Coordinator, address: Address) -> tuple[Scope, ...]:
    """Return all that an account may do: the operator's can do everything."""
    return SCOPES if address == coordinator.pool.operator else REQUESTERS_SCOPES


def _by_cookie(coordinator: Coordinator, connection: Connection, cookie: str, now_s: int) -> Caller:
    address = accounts_db.login_of(connection, keccak_hex(cookie.encode()), now_s)
    if address is None:
        raise refusals.Unauthorized("The login has ended: log in again.")
    scopes = scopes_of(coordinator, address)
    return Caller(address, scopes, address == coordinator.pool.operator, by_cookie=True)


def _by_key(coordinator: Coordinator, connection: Connection, key: str, now_s: int) -> Caller:
    row = accounts_db.api_key_of(connection, keccak_hex(key.encode()), now_s)
    if row is None:
        raise refusals.Unauthorized(
            "The API key is unknown, revoked or expired. The operator's own lies in "
            "LABELFIELD_HOME/api.key; requesters make theirs after logging in."
        )
    granted = row.scopes.split()
    scopes = tuple(scope for scope in scopes_of(coordinator, row.address) if scope in granted)
    return Caller(row.address, scopes, operator="operate" in scopes)
