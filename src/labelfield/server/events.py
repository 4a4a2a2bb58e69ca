"""Server-sent events: the newest state of a project or a labeler's money whenever it changes.

An event's id is the version of what it shows: whoever comes back with the last one (Last-Event-ID)
hears nothing until there is something newer, and misses nothing, for every event is whole.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

from pydantic import BaseModel
from sqlalchemy import Connection
from starlette.responses import StreamingResponse

from labelfield.db.versions import labeler_versions, project_versions
from labelfield.server import refusals
from labelfield.server.context import Coordinator
from labelfield.server.pulse import MOST_OF_ONE, MOST_STREAMS, Topic

HEARTBEAT_S = 15.0
LONGEST_STREAM_S = 3_600.0
"""After that the client comes back, and shows that it still may."""

Look = Callable[[], Awaitable[BaseModel]]

_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def event_stream(
    coordinator: Coordinator, topic: Topic, name: str, look: Look, last_id: str | None
) -> StreamingResponse:
    """Return a stream of `name` events; refuse when there are too many streams."""
    if coordinator.pulse.streams >= MOST_STREAMS:
        raise refusals.Busy(f"{MOST_STREAMS} streams are open: ask now and then instead.")
    if coordinator.pulse.streams_of(topic) >= MOST_OF_ONE:
        raise refusals.Busy(f"{MOST_OF_ONE} streams show this already: close some.")
    events = _events(coordinator, topic, name, look, last_id or "")
    return StreamingResponse(events, media_type="text/event-stream", headers=_HEADERS)


async def _events(
    coordinator: Coordinator, topic: Topic, name: str, look: Look, last_id: str
) -> AsyncIterator[bytes]:
    async def read(topics: frozenset[Topic]) -> Mapping[Topic, str]:
        return await coordinator.writer.submit(lambda connection: _versions(connection, topics))

    ends_at = time.monotonic() + LONGEST_STREAM_S
    yield b"retry: 2000\n\n"
    with coordinator.pulse.watching(topic, read) as watch:
        while time.monotonic() < ends_at:
            try:
                await asyncio.wait_for(watch.changed.wait(), HEARTBEAT_S)
            except TimeoutError:
                yield b": still here\n\n"
                continue
            watch.changed.clear()
            version = watch.version
            if version != last_id:
                last_id = version
                yield _event(name, version, await look())


def _event(name: str, version: str, content: BaseModel) -> bytes:
    data = json.dumps(content.model_dump(), separators=(",", ":"))
    return f"id: {version}\nevent: {name}\ndata: {data}\n\n".encode()


def _versions(connection: Connection, topics: frozenset[Topic]) -> dict[Topic, str]:
    projects = [number for kind, number in topics if kind == "project"]
    people = [name for kind, name in topics if kind == "labeler"]
    found: dict[Topic, str] = {}
    if projects:
        versions = project_versions(connection, [int(number) for number in projects])
        found |= {("project", number): version for number, version in versions.items()}
    if people:
        standings = labeler_versions(connection, [str(name) for name in people])
        found |= {("labeler", labeler): version for labeler, version in standings.items()}
    return found
