"""The HTTP application: routes, refusals, headers, the page's files."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Route
from starlette.types import ASGIApp
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

import labelfield
from labelfield.api.models import AnswersRequest
from labelfield.db.errors import DatabaseUnreachable, WriterStopped
from labelfield.server import refusals
from labelfield.server.assets_folder import ASSETS
from labelfield.server.context import Coordinator
from labelfield.server.fast_lane import Application, FastLane
from labelfield.server.middleware import FixedHeaders, LargestBody, Timed
from labelfield.server.openapi import REFUSALS, describe
from labelfield.server.page_files import PageFiles
from labelfield.server.problems import Problem
from labelfield.server.rate_limit import Buckets, RateLimited
from labelfield.server.refusals import Refusal
from labelfield.server.routes_accounts import account_routes
from labelfield.server.routes_chain import chain_routes
from labelfield.server.routes_events import event_routes
from labelfield.server.routes_labeler import labeler_routes, submit
from labelfield.server.routes_market import market_routes
from labelfield.server.routes_models import model_routes
from labelfield.server.routes_private import private_routes
from labelfield.server.routes_projects import project_routes
from labelfield.server.routes_public import public_routes
from labelfield.server.routes_requester import requester_routes
from labelfield.server.routes_templates import template_routes
from labelfield.server.routes_uploads import upload_routes
from labelfield.server.routes_webhooks import webhook_routes
from labelfield.server.routes_workspace import workspace_routes
from labelfield.storage.errors import StorageError
from labelfield.storage.greenfield.errors import GreenfieldError

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' blob: data:; style-src 'self'; script-src 'self'; "
        "connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}

_VERIFIER = _HEADERS["Content-Security-Policy"].replace(
    "connect-src 'self'", "connect-src 'self' https: http://127.0.0.1:* http://localhost:*"
)
"""The verifier asks whichever node and store its user names; it holds no key and no wallet."""

_ROUTERS = (
    public_routes,
    chain_routes,
    labeler_routes,
    account_routes,
    requester_routes,
    project_routes,
    model_routes,
    workspace_routes,
    webhook_routes,
    market_routes,
    event_routes,
    private_routes,
    upload_routes,
    template_routes,
)

_OF_STATUS: dict[int, type[Refusal]] = {
    each.status: each for each in (refusals.NotFound, refusals.MethodNotAllowed, refusals.TooLarge)
}


def create_app(coordinator: Coordinator) -> FastAPI:
    """Return the application of one coordinator."""
    app = Application(
        title="Labelfield",
        version=labelfield.__version__,
        docs_url=None,
        redoc_url=None,
        responses=REFUSALS,
    )
    app.state.coordinator = coordinator
    for router in _ROUTERS:
        app.include_router(router, prefix="/api")
    describe(app, _ROUTERS)
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(WriterStopped, _stopping)
    app.add_exception_handler(DatabaseUnreachable, _database_unreachable)
    app.add_exception_handler(OperationalError, _database_unreachable)  # a disk that is full
    app.add_exception_handler(GreenfieldError, _storage_failed)
    app.add_exception_handler(StorageError, _storage_failed)
    guards = _guards(coordinator)
    app.add_middleware(GZipMiddleware, minimum_size=2_000, compresslevel=6)
    for guard in guards:
        app.add_middleware(guard.cls, *guard.args, **guard.kwargs)
    route = Route("/api/projects/{project}/answers", submit, methods=["POST"])
    lane = FastLane(coordinator, route, AnswersRequest, app.exception_handlers)
    app.lane = lane, _behind(guards, lane)
    if ASSETS.is_dir():
        app.mount("/", PageFiles(directory=ASSETS, html=True))
    return app


def _guards(coordinator: Coordinator) -> Sequence[Middleware]:
    """Return what every request passes, the innermost first."""
    settings = coordinator.settings
    message = f"A body may have {settings.largest_body} bytes."
    details = {"problem": Problem.BODY_TOO_LARGE, "most": settings.largest_body}
    too_large = error_response(413, "too_large", message, details)
    return (
        Middleware(LargestBody, largest=settings.largest_body, refusal=too_large),
        Middleware(
            RateLimited,
            addresses=Buckets(settings.address_limit),
            keys=Buckets(settings.key_limit),
            refusal=partial(_asks_too_often, coordinator),
        ),
        Middleware(
            FixedHeaders,
            headers=_HEADERS,
            others={"/verify/": {"Content-Security-Policy": _VERIFIER}},
        ),
        Middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.proxies)),
        Middleware(Timed, seconds=coordinator.metrics.requests),
    )


def _behind(guards: Sequence[Middleware], app: ASGIApp) -> ASGIApp:
    for guard in guards:
        app = guard.cls(app, *guard.args, **guard.kwargs)
    return app


def _asks_too_often(coordinator: Coordinator, wait_s: int) -> JSONResponse:
    coordinator.metrics.refusals.labels("rate_limited").inc()
    message = f"Too many requests: ask again in {wait_s} seconds."
    refusal = error_response(429, "rate_limited", message, {"wait_s": wait_s})
    refusal.headers["Retry-After"] = str(wait_s)
    return refusal


def error_response(status: int, code: str, message: str, details: dict[str, Any]) -> JSONResponse:
    """Return a refusal as docs/api.md spells it."""
    body = {"error": {"code": code, "message": message, "details": details}}
    return JSONResponse(body, status_code=status)


def _refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refusal)
    return _counted(request, error.status, error.code, error.message, error.details)


def _malformed(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    details = {"problem": Problem.BAD_VALUE, "field": place}
    return _counted(request, 400, "malformed", f"{place}: {first['msg']}", details)


def _http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code = _OF_STATUS.get(error.status_code, refusals.Malformed).code
    return _counted(request, error.status_code, code, str(error.detail), {})


def _stopping(request: Request, error: Exception) -> JSONResponse:
    return _refused(request, refusals.Stopping(str(error)))


def _database_unreachable(request: Request, _: Exception) -> JSONResponse:
    message = "The database takes nothing now. Nothing is lost: try again."
    return _refused(request, refusals.DatabaseUnreachable(message))


def _storage_failed(request: Request, error: Exception) -> JSONResponse:
    message = f"The store does not do its part: {error}"
    return _refused(request, refusals.StorageFailed(message))


def _counted(
    request: Request, status: int, code: str, message: str, details: dict[str, Any]
) -> JSONResponse:
    request.app.state.coordinator.metrics.refusals.labels(code).inc()
    return error_response(status, code, message, details)
