"""Bodies are parsed by the protocol's own rules: no deep nesting, no duplicate keys, no NaN.

Deep nesting matters: a library raises the interpreter's recursion limit so far that the standard
parser would overflow the stack and end the process.
"""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import HTTPException, Request, Response
from fastapi.routing import APIRoute

from labelfield.protocol.canonical import Json, parse_json
from labelfield.protocol.errors import NotCanonical


def careful_value(body: bytes) -> Json:
    """Return the body's value; raise HTTPException (FastAPI passes on no other error)."""
    try:
        return parse_json(body)
    except NotCanonical as error:
        raise HTTPException(400, f"The body is refused: {error}.") from error


class CarefulRequest(Request):
    """A request whose JSON is refused where the protocol would refuse it."""

    async def json(self) -> Json:
        """Return the body's value, or raise HTTPException."""
        return careful_value(await self.body())


class CarefulRoute(APIRoute):
    """A route that is handed careful requests."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler behind the careful request."""
        handle = super().get_route_handler()

        async def carefully(request: Request) -> Response:
            return await handle(CarefulRequest(request.scope, request.receive))

        return carefully
