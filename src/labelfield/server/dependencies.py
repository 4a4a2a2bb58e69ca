"""What routes are handed: the coordinator, the labeler behind a token, a living chain."""

import time
from typing import Annotated

from fastapi import Depends, Header, Path, Request

from labelfield.server.context import Coordinator, Holder
from labelfield.server.refusals import ChainUnreachable, Unauthorized
from labelfield.server.tokens import holder_of

ProjectPath = Annotated[int, Path(ge=1, lt=2**31)]


async def coordinator_of(request: Request) -> Coordinator:
    """Return the application's coordinator (async: a plain function would cost a thread)."""
    coordinator: Coordinator = request.app.state.coordinator
    return coordinator


async def holder(
    coordinator: Annotated[Coordinator, Depends(coordinator_of)],
    authorization: Annotated[str | None, Header()] = None,
) -> Holder:
    """Return the labeler who sent the request; refuse strangers."""
    return await holder_of(coordinator, bearer(authorization), int(time.time()))


def chain_answers(coordinator: Coordinator) -> bool:
    """Tell whether the chain was heard lately."""
    silence_s = time.monotonic() - coordinator.watch.heard_at
    return coordinator.watch.heard_at > 0 and silence_s <= coordinator.settings.chain_silence_s


def require_chain(coordinator: Coordinator) -> None:
    """Refuse what promises money while the chain is silent."""
    if not chain_answers(coordinator):
        raise ChainUnreachable(
            "The chain does not answer, so no receipt can be given. Nothing is lost: try again."
        )


def bearer(authorization: str | None) -> str:
    """Return the token of an Authorization header; refuse requests without one."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthorized("Send the token as 'Authorization: Bearer …'.")
    return token
