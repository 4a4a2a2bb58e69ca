"""A double and its clients."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from labelfield.storage.greenfield.client import Greenfield
from labelfield.storage.greenfield.double.server import GreenfieldDouble
from labelfield.storage.greenfield.double.settings import ONE_BNB, Settings
from labelfield.storage.greenfield.enums import Visibility
from labelfield.storage.greenfield.keys import Key
from labelfield.storage.greenfield.rpc import Patience

OWNER = Key(b"\x01" * 32)
FRIEND = Key(b"\x02" * 32)
STRANGER = Key(b"\x03" * 32)
BUCKET = "lf-31337-test"


class Clock:
    """Time that passes when a client sleeps, or when a test says so."""

    def __init__(self) -> None:
        self.passed_s = 0.0

    def sleep(self, seconds: float) -> None:
        self.passed_s += seconds


Start = Callable[..., GreenfieldDouble]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def start(tmp_path: Path, clock: Clock) -> Iterator[Start]:
    """Start doubles whose time is that of `clock`, in one folder unless told otherwise."""
    from datetime import UTC, datetime, timedelta

    running = []
    begin = datetime.now(UTC)
    settings = Settings(
        folder=tmp_path / "double",
        funded_wei={OWNER.address: 10 * ONE_BNB, FRIEND.address: ONE_BNB},
        now=lambda: begin + timedelta(seconds=clock.passed_s),
    )

    def begin_one(**changes: object) -> GreenfieldDouble:
        running.append(GreenfieldDouble(replace(settings, **changes)))
        return running[-1]

    yield begin_one
    for double in running:
        double.close()


@pytest.fixture
def connect(clock: Clock) -> Iterator[Callable[..., Greenfield]]:
    """Connect clients that need no time to wait."""
    clients = []

    def connect_one(double: GreenfieldDouble, key: Key | None = OWNER) -> Greenfield:
        clients.append(Greenfield(double.network(), key, Patience(sleep=clock.sleep)))
        return clients[-1]

    yield connect_one
    for client in clients:
        client.close()


@pytest.fixture
def double(start: Start) -> GreenfieldDouble:
    return start()


@pytest.fixture
def owner(double: GreenfieldDouble, connect: Callable[..., Greenfield]) -> Greenfield:
    """A client that owns one private bucket."""
    client = connect(double)
    client.create_bucket(BUCKET, Visibility.VISIBILITY_TYPE_PRIVATE)
    return client
