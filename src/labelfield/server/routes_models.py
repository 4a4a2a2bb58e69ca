"""Routes for requesters about models: what they say, what they did."""

import asyncio
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends

from labelfield.api.prediction_models import ModelsReport, Predictions, PredictionsAccepted
from labelfield.server.callers import Reader, Writer, own_project
from labelfield.server.careful_json import CarefulRoute
from labelfield.server.context import Coordinator
from labelfield.server.dependencies import ProjectPath, coordinator_of
from labelfield.server.model_report import models_report
from labelfield.server.predictions import check_predictions, store_predictions

model_routes = APIRouter(tags=["requesters"], route_class=CarefulRoute)

Shared = Annotated[Coordinator, Depends(coordinator_of)]


@model_routes.post("/projects/{project}/predictions")
async def predict(
    coordinator: Shared, caller: Writer, project: ProjectPath, request: Predictions
) -> PredictionsAccepted:
    """Hear what a model says of open tasks: a labeler that is never paid."""
    checked = await asyncio.to_thread(
        coordinator.writer.read,
        lambda connection: check_predictions(coordinator, connection, caller, project, request),
    )
    return await coordinator.writer.submit(partial(store_predictions, checked=checked))


@model_routes.get("/projects/{project}/models")
async def models(coordinator: Shared, caller: Reader, project: ProjectPath) -> ModelsReport:
    """Return what models did, what they saved and how good they were, as measured."""
    facts, _ = await coordinator.writer.submit(
        lambda connection: own_project(coordinator, connection, caller, project)
    )
    return await asyncio.to_thread(
        coordinator.writer.read, lambda connection: models_report(connection, facts)
    )
