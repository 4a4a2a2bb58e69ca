"""A development chain that mines each transaction at once, with the contracts on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from labelfield.chain import calls
from labelfield.chain.anvil import DEV_KEYS, Anvil, start_anvil, stop_anvil
from labelfield.chain.deploy import Deployment, PoolSettings, deploy_development
from labelfield.chain.pool import Pool
from labelfield.chain.rpc import Rpc
from labelfield.chain.transactions import Sender
from labelfield.protocol.hashes import keccak
from labelfield.protocol.ids import Hash32
from labelfield.protocol.keys import Key

MANIFEST = Hash32("0x" + "11" * 32)
RECORD = Hash32("0x" + "22" * 32)
DEPOSIT = 1_000_000
FEE_BPS = 500
TERMS = calls.ProjectTerms(MANIFEST, "folder", FEE_BPS, max_unopened=DEPOSIT)


@dataclass(frozen=True, slots=True)
class World:
    """Contracts, and senders for everybody."""

    rpc_url: str
    deployment: Deployment
    pool: Pool
    operator: Sender
    checkpointer: Sender
    requester: Sender
    relayer: Sender

    def open_project(self, deposit: int = DEPOSIT) -> int:
        """Open a project and return its number."""
        self.requester.execute(calls.open_project(self.pool.address, TERMS, deposit))
        return self.pool.project_count()

    def register(self, *names: str) -> list[tuple[Key, int]]:
        """Register labelers by name; return their keys and indices."""
        keys = [labeler(name) for name in names]
        addresses = [key.address for key in keys]
        self.relayer.execute(calls.register(self.pool.registry, addresses))
        indices = self.pool.labeler_indices(addresses)
        return [(key, indices[key.address]) for key in keys]

    def pass_time(self, seconds: int) -> None:
        """Let chain time pass."""
        rpc = Rpc(self.rpc_url)
        rpc.ask("evm_increaseTime", hex(seconds))
        rpc.ask("evm_mine")


def labeler(name: str) -> Key:
    """Return the key of a labeler by name."""
    return Key(keccak(name.encode()))


@pytest.fixture(scope="session")
def anvil(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Anvil]:
    running = start_anvil(tmp_path_factory.mktemp("chain"), block_time_s=None)
    yield running
    stop_anvil(running)


@pytest.fixture(scope="session")
def settings() -> PoolSettings:
    checkpointer, receipter = (Key(key).address for key in DEV_KEYS[1:3])
    return PoolSettings(checkpointer, receipter)


@pytest.fixture
def world(anvil: Anvil, settings: PoolSettings) -> World:
    """Fresh contracts; the requester holds tokens that the pool may take."""
    deployment = deploy_development(anvil.rpc_url, DEV_KEYS[0], settings)
    operator, checkpointer, _, requester, relayer = (Sender(anvil.rpc_url, key) for key in DEV_KEYS)
    requester.execute(calls.mint(deployment.token, requester.address, 10**30))
    requester.execute(calls.approve(deployment.token, deployment.pool, 2**256 - 1))
    pool = Pool(anvil.rpc_url, deployment.pool)
    return World(anvil.rpc_url, deployment, pool, operator, checkpointer, requester, relayer)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder for a chain of its own."""
    return tmp_path / "chain"
