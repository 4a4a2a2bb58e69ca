"""Answers reach their endpoint past the framework, which costs more than accepting them does.

The route is declared like any other, so it is documented, and refuses in the same words; only the
way to it is shorter (bench/server.py measures).
"""

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, TypeAdapter, ValidationError
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from labelfield.server.careful_json import CarefulRequest
from labelfield.server.dependencies import ProjectPath, coordinator_of, holder

Handler = Callable[[Request, Exception], Any]

_PROJECT: TypeAdapter[int] = TypeAdapter(ProjectPath)


class FastLane:
    """Takes the requests to one route out of the others'.

    Its endpoint takes the coordinator, the labeler, the project's number and the body's model.
    """

    def __init__(
        self,
        app: ASGIApp,
        route: Route,
        body: type[BaseModel],
        refusals: Mapping[type[Exception], Handler],
    ) -> None:
        self._app = app
        self._route = route
        self._body = body
        self._refusals = refusals

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a POST to the route's path, pass anything else on."""
        found = None
        if scope["type"] == "http" and scope["method"] == "POST":
            found = self._route.path_regex.match(scope["path"])
        if found is None:
            await self._app(scope, receive, send)
            return
        scope["route"] = self._route
        response = await self._respond(CarefulRequest(scope, receive), found["project"])
        await response(scope, receive, send)

    async def _respond(self, request: Request, project: str) -> Response:
        try:
            coordinator = await coordinator_of(request)
            labeler = await holder(coordinator, request.headers.get("authorization"))
            number = _checked("path", _PROJECT.validate_python, project, ("project",))
            body = _checked("body", self._body.model_validate, await _content(request))
            answer = await self._route.endpoint(coordinator, labeler, number, body)
        except Exception as error:
            handler = next(
                (self._refusals[kind] for kind in type(error).__mro__ if kind in self._refusals),
                None,
            )
            if handler is None:
                raise
            refusal: Response = handler(request, error)
            return refusal
        return Response(answer.model_dump_json(), media_type="application/json")


async def _content(request: Request) -> Any:
    """Return the body's value; the bytes themselves where they do not claim to be JSON."""
    if not request.headers.get("content-type", "").startswith("application/json"):
        return await request.body()
    return await request.json()


def _checked(
    where: str, check: Callable[[Any], Any], value: Any, place: tuple[str, ...] = ()
) -> Any:
    try:
        return check(value)
    except ValidationError as error:
        problems = [
            {**problem, "loc": (where, *place, *problem["loc"])} for problem in error.errors()
        ]
        raise RequestValidationError(problems) from error
