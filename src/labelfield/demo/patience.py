"""Waiting for something that may be slow, as long as it moves."""

import time
from collections.abc import Callable

from labelfield.demo.errors import Disagreement


class Patience:
    """Ends after a time in which nothing changed."""

    def __init__(
        self, limit_s: float, complaint: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limit_s = limit_s
        self._complaint = complaint
        self._clock = clock
        self._seen: object = None
        self._since = clock()

    def look(self, seen: object) -> None:
        """Note what is seen now; raise Disagreement when it has been the same for too long."""
        now = self._clock()
        if seen != self._seen:
            self._seen, self._since = seen, now
        elif now - self._since > self._limit_s:
            raise Disagreement(f"{self._complaint}: no progress for {self._limit_s:.0f} s")
