"""Routes for requesters' and operators' accounts: log in by wallet, API keys."""

import asyncio
import time
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from labelfield.api.account_models import (
    Account,
    ApiKeyCreated,
    ApiKeyList,
    ApiKeyRequest,
    SignedIn,
    SignInMessage,
    SignInRequest,
)
from labelfield.api.models import Empty
from labelfield.server import api_keys, logins
from labelfield.server.callers import Caller, caller_of, cookie_of
from labelfield.server.careful_json import CarefulRoute
from labelfield.server.context import Coordinator
from labelfield.server.dependencies import coordinator_of
from labelfield.server.sites import site_of

account_routes = APIRouter(tags=["accounts"], route_class=CarefulRoute)

Shared = Annotated[Coordinator, Depends(coordinator_of)]
Anyone = Annotated[Caller, Depends(caller_of)]


@account_routes.post("/login/message")
async def message(coordinator: Shared, http: Request, request: SignInRequest) -> SignInMessage:
    """Return a text for the wallet to sign (EIP-4361)."""
    site, now_s = site_of(coordinator.settings, http), int(time.time())
    text = await coordinator.writer.submit(
        lambda connection: logins.new_message(coordinator, connection, site, request, now_s)
    )
    return SignInMessage(message=text)


@account_routes.post("/login")
async def log_in(
    coordinator: Shared, http: Request, response: Response, request: SignedIn
) -> Account:
    """Turn a signed text into a cookie."""
    site, now_s = site_of(coordinator.settings, http), int(time.time())
    signed = logins.read_message(coordinator, site, request, now_s)
    await coordinator.writer.submit(
        lambda connection: logins.spend_nonce(connection, signed, now_s)
    )
    await asyncio.to_thread(logins.check_signature, coordinator, signed)
    cookie = await coordinator.writer.submit(
        lambda connection: logins.log_in(connection, signed, now_s)
    )
    logins.set_cookie(response, site, cookie)
    return logins.account_of(coordinator, signed.address)


@account_routes.get("/login")
async def who(caller: Anyone) -> Account:
    """Return who asks, by cookie or API key."""
    return logins.account_view(caller)


@account_routes.delete("/login")
async def log_out(
    coordinator: Shared,
    http: Request,
    response: Response,
    caller: Anyone,  # noqa: ARG001 (checks where the request comes from)
) -> Empty:
    """End the login."""
    cookie = cookie_of(coordinator.settings, http)
    if cookie is not None:
        await coordinator.writer.submit(lambda connection: logins.log_out(connection, cookie))
        logins.drop_cookie(response, site_of(coordinator.settings, http))
    return Empty()


@account_routes.post("/keys", status_code=201)
async def create_key(coordinator: Shared, caller: Anyone, request: ApiKeyRequest) -> ApiKeyCreated:
    """Make an API key; its text is shown this once."""
    now_s = int(time.time())
    return await coordinator.writer.submit(
        lambda connection: api_keys.create(connection, caller, request, now_s)
    )


@account_routes.get("/keys")
async def list_keys(coordinator: Shared, caller: Anyone) -> ApiKeyList:
    """Return the account's API keys."""
    return await coordinator.writer.submit(lambda connection: api_keys.list_of(connection, caller))


@account_routes.delete("/keys/{identifier}")
async def revoke_key(
    coordinator: Shared, caller: Anyone, identifier: Annotated[int, Path(ge=1, lt=2**31)]
) -> Empty:
    """Make an API key worthless."""
    now_s = int(time.time())
    await coordinator.writer.submit(
        lambda connection: api_keys.revoke(connection, caller, identifier, now_s)
    )
    return Empty()
