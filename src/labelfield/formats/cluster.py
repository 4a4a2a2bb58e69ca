"""Shards of answers on the processes of a Dask cluster, which keeps them between the steps.

Everything travels as bytes that we pickle ourselves: arrays that Dask takes apart come back such
that nothing can be added to them.
"""

import pickle
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from labelfield.formats.errors import NoCluster
from labelfield.quality.shards import Shard, Step

CONNECT_S = 30


@dataclass(frozen=True, slots=True)
class Cluster:
    """A scheduler, and the workers that it had when we came."""

    client: Any
    workers: int

    def place(self, shards: Sequence[Shard]) -> list[Any]:
        """Return handles of shards, spread over the workers."""
        sent = self.client.scatter([pickle.dumps(shard) for shard in shards], hash=False)
        return [self.client.submit(pickle.loads, each, pure=False) for each in sent]

    def each(
        self, step: Step, shards: Sequence[Any], common: tuple[Any, ...]
    ) -> list[tuple[Any, Any]]:
        """Run a step where each shard lies; only what is to be added up comes here."""
        sent = self.client.scatter(pickle.dumps((step, common)), broadcast=True, hash=False)
        done = [self.client.submit(_run, shard, sent, pure=False) for shard in shards]
        after = [self.client.submit(_first, each, pure=False) for each in done]
        found = [self.client.submit(_second, each, pure=False) for each in done]
        read = [pickle.loads(data) for data in self.client.gather(found)]  # noqa: S301 (our own)
        return list(zip(after, read, strict=True))

    def fetch(self, shards: Sequence[Any]) -> list[Shard]:
        """Return the shards that handles stand for."""
        bytes_of = [self.client.submit(pickle.dumps, shard, pure=False) for shard in shards]
        return [pickle.loads(data) for data in self.client.gather(bytes_of)]  # noqa: S301 (our own)


@contextmanager
def on_cluster(address: str) -> Iterator[Cluster]:
    """Yield the cluster whose scheduler is at `tcp://HOST:PORT`; raise NoCluster without one."""
    try:
        from distributed import Client
    except ImportError as error:
        raise NoCluster(address, "pip install 'labelfield[cluster]'") from error
    try:
        client: Any = Client(address, timeout=CONNECT_S, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise NoCluster(address, f"no scheduler answers: {error}") from error
    with client:
        workers = len(client.scheduler_info()["workers"])
        if not workers:
            raise NoCluster(address, "its scheduler has no workers: start some with `dask worker`")
        yield Cluster(client, workers)


def _run(shard: Shard, sent: bytes) -> tuple[Shard, bytes]:
    step, common = pickle.loads(sent)  # noqa: S301 (our own)
    after, found = step(shard, *common)
    return after, pickle.dumps(found)


def _first(done: tuple[Shard, bytes]) -> Shard:
    return done[0]


def _second(done: tuple[Shard, bytes]) -> bytes:
    return done[1]
