"""One look at the database in a while tells every open stream whether to look for itself.

A stream shows the newest state, never a queue of old ones: whoever reads slowly skips some, and
nothing waits in memory for anybody.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

Topic = tuple[str, int | str]
"""`("project", id)` or `("labeler", address)`."""

LOOK_EVERY_S = 0.5
MOST_STREAMS = 1_000
MOST_OF_ONE = 20
"""Streams of one topic: a project's requester or a labeler cannot use up everybody's."""

Read = Callable[[frozenset[Topic]], Awaitable[Mapping[Topic, str]]]


@dataclass(slots=True, eq=False)
class Watch:
    """One stream's view of its topic."""

    version: str = ""
    changed: asyncio.Event = field(default_factory=asyncio.Event)


class Pulse:
    """Who watches what, and the task that looks while anybody does."""

    def __init__(self) -> None:
        self._watches: dict[Topic, set[Watch]] = {}
        self._task: asyncio.Task[None] | None = None

    @property
    def streams(self) -> int:
        """How many streams are open."""
        return sum(len(watches) for watches in self._watches.values())

    def streams_of(self, topic: Topic) -> int:
        """How many streams show this topic."""
        return len(self._watches.get(topic, ()))

    @contextmanager
    def watching(self, topic: Topic, read: Read) -> Iterator[Watch]:
        """Yield a watch whose event is set when the topic's version changes."""
        watch = Watch()
        self._watches.setdefault(topic, set()).add(watch)
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._look(read))
        try:
            yield watch
        finally:
            self._watches[topic].discard(watch)
            if not self._watches[topic]:
                del self._watches[topic]

    async def _look(self, read: Read) -> None:
        while self._watches:
            self._tell(await _versions(read, frozenset(self._watches)))
            await asyncio.sleep(LOOK_EVERY_S)

    def _tell(self, versions: Mapping[Topic, str]) -> None:
        for topic, version in versions.items():
            for watch in self._watches.get(topic, ()):
                if watch.version != version:
                    watch.version = version
                    watch.changed.set()


async def _versions(read: Read, topics: frozenset[Topic]) -> Mapping[Topic, str]:
    """Return what is there; nothing while the database does not answer, for it will again."""
    try:
        return await read(topics)
    except Exception:  # whoever streams finds out by asking
        return {}
