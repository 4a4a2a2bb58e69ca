"""Routes for webhooks, and for files that the server fetches itself."""

import asyncio
import time
from typing import Annotated

from fastapi import APIRouter, Depends, Path

from labelfield.api.models import Empty
from labelfield.api.reference_models import Fetched, ReferenceRequest
from labelfield.api.webhook_models import DeliveryList, WebhookCreated, WebhookList, WebhookRequest
from labelfield.server import references, webhooks
from labelfield.server.callers import Caller, Writer, needing
from labelfield.server.careful_json import CarefulRoute
from labelfield.server.context import Coordinator
from labelfield.server.dependencies import coordinator_of

webhook_routes = APIRouter(tags=["requesters"], route_class=CarefulRoute)

Shared = Annotated[Coordinator, Depends(coordinator_of)]
Keeper = Annotated[Caller, Depends(needing("webhooks"))]
WebhookPath = Annotated[int, Path(ge=1, lt=2**31)]


@webhook_routes.post("/references")
async def reference(coordinator: Shared, caller: Writer, request: ReferenceRequest) -> Fetched:  # noqa: ARG001
    """Fetch a file of tasks, or keep what tasks show, from where it lies."""
    return await asyncio.to_thread(references.fetch_reference, coordinator, request)


@webhook_routes.post("/webhooks", status_code=201)
async def create(coordinator: Shared, caller: Keeper, request: WebhookRequest) -> WebhookCreated:
    """Have changes of the account's projects posted to an address."""
    now_s = int(time.time())
    return await coordinator.writer.submit(
        lambda connection: webhooks.create(coordinator, connection, caller, request, now_s)
    )


@webhook_routes.get("/webhooks")
async def list_webhooks(coordinator: Shared, caller: Keeper) -> WebhookList:
    """Return the account's webhooks."""
    return await coordinator.writer.submit(lambda connection: webhooks.list_of(connection, caller))


@webhook_routes.delete("/webhooks/{webhook}")
async def forget(coordinator: Shared, caller: Keeper, webhook: WebhookPath) -> Empty:
    """Post nothing more."""
    await coordinator.writer.submit(lambda connection: webhooks.forget(connection, caller, webhook))
    return Empty()


@webhook_routes.post("/webhooks/{webhook}/test", status_code=202)
async def test(coordinator: Shared, caller: Keeper, webhook: WebhookPath) -> Empty:
    """Queue a post that says it is a test."""
    now_s = int(time.time())
    await coordinator.writer.submit(
        lambda connection: webhooks.queue_test(connection, caller, webhook, now_s)
    )
    return Empty()


@webhook_routes.get("/webhooks/{webhook}/deliveries")
async def deliveries(coordinator: Shared, caller: Keeper, webhook: WebhookPath) -> DeliveryList:
    """Return the last posts and how they went."""
    return await coordinator.writer.submit(
        lambda connection: webhooks.deliveries(connection, caller, webhook)
    )
