"""The route by which labelers may upload large answers."""

from typing import Annotated

from fastapi import APIRouter, Depends

from labelfield.api.storage_models import UploadPermission
from labelfield.server import uploads
from labelfield.server.context import Coordinator, Holder
from labelfield.server.dependencies import ProjectPath, coordinator_of, holder

upload_routes = APIRouter(tags=["labelers"])


@upload_routes.post("/projects/{project}/uploads")
async def permission(
    coordinator: Annotated[Coordinator, Depends(coordinator_of)],
    labeler: Annotated[Holder, Depends(holder)],
    project: ProjectPath,
) -> UploadPermission:
    """Let the session's key upload to the store itself."""
    return await uploads.permit(coordinator, labeler, project)
