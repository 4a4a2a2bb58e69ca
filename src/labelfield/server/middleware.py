"""ASGI middleware: safety headers on every response, no body beyond a size, times by route."""

import time
from collections.abc import Mapping

from prometheus_client import Histogram
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class FixedHeaders:
    """Adds the same headers to every response, but for paths that begin with one of `others`."""

    def __init__(
        self,
        app: ASGIApp,
        headers: Mapping[str, str],
        others: Mapping[str, Mapping[str, str]],
    ) -> None:
        self._app = app
        self._headers = _raw(headers)
        self._others = {start: _raw({**headers, **other}) for start, other in others.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and the response back."""
        path = str(scope.get("path", ""))
        found = (headers for start, headers in self._others.items() if path.startswith(start))
        fixed = next(found, self._headers)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *fixed]
            await send(message)

        await self._app(scope, receive, with_headers)


class LargestBody:
    """Refuses bodies beyond a size, by what they declare or by what is read of them."""

    def __init__(self, app: ASGIApp, largest: int, refusal: ASGIApp) -> None:
        self._app = app
        self._largest = largest
        self._refusal = refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it with the refusal."""
        if scope["type"] == "http" and _declared(scope) > self._largest:
            await self._refusal(scope, receive, send)
            return
        size = 0

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > self._largest:
                raise HTTPException(413, f"A body may have {self._largest} bytes.")
            return message

        await self._app(scope, counted, send)


class Timed:
    """Measures how long a response takes to begin, by the route that gives it."""

    def __init__(self, app: ASGIApp, seconds: Histogram) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and the response back."""
        started = time.perf_counter()

        async def timed(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._seconds.labels(_route(scope)).observe(time.perf_counter() - started)
            await send(message)

        await self._app(scope, receive, timed)


def _raw(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), text.encode()) for name, text in headers.items()]


def _route(scope: Scope) -> str:
    """Return a route's pattern behind `/api`, never a path: of those there are endlessly many."""
    return str(getattr(scope.get("route"), "path", "other")).removeprefix("/api")


def _declared(scope: Scope) -> int:
    return next((int(text) for name, text in scope["headers"] if name == b"content-length"), 0)
