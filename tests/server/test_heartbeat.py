"""The heartbeat: it notes what the chain says and outlives whatever else comes."""

import threading
import time
from typing import Any

import pytest

from labelfield.chain.errors import ChainUnreachable
from labelfield.chain.pool_state import Funds
from labelfield.server import heartbeat
from labelfield.server.context import ChainWatch
from labelfield.server.heartbeat import Heartbeat
from tests.server.funds import funds_of

PATIENCE_S = 10


class Node:
    """A node that answers with nonsense for a while: no real one can be made to."""

    def __init__(self, *errors: Exception) -> None:
        self._errors = [*errors]
        self.recovered = threading.Event()

    def chain_time_s(self) -> int:
        if self._errors:
            raise self._errors.pop()
        return 77

    def funds(self) -> Funds:
        self.recovered.set()
        return funds_of(88)


def test_a_silent_chain_at_the_start_is_an_error() -> None:
    node: Any = Node(ChainUnreachable("http://127.0.0.1:1", "nobody"))
    with pytest.raises(ChainUnreachable):
        Heartbeat(ChainWatch(), node).start()


def test_the_thread_hears_a_chain_that_comes_back_from_anything(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(heartbeat, "PAUSE_S", 0.001)
    node: Any = Node()
    watch = ChainWatch()
    beat = Heartbeat(watch, node)
    beat.start()
    assert (watch.time_s, watch.funds) == (77, funds_of(88))
    assert watch.heard_at <= time.monotonic()
    node._errors += [TypeError("null"), ChainUnreachable("http://127.0.0.1:1", "x"), KeyError("y")]
    while node._errors:
        time.sleep(0.001)
    node.recovered.clear()
    assert node.recovered.wait(PATIENCE_S)
    beat.stop()
