"""Routes that stream: a project's progress, a labeler's money (server-sent events)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header
from starlette.responses import StreamingResponse

from labelfield.api.models import Earnings
from labelfield.api.progress_models import Progress
from labelfield.server import earnings, views
from labelfield.server.callers import Reader, own_project
from labelfield.server.context import Coordinator, Holder
from labelfield.server.dependencies import ProjectPath, coordinator_of, holder
from labelfield.server.events import event_stream

event_routes = APIRouter(tags=["events"])

Shared = Annotated[Coordinator, Depends(coordinator_of)]
LastId = Annotated[str | None, Header(alias="Last-Event-ID", max_length=1_000)]


@event_routes.get("/projects/{project}/events", response_class=StreamingResponse)
async def project_events(
    coordinator: Shared, caller: Reader, project: ProjectPath, last_event_id: LastId = None
) -> StreamingResponse:
    """Stream `progress` events, each what GET …/progress returns, whenever it changes."""
    facts, _ = await coordinator.writer.submit(
        lambda connection: own_project(coordinator, connection, caller, project)
    )

    async def look() -> Progress:
        return await coordinator.writer.submit(
            lambda connection: views.progress(
                connection, *own_project(coordinator, connection, caller, project)
            )
        )

    topic = ("project", facts.project_id)
    return event_stream(coordinator, topic, "progress", look, last_event_id)


@event_routes.get("/me/events", response_class=StreamingResponse)
async def labeler_events(
    coordinator: Shared,
    labeler: Annotated[Holder, Depends(holder)],
    last_event_id: LastId = None,
) -> StreamingResponse:
    """Stream `earnings` events, each what GET /api/me returns, whenever it changes."""

    async def look() -> Earnings:
        return await coordinator.writer.submit(
            lambda connection: earnings.earnings(coordinator, connection, labeler.labeler)
        )

    topic = ("labeler", labeler.labeler)
    return event_stream(coordinator, topic, "earnings", look, last_event_id)
