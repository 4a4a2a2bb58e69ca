"""Routes for requesters about their projects: quote, list, statistics, tasks, pause, refund."""

import asyncio
import time
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import StreamingResponse

from labelfield.api.models import Empty
from labelfield.api.quote_models import QuoteFacts, QuoteRequest
from labelfield.api.statistics_models import (
    LabelerLimits,
    OwnAccount,
    RefundFacts,
    Statistics,
    TaskDetails,
    TaskNumbersPage,
    TaskOrder,
    TaskState,
)
from labelfield.protocol.ids import TaskId
from labelfield.server import datasets, own_projects, quotes, statistics
from labelfield.server.callers import Reader, Writer, own_project
from labelfield.server.careful_json import CarefulRoute
from labelfield.server.context import Coordinator
from labelfield.server.dependencies import ProjectPath, coordinator_of
from labelfield.server.found_labels import found_labels

project_routes = APIRouter(tags=["requesters"], route_class=CarefulRoute)

Shared = Annotated[Coordinator, Depends(coordinator_of)]
TaskPath = Annotated[str, Path(pattern=r"^0x[0-9a-f]{64}$")]


@project_routes.post("/quote")
async def quote(coordinator: Shared, request: QuoteRequest) -> QuoteFacts:
    """Return what a project would cost, how right it would be, how long it would take."""
    now_s = int(time.time())
    return await coordinator.writer.submit(
        lambda connection: quotes.quoted(coordinator, connection, request, now_s)
    )


@project_routes.get("/account")
async def account(coordinator: Shared, caller: Reader) -> OwnAccount:
    """Return the caller's projects; of the operator's account everybody's."""
    return await coordinator.writer.submit(
        lambda connection: own_projects.own_account(coordinator, connection, caller)
    )


@project_routes.get("/projects/{project}/statistics")
async def numbers(coordinator: Shared, caller: Reader, project: ProjectPath) -> Statistics:
    """Return a project in numbers."""
    now_s = int(time.time())
    facts, _ = await coordinator.writer.submit(
        lambda connection: own_project(coordinator, connection, caller, project)
    )
    found = await found_labels(coordinator, facts)
    return await asyncio.to_thread(
        coordinator.writer.read,
        lambda connection: statistics.statistics(connection, facts, found, now_s),
    )


@project_routes.get("/projects/{project}/tasks")
async def tasks(
    coordinator: Shared,
    caller: Reader,
    project: ProjectPath,
    order: TaskOrder = "given",
    state: TaskState | None = None,
    offset: Annotated[int, Query(ge=0, lt=2**32)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> TaskNumbersPage:
    """Return some tasks: as given, the last closed, or the least certain first."""
    facts, _ = await coordinator.writer.submit(
        lambda connection: own_project(coordinator, connection, caller, project)
    )
    found = await found_labels(coordinator, facts)
    return await asyncio.to_thread(
        coordinator.writer.read,
        lambda connection: statistics.task_page(
            connection, facts, found, order, state, offset, limit
        ),
    )


@project_routes.get("/projects/{project}/tasks/{task}")
async def one_task(
    coordinator: Shared, caller: Reader, project: ProjectPath, task: TaskPath
) -> TaskDetails:
    """Return all that may be shown of one task: answers once its record is open."""
    facts, _ = await coordinator.writer.submit(
        lambda connection: own_project(coordinator, connection, caller, project)
    )
    found = await found_labels(coordinator, facts)
    return await asyncio.to_thread(
        coordinator.writer.read,
        lambda connection: statistics.task_details(connection, facts, found, TaskId(task)),
    )


@project_routes.get("/projects/{project}/dataset/{file}", response_class=StreamingResponse)
async def dataset(
    coordinator: Shared, caller: Reader, project: ProjectPath, file: Literal["labels", "answers"]
) -> StreamingResponse:
    """Return a finished project's labels or answers, a line of JSON each, as a stream."""
    facts, _ = await coordinator.writer.submit(
        lambda connection: own_project(coordinator, connection, caller, project)
    )
    found = await asyncio.to_thread(datasets.export, coordinator, facts, file)
    size = {"Content-Length": str(found.size)}
    return StreamingResponse(found.pieces, media_type="application/jsonl", headers=size)


@project_routes.post("/projects/{project}/pause")
async def pause(coordinator: Shared, caller: Writer, project: ProjectPath) -> Empty:
    """Hand out no more tasks; those in labelers' hands are still taken."""
    await coordinator.writer.submit(
        lambda connection: own_projects.pause(coordinator, connection, caller, project)
    )
    return Empty()


@project_routes.post("/projects/{project}/resume")
async def resume(coordinator: Shared, caller: Writer, project: ProjectPath) -> Empty:
    """Hand out tasks again."""
    await coordinator.writer.submit(
        lambda connection: own_projects.resume(coordinator, connection, caller, project)
    )
    return Empty()


@project_routes.put("/projects/{project}/limits")
async def limit(
    coordinator: Shared, caller: Writer, project: ProjectPath, request: LabelerLimits
) -> LabelerLimits:
    """Let one labeler do no more of a project than this."""
    await coordinator.writer.submit(
        lambda connection: own_projects.set_limits(
            coordinator, connection, caller, project, request
        )
    )
    return request


@project_routes.get("/projects/{project}/refund")
async def refund(coordinator: Shared, caller: Reader, project: ProjectPath) -> RefundFacts:
    """Return what a close would give back, as the chain says now."""
    facts, _ = await coordinator.writer.submit(
        lambda connection: own_project(coordinator, connection, caller, project)
    )
    return await asyncio.to_thread(own_projects.refund_facts, coordinator, facts)
