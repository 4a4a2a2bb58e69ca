"""Watches what storage costs: warns before an account freezes or a bucket's quota ends."""

import logging
import threading
import time
from collections.abc import Callable, Sequence

from labelfield.db.projects import list_projects
from labelfield.server.context import Coordinator
from labelfield.storage.greenfield.alarms import Alarm, alarms_of
from labelfield.storage.greenfield.client import Greenfield
from labelfield.storage.greenfield.errors import GreenfieldError, NotFound

log = logging.getLogger("labelfield.storage")

LOOK_EVERY_S = 3600.0
STATES = ("open", "closing", "complete", "halted")


class StorageWatch:
    """A thread that looks at the buckets every hour and logs a warning an alarm."""

    def __init__(self, client: Greenfield, buckets: Callable[[], Sequence[str]]) -> None:
        self._client = client
        self._buckets = buckets
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="storage watch", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """End after the look that is under way."""
        self._stopping.set()
        self._thread.join()

    def look(self) -> tuple[Alarm, ...]:
        """Look once, and return the alarms that were logged."""
        try:
            there = [bucket for bucket in self._buckets() if self._is_there(bucket)]
            alarms = alarms_of(self._client, there, int(time.time()))
        except GreenfieldError as error:
            log.warning("the store does not answer, looking again later: %s", error)
            return ()
        for alarm in alarms:
            log.warning("storage: %s %s", alarm.about, alarm.sentence)
        return alarms

    def _is_there(self, bucket: str) -> bool:
        try:
            self._client.chain.bucket(bucket)
        except NotFound:
            return False
        return True

    def _run(self) -> None:
        self.look()
        while not self._stopping.wait(LOOK_EVERY_S):
            self.look()


def storage_watch(coordinator: Coordinator) -> StorageWatch | None:
    """Start watching the projects' buckets, where the store is Greenfield."""
    if coordinator.greenfield is None:
        return None

    def buckets() -> list[str]:
        rows = coordinator.writer.run(lambda connection: list_projects(connection, STATES))
        return [row.bucket for row in rows]

    watch = StorageWatch(coordinator.greenfield, buckets)
    watch.start()
    return watch
