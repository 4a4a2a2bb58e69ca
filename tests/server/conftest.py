"""What the server's tests share: see `world` and `chain_world`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from labelfield.chain.anvil import Anvil, start_anvil, stop_anvil
from tests.server.chain_world import ChainWorld, on_chain
from tests.server.world import Json, Person, Switchboard, Terms, World, coordinating, switchboard


@pytest.fixture(scope="session")
def board() -> Iterator[Switchboard]:
    with switchboard() as board:
        yield board


@pytest.fixture
def world(tmp_path: Path, board: Switchboard) -> Iterator[World]:
    """A coordinator whose chain is what the test says."""
    with coordinating(tmp_path, board) as world:
        yield world


@pytest.fixture
def secure_world(tmp_path: Path, board: Switchboard) -> Iterator[World]:
    """The same behind TLS, at an address that the operator names."""
    with coordinating(tmp_path, board, public_url="https://label.example") as world:
        yield world


@pytest.fixture(scope="session")
def anvil(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Anvil]:
    """A chain that mines each transaction at once."""
    running = start_anvil(tmp_path_factory.mktemp("chain"), block_time_s=None)
    yield running
    stop_anvil(running)


@pytest.fixture
def chain_world(tmp_path: Path, board: Switchboard, anvil: Anvil) -> Iterator[ChainWorld]:
    """A coordinator on fresh contracts, whose worker the test steps by hand."""
    with on_chain(tmp_path, board, anvil.rpc_url, settle_interval_s=0.05) as chain_world:
        yield chain_world


@pytest.fixture
def ready(world: World) -> tuple[World, Person, Json]:
    """A labeler with a task in hand and a request that would be accepted."""
    project = world.open(Terms(tasks=3))
    person = world.person("ann", project)
    (task,) = person.lease(project)
    return world, person, person.signed(project, (task, "yes"))
