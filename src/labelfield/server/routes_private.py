"""Routes of private projects: their keys for labelers, and leaving."""

from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy import Connection

from labelfield.api.models import Empty
from labelfield.api.storage_models import KeysRequest, LeaveRequest, WrappedKeys
from labelfield.protocol.ids import Address
from labelfield.server import private_projects
from labelfield.server.callers import Writer, own_project
from labelfield.server.careful_json import CarefulRoute
from labelfield.server.context import Coordinator, Holder
from labelfield.server.dependencies import ProjectPath, coordinator_of, holder

private_routes = APIRouter(tags=["private projects"], route_class=CarefulRoute)

Shared = Annotated[Coordinator, Depends(coordinator_of)]


@private_routes.post("/projects/{project}/keys")
async def keys(
    coordinator: Shared,
    labeler: Annotated[Holder, Depends(holder)],
    project: ProjectPath,
    request: KeysRequest,
) -> WrappedKeys:
    """Return the project's keys, wrapped for the labeler."""
    return await coordinator.writer.submit(
        lambda connection: private_projects.hand_over(
            coordinator, connection, project, labeler.labeler, request.reader
        )
    )


@private_routes.post("/projects/{project}/leave")
async def leave(
    coordinator: Shared, labeler: Annotated[Holder, Depends(holder)], project: ProjectPath
) -> Empty:
    """Leave a private project."""
    await coordinator.writer.submit(
        lambda connection: private_projects.leave(coordinator, connection, project, labeler.labeler)
    )
    return Empty()


@private_routes.post("/projects/{project}/dismiss")
async def dismiss(
    coordinator: Shared, caller: Writer, project: ProjectPath, request: LeaveRequest
) -> Empty:
    """Let the requester send a labeler away from a private project."""

    def dismissed(connection: Connection) -> None:
        own_project(coordinator, connection, caller, project)
        private_projects.leave(coordinator, connection, project, Address(request.labeler))

    await coordinator.writer.submit(dismissed)
    return Empty()
