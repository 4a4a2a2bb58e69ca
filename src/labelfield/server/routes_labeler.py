"""Routes for labelers: log in, join, label, be paid."""

import time
from typing import Annotated

from fastapi import APIRouter, Depends, Path

from labelfield.api.models import (
    AnswersRequest,
    Earnings,
    Empty,
    Joined,
    LeaseList,
    LeaseRequest,
    ReceiptList,
    SessionRequest,
    SessionToken,
    SkipRequest,
    WithdrawalRequest,
    WithdrawalStatus,
)
from labelfield.protocol.ids import TaskId
from labelfield.server import earnings as earnings_service
from labelfield.server import leasing, submission, tokens
from labelfield.server.acceptance import Arrival, accept_all
from labelfield.server.careful_json import CarefulRoute
from labelfield.server.context import Coordinator, Holder, project_facts
from labelfield.server.dependencies import ProjectPath, coordinator_of, holder, require_chain

labeler_routes = APIRouter(tags=["labelers"], route_class=CarefulRoute)

Shared = Annotated[Coordinator, Depends(coordinator_of)]
Labeler = Annotated[Holder, Depends(holder)]


@labeler_routes.post("/sessions")
async def log_in(coordinator: Shared, request: SessionRequest) -> SessionToken:
    """Turn a signed session into a token."""
    now_s = int(time.time())
    session = tokens.check_login(coordinator, request, now_s)
    return await coordinator.writer.submit(
        lambda connection: tokens.log_in(connection, session, request, now_s)
    )


@labeler_routes.post("/projects/{project}/join")
async def join(coordinator: Shared, labeler: Labeler, project: ProjectPath) -> Joined:
    """Return where the labeler's chain stands."""
    return await coordinator.writer.submit(
        lambda connection: leasing.join(coordinator, connection, project, labeler.labeler)
    )


@labeler_routes.post("/projects/{project}/leases")
async def lease(
    coordinator: Shared, labeler: Labeler, project: ProjectPath, request: LeaseRequest
) -> LeaseList:
    """Hand out tasks."""
    now_s = int(time.time())
    return await coordinator.writer.submit(
        lambda connection: leasing.lease(
            coordinator, connection, project, labeler.labeler, request.count, now_s
        )
    )


@labeler_routes.post("/projects/{project}/skips")
async def skip(
    coordinator: Shared, labeler: Labeler, project: ProjectPath, request: SkipRequest
) -> Empty:
    """Take a task back for good."""
    await coordinator.writer.submit(
        lambda connection: leasing.skip(
            coordinator,
            connection,
            project,
            labeler.labeler,
            TaskId(request.task),
            request.reason,
        )
    )
    return Empty()


@labeler_routes.post("/projects/{project}/answers")
async def submit(
    coordinator: Shared, labeler: Labeler, project: ProjectPath, request: AnswersRequest
) -> ReceiptList:
    """Accept signed answers and return a receipt for each, once they are durable."""
    require_chain(coordinator)
    now_s = int(time.time())
    facts = coordinator.known.get(project)
    if facts is None:
        facts = await coordinator.writer.submit(
            lambda connection: project_facts(coordinator, connection, project)[0]
        )
    checked = submission.check_submission(coordinator, facts, labeler, request, now_s)
    receipts = await coordinator.writer.submit_item(
        accept_all, Arrival(coordinator, checked, now_s)
    )
    coordinator.metrics.answers.inc(len(receipts))
    return ReceiptList(
        receipts=[submission.sign_receipt(coordinator, receipt) for receipt in receipts]
    )


@labeler_routes.get("/me")
async def earnings(coordinator: Shared, labeler: Labeler) -> Earnings:
    """Return everything about the labeler's money."""
    return await coordinator.writer.submit(
        lambda connection: earnings_service.earnings(coordinator, connection, labeler.labeler)
    )


@labeler_routes.post("/me/withdrawals", status_code=202)
async def withdraw(
    coordinator: Shared, labeler: Labeler, request: WithdrawalRequest
) -> WithdrawalStatus:
    """Queue a signed withdrawal and wake the worker."""
    require_chain(coordinator)
    queued = await coordinator.writer.submit(
        lambda connection: earnings_service.queue_withdrawal(
            coordinator, connection, labeler.labeler, request
        )
    )
    coordinator.wake.set()
    return queued


@labeler_routes.get("/me/withdrawals/{identifier}")
async def withdrawal(
    coordinator: Shared, labeler: Labeler, identifier: Annotated[int, Path(ge=1, lt=2**31)]
) -> WithdrawalStatus:
    """Return how far a withdrawal has come."""
    return await coordinator.writer.submit(
        lambda connection: earnings_service.one_withdrawal(connection, labeler.labeler, identifier)
    )
