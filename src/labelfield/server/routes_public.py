"""Routes for anyone."""

import asyncio
import time
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

import labelfield
from labelfield.api.models import (
    Health,
    Nonce,
    PoolFacts,
    ProjectDetails,
    ProjectList,
    Readiness,
)
from labelfield.api.preview_models import Preview, PreviewRequest, Trial, TrialRequest
from labelfield.server import media, previews, views
from labelfield.server.careful_json import CarefulRoute
from labelfield.server.context import Coordinator
from labelfield.server.dependencies import ProjectPath, chain_answers, coordinator_of
from labelfield.server.private_projects import is_private
from labelfield.server.ranges import file_response
from labelfield.server.tokens import new_nonce

public_routes = APIRouter(tags=["anyone"], route_class=CarefulRoute)

Shared = Annotated[Coordinator, Depends(coordinator_of)]


@public_routes.get("/health")
async def health(coordinator: Shared) -> Health:
    """Tell whether the server and its chain answer."""
    return Health(
        status="ok",
        chain="ok" if chain_answers(coordinator) else "unreachable",
        version=labelfield.__version__,
    )


@public_routes.get("/ready", responses={503: {"model": Readiness}})
async def ready(coordinator: Shared, response: Response) -> Readiness:
    """Tell whether answers would be taken now; 503 where not."""
    found = await views.readiness(coordinator, chain=chain_answers(coordinator))
    response.status_code = 200 if found.ready else 503
    return found


@public_routes.get("/pool")
async def pool(coordinator: Shared) -> PoolFacts:
    """Return what a client must know to sign and to check."""
    return views.pool_view(coordinator, int(time.time()))


@public_routes.get("/projects")
async def projects(coordinator: Shared) -> ProjectList:
    """Return all projects."""
    return await coordinator.writer.submit(
        lambda connection: views.project_list(coordinator, connection)
    )


@public_routes.get("/projects/{project}")
async def project(coordinator: Shared, project: ProjectPath) -> ProjectDetails:
    """Return all that a labeler needs to start."""
    return await coordinator.writer.submit(
        lambda connection: views.project_details(coordinator, connection, project)
    )


@public_routes.get("/projects/{project}/media/{name}")
async def media_file(
    coordinator: Shared, project: ProjectPath, name: str, request: Request
) -> Response:
    """Return a file that a task shows, or a part of it; a private project's is kept by nobody."""
    data, content_type = await asyncio.to_thread(media.read_media, coordinator, name)
    kept = "no-store" if await is_private(coordinator, project) else media.FOREVER
    wanted = request.headers.get("range")
    return file_response(data, content_type, {"Cache-Control": kept}, wanted)


@public_routes.post("/preview")
def preview(request: PreviewRequest) -> Preview:
    """Return what a config shows and asks, or say what is wrong with it and where."""
    return previews.preview(request.config)


@public_routes.post("/preview/answers")
def trial(request: TrialRequest) -> Trial:
    """Check an answer as a project with this config and task would; nothing is kept."""
    previews.check_trial(request)
    return Trial(valid=True)


@public_routes.get("/nonce")
async def nonce(coordinator: Shared) -> Nonce:
    """Return a number for one login."""
    now_s = int(time.time())
    found = await coordinator.writer.submit(lambda connection: new_nonce(connection, now_s))
    return Nonce(nonce=found)
