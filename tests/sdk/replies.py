"""A server that says what a test wants, one reply after another."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

OK = b'{"nonce": "0x' + b"ab" * 32 + b'"}'


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server answers once."""

    status: int
    body: bytes


@dataclass(slots=True)
class Scripted:
    """An app that gives its replies in order, the last one for ever."""

    replies: list[Reply]
    requests: list[tuple[str, str, bytes]] = field(default_factory=list)
    """Method, path and body of what came."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        self.requests.append((request.method, request.url.path, await request.body()))
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        await Response(reply.body, reply.status)(scope, receive, send)


def scripted(*replies: Reply) -> Scripted:
    """Return the app with these replies."""
    return Scripted(list(replies))


def refusal(status: int, code: str = "some_code") -> Reply:
    """Return a refusal as docs/api.md spells it."""
    error = {"code": code, "message": "No.", "details": {"expected": 1}}
    return Reply(status, json.dumps({"error": error}).encode())


def bodies(app: Scripted) -> Iterable[bytes]:
    """Return what was sent."""
    return [body for _, _, body in app.requests]
