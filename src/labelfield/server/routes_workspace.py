"""Routes for drafts that requesters are working on."""

import asyncio
import time
from typing import Annotated

from fastapi import APIRouter, Depends, Path

from labelfield.api.models import DraftAccepted, Empty
from labelfield.api.workspace_models import (
    DraftCheck,
    KeptDraft,
    KeptDraftChange,
    KeptDraftList,
    KeptDraftRequest,
)
from labelfield.db.workspace import set_prepared
from labelfield.protocol.ids import Hash32
from labelfield.server import quotes, workspace
from labelfield.server.callers import Reader, Writer
from labelfield.server.careful_json import CarefulRoute
from labelfield.server.context import Coordinator
from labelfield.server.dependencies import coordinator_of

workspace_routes = APIRouter(tags=["requesters"], route_class=CarefulRoute)

Shared = Annotated[Coordinator, Depends(coordinator_of)]
KeptPath = Annotated[int, Path(ge=1, lt=2**31)]


@workspace_routes.post("/workspace", status_code=201)
async def keep(coordinator: Shared, caller: Writer, request: KeptDraftRequest) -> KeptDraft:
    """Keep a draft."""
    now_s = int(time.time())
    return await coordinator.writer.submit(
        lambda connection: workspace.keep(connection, caller, request, now_s)
    )


@workspace_routes.get("/workspace")
async def list_kept(coordinator: Shared, caller: Reader) -> KeptDraftList:
    """Return the caller's drafts."""
    return await coordinator.writer.submit(lambda connection: workspace.list_of(connection, caller))


@workspace_routes.get("/workspace/{draft}")
async def one(coordinator: Shared, caller: Reader, draft: KeptPath) -> KeptDraft:
    """Return one draft, whole."""
    return await coordinator.writer.submit(
        lambda connection: workspace.get(connection, caller, draft)
    )


@workspace_routes.put("/workspace/{draft}")
async def change(
    coordinator: Shared, caller: Writer, draft: KeptPath, request: KeptDraftChange
) -> KeptDraft:
    """Store a draft's next revision."""
    now_s = int(time.time())
    return await coordinator.writer.submit(
        lambda connection: workspace.change(connection, caller, draft, request, now_s)
    )


@workspace_routes.delete("/workspace/{draft}")
async def forget(coordinator: Shared, caller: Writer, draft: KeptPath) -> Empty:
    """Delete a draft."""
    await coordinator.writer.submit(lambda connection: workspace.forget(connection, caller, draft))
    return Empty()


@workspace_routes.post("/workspace/{draft}/check")
async def check(coordinator: Shared, caller: Reader, draft: KeptPath) -> DraftCheck:
    """Return everything that is wrong with a draft, or its face and its quote."""
    now_s = int(time.time())
    kept = await coordinator.writer.submit(
        lambda connection: workspace.get(connection, caller, draft)
    )
    checked, request = await asyncio.to_thread(workspace.check, coordinator, caller, kept)
    if request is None:
        return checked
    quote = await coordinator.writer.submit(
        lambda connection: quotes.quoted(coordinator, connection, request, now_s)
    )
    return checked.model_copy(update={"quote": quote})


@workspace_routes.post("/workspace/{draft}/prepare")
async def prepare(coordinator: Shared, caller: Writer, draft: KeptPath) -> DraftAccepted:
    """Publish a draft's tasks and manifest; return what to open on chain."""
    kept = await coordinator.writer.submit(
        lambda connection: workspace.get(connection, caller, draft)
    )
    accepted = await asyncio.to_thread(workspace.prepare, coordinator, caller, kept)
    await coordinator.writer.submit(
        lambda connection: set_prepared(connection, draft, Hash32(accepted.manifest_hash))
    )
    return accepted
