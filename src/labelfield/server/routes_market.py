"""Routes for labelers who choose work, look back on it, report content or appeal."""

import asyncio
import time
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from labelfield.api.case_models import (
    Case,
    CaseAnswer,
    CaseList,
    ReportRequest,
    TakedownRequest,
    TakenDown,
)
from labelfield.api.market_models import AppealRequest, Market, OwnAnswers, OwnAppeal
from labelfield.server import answer_history, appeals, cases, takedown
from labelfield.server import market as market_service
from labelfield.server.callers import Operator
from labelfield.server.careful_json import CarefulRoute
from labelfield.server.context import Coordinator, Holder, project_facts
from labelfield.server.dependencies import ProjectPath, coordinator_of, holder

market_routes = APIRouter(tags=["labelers"], route_class=CarefulRoute)

Shared = Annotated[Coordinator, Depends(coordinator_of)]
Labeler = Annotated[Holder, Depends(holder)]
CasePath = Annotated[int, Path(ge=1, lt=2**31)]
Sequence = Annotated[int, Query(ge=1, lt=2**31)]


@market_routes.get("/market")
async def market(coordinator: Shared) -> Market:
    """Return what open projects pay and ask, as measured."""
    return await asyncio.to_thread(
        coordinator.writer.read,
        lambda connection: market_service.market(coordinator, connection),
    )


@market_routes.get("/me/answers")
async def own_answers(
    coordinator: Shared,
    labeler: Labeler,
    project: Annotated[int, Query(ge=1, lt=2**31)],
    before: Sequence = 2**31 - 1,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> OwnAnswers:
    """Return the labeler's own answers, what they earned, and once opened, why."""
    facts, _ = await coordinator.writer.submit(
        lambda connection: project_facts(coordinator, connection, project)
    )
    return await asyncio.to_thread(
        coordinator.writer.read,
        lambda connection: answer_history.own_answers(
            coordinator, connection, facts, labeler.labeler, before, limit
        ),
    )


@market_routes.get("/me/cases")
async def own_cases(coordinator: Shared, labeler: Labeler) -> CaseList:
    """Return the labeler's reports and appeals with their answers."""
    return await coordinator.writer.submit(
        lambda connection: cases.own_cases(connection, labeler.labeler)
    )


@market_routes.post("/projects/{project}/reports", status_code=201)
async def report(
    coordinator: Shared, labeler: Labeler, project: ProjectPath, request: ReportRequest
) -> Case:
    """Tell the operator of content that should not be there."""
    now_s = int(time.time())
    return await coordinator.writer.submit(
        lambda connection: cases.report(
            coordinator, connection, project, labeler.labeler, request, now_s
        )
    )


@market_routes.post("/projects/{project}/appeals", status_code=201)
async def appeal(
    coordinator: Shared, labeler: Labeler, project: ProjectPath, request: AppealRequest
) -> OwnAppeal:
    """Have others asked about an answer that was judged wrong."""
    now_s = int(time.time())
    await asyncio.to_thread(
        coordinator.writer.read,
        lambda connection: appeals.check_wrong(
            coordinator, connection, project, labeler, request.sequence
        ),
    )
    return await coordinator.writer.submit(
        lambda connection: appeals.accept(coordinator, connection, project, labeler, request, now_s)
    )


@market_routes.get("/cases")
async def waiting(coordinator: Shared, caller: Operator, answered: bool = False) -> CaseList:  # noqa: ARG001
    """Return what waits for the operator, or what was answered."""
    return await coordinator.writer.submit(cases.answered if answered else cases.waiting)


@market_routes.post("/cases/{case}/answer")
async def answer(
    coordinator: Shared,
    caller: Operator,  # noqa: ARG001
    case: CasePath,
    request: CaseAnswer,
) -> Case:
    """Answer a report or an appeal; the labeler sees it."""
    now_s = int(time.time())
    return await coordinator.writer.submit(
        lambda connection: cases.answer(connection, case, request.text, now_s)
    )


@market_routes.post("/projects/{project}/takedown")
async def take_down(
    coordinator: Shared,
    caller: Operator,  # noqa: ARG001
    project: ProjectPath,
    request: TakedownRequest,
) -> TakenDown:
    """Show a task, or a whole project, to nobody any more."""
    return await coordinator.writer.submit(
        lambda connection: takedown.take_down(coordinator, connection, project, request)
    )
