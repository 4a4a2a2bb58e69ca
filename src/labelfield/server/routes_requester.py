"""Routes for requesters: make projects and watch them."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST

from labelfield.api.chain_models import Imported, ImportRequest
from labelfield.api.models import Draft, DraftAccepted, MediaStored
from labelfield.api.progress_models import Progress
from labelfield.api.storage_models import PieceStored
from labelfield.server import drafts, imports, media, views
from labelfield.server.callers import Operator, Reader, Writer, check_requester, own_project
from labelfield.server.careful_json import CarefulRoute
from labelfield.server.context import Coordinator
from labelfield.server.dependencies import ProjectPath, coordinator_of
from labelfield.server.exposition import exposition, read_standing
from labelfield.server.task_pieces import keep_piece

requester_routes = APIRouter(tags=["requesters"], route_class=CarefulRoute)

Shared = Annotated[Coordinator, Depends(coordinator_of)]


@requester_routes.post("/drafts")
async def draft(coordinator: Shared, caller: Writer, request: Draft) -> DraftAccepted:
    """Check a project, publish its tasks and manifest, return what to open on chain."""
    check_requester(caller, request.requester)
    return await asyncio.to_thread(drafts.create_draft, coordinator, request, caller.address)


@requester_routes.put("/pieces/{name}")
async def upload_piece(
    coordinator: Shared, caller: Writer, name: str, request: Request
) -> PieceStored:
    """Keep tasks, one a line, for a draft of more than one request holds."""
    data = await request.body()
    return await asyncio.to_thread(keep_piece, coordinator, caller.address, name, data)


@requester_routes.post("/imports")
def import_files(
    coordinator: Shared,
    caller: Writer,  # noqa: ARG001
    request: ImportRequest,
) -> Imported:
    """Return what a requester's files hold, as a draft takes it."""
    return imports.import_files(coordinator, request)


@requester_routes.put("/media/{name}")
async def upload(
    coordinator: Shared,
    caller: Writer,  # noqa: ARG001
    name: str,
    request: Request,
) -> MediaStored:
    """Keep a file that tasks will show."""
    data = await request.body()
    await asyncio.to_thread(media.store_media, coordinator, name, data)
    return MediaStored(name=name)


@requester_routes.get("/metrics")
async def metrics(coordinator: Shared, caller: Operator) -> Response:  # noqa: ARG001
    """Return what the operator watches, for Prometheus."""
    standing = await coordinator.writer.submit(read_standing)
    text = exposition(coordinator.metrics, standing, coordinator.watch)
    return Response(text, media_type=CONTENT_TYPE_LATEST)


@requester_routes.get("/projects/{project}/progress")
async def progress(coordinator: Shared, caller: Reader, project: ProjectPath) -> Progress:
    """Return what a requester watches."""
    return await coordinator.writer.submit(
        lambda connection: views.progress(
            connection, *own_project(coordinator, connection, caller, project)
        )
    )
