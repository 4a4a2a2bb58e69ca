"""Answers reach their endpoint past the framework, which costs more than accepting them does.

The route is declared like any other, so it is documented, and refuses in the same words; only the
way to it is shorter (bench/server.py measures).
"""

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, TypeAdapter, ValidationError
from starlette.requests import ClientDisconnect
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from labelfield.server.careful_json import careful_value
from labelfield.server.context import Coordinator
from labelfield.server.dependencies import ProjectPath, holder

Handler = Callable[[Request, Exception], Any]

_PROJECT: TypeAdapter[int] = TypeAdapter(ProjectPath)


class Application(FastAPI):
    """The framework's application, which hears nothing of what the fast lane takes."""

    lane: "tuple[FastLane, ASGIApp] | None" = None
    """The lane, and the lane behind the guards of all requests."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if self.lane is not None and self.lane[0].takes(scope):
            scope["app"] = self
            await self.lane[1](scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


class FastLane:
    """Answers the requests to one route.

    Its endpoint takes the coordinator, the labeler, the project's number and the body's model.
    """

    def __init__(
        self,
        coordinator: Coordinator,
        route: Route,
        body: type[BaseModel],
        refusals: Mapping[type[Exception], Handler],
    ) -> None:
        self._coordinator = coordinator
        self._route = route
        self._body = body
        self._refusals = refusals

    def takes(self, scope: Scope) -> bool:
        """Tell whether a request is a POST to the route's path."""
        if scope["type"] != "http" or scope["method"] != "POST":
            return False
        return self._route.path_regex.match(scope["path"]) is not None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request that it takes."""
        found = self._route.path_regex.match(scope["path"])
        assert found is not None
        scope["route"] = self._route
        try:
            content = await self._respond(scope, receive, found["project"])
        except Exception as error:
            await self._refusal(scope, error)(scope, receive, send)
            return
        await send(_start(len(content)))
        await send({"type": "http.response.body", "body": content})

    async def _respond(self, scope: Scope, receive: Receive, project: str) -> bytes:
        headers = dict(scope["headers"])
        token = headers.get(b"authorization", b"").decode("latin-1")
        labeler = await holder(self._coordinator, token)
        number = _checked("path", _PROJECT.validate_python, project, ("project",))
        data: Any = await _content(receive)
        if headers.get(b"content-type", b"").startswith(b"application/json"):
            data = careful_value(data)
        body = _checked("body", self._body.model_validate, data)
        answer = await self._route.endpoint(self._coordinator, labeler, number, body)
        content: bytes = answer.model_dump_json().encode()
        return content

    def _refusal(self, scope: Scope, error: Exception) -> Response:
        handler = next(
            (self._refusals[kind] for kind in type(error).__mro__ if kind in self._refusals), None
        )
        if handler is None:
            raise error
        refusal: Response = handler(Request(scope), error)
        return refusal


async def _content(receive: Receive) -> bytes:
    """Return a request's body."""
    pieces: list[bytes] = []
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        pieces.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(pieces)


def _start(length: int) -> Message:
    headers = [(b"content-length", b"%d" % length), (b"content-type", b"application/json")]
    return {"type": "http.response.start", "status": 200, "headers": headers}


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
