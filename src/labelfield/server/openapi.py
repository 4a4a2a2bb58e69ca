"""The API's description of itself: what each route refuses, and who may ask."""

from collections.abc import Iterator, Sequence
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from labelfield.api.models import RefusalResponse
from labelfield.server.callers import COOKIE, caller_of
from labelfield.server.dependencies import holder

REFUSALS: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": RefusalResponse, "description": "Refused: the request must change."},
    "503": {"model": RefusalResponse, "description": "Refused for now: it may be repeated."},
}

_SCHEMES = {
    "labeler": {
        "type": "http",
        "scheme": "bearer",
        "description": "The token of a labeler's session, from POST /api/sessions.",
    },
    "apiKey": {
        "type": "http",
        "scheme": "bearer",
        "description": "A requester's or the operator's API key, from POST /api/keys.",
    },
    "cookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": COOKIE,
        "description": "A login, from POST /api/login.",
    },
}


def describe(app: FastAPI, routers: Sequence[APIRouter]) -> None:
    """Have the application describe its refusals and its security; routers lie under /api."""
    plain = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            _complete(plain(), routers)
        assert app.openapi_schema is not None
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]


def _complete(schema: dict[str, Any], routers: Sequence[APIRouter]) -> None:
    schema.setdefault("components", {})["securitySchemes"] = _SCHEMES
    for name in ("HTTPValidationError", "ValidationError"):
        schema["components"].get("schemas", {}).pop(name, None)
    for route in _routes(routers):
        for method in route.methods or ():
            operation = schema["paths"].get(f"/api{route.path}", {}).get(method.lower())
            if operation is None:
                continue
            operation["responses"].pop("422", None)  # what is malformed is answered with 400
            if security := _security(route.dependant):
                operation["security"] = security


def _routes(routers: Sequence[APIRouter]) -> Iterator[APIRoute]:
    for router in routers:
        yield from (route for route in router.routes if isinstance(route, APIRoute))


def _security(dependant: Dependant) -> list[dict[str, list[str]]]:
    """Return which of the schemes open a route, by what it depends on."""
    calls = set(_calls(dependant))
    if holder in calls:
        return [{"labeler": []}]
    if caller_of in calls:
        return [{"apiKey": []}, {"cookie": []}]
    return []


def _calls(dependant: Dependant) -> Iterator[Any]:
    for each in dependant.dependencies:
        yield each.call
        yield from _calls(each)
