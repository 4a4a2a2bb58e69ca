"""Hears the chain every second, so that answers are refused soon after it falls silent."""

import logging
import threading
import time

from labelfield.chain.pool import Pool
from labelfield.server.context import ChainWatch

log = logging.getLogger("labelfield.heartbeat")

PAUSE_S = 1.0


class Heartbeat:
    """The thread that keeps a `ChainWatch` fresh, whatever the settlement worker waits for."""

    def __init__(self, watch: ChainWatch, pool: Pool) -> None:
        self._watch = watch
        self._pool = pool
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)

    def start(self) -> None:
        """Hear the chain once, then start the thread."""
        self.hear()
        self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        self._stopping.set()
        self._thread.join()

    def hear(self) -> None:
        """Ask the chain now."""
        self._watch.time_s = self._pool.chain_time_s()
        self._watch.funds = self._pool.funds()
        self._watch.heard_at = time.monotonic()

    def _run(self) -> None:
        while not self._stopping.wait(PAUSE_S):
            try:
                self.hear()
            except Exception as error:  # whatever it is: the thread must hear the chain return
                log.warning("the chain is silent: %s", error)
