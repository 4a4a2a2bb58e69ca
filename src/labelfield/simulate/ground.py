"""The chain on which the laboratory plays: deployed once, wound back before every economy."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from labelfield.chain.anvil import DEV_KEYS, start_anvil, stop_anvil
from labelfield.chain.deploy import Deployment, PoolSettings, deploy_development
from labelfield.chain.rpc import Rpc
from labelfield.protocol.keys import Key
from labelfield.server.run import DEVELOPMENT_DISPUTES, DEVELOPMENT_KEYS, DEVELOPMENT_PERIODS

GAS_WEI = 10**20


@dataclass(slots=True)
class Ground:
    """Contracts with nobody's projects, and the way back to them."""

    rpc_url: str
    deployment: Deployment
    settings: PoolSettings
    _snapshot: str

    def wind_back(self) -> None:
        """Let the chain forget everything since the deployment; its clock shows the wall's time."""
        rpc = Rpc(self.rpc_url)
        rpc.ask("evm_revert", self._snapshot)
        self._snapshot = str(rpc.ask("evm_snapshot"))
        rpc.ask("evm_setNextBlockTimestamp", int(time.time()))
        rpc.ask("evm_mine")

    def pass_time(self, seconds: int) -> None:
        """Let chain time pass, and mine a block."""
        rpc = Rpc(self.rpc_url)
        rpc.ask("evm_increaseTime", hex(seconds))
        rpc.ask("evm_mine")

    def with_gas(self, key: Key) -> Key:
        """Return a key whose account can pay for transactions."""
        Rpc(self.rpc_url).ask("anvil_setBalance", key.address, hex(GAS_WEI))
        return key


@contextmanager
def prepared(home: Path, float_units: int, deposit: int) -> Iterator[Ground]:
    """Deploy contracts whose operator has just the bond that its float and one deposit need.

    So whatever the operator takes is measured against the least that the rules make it put up.
    """
    anvil = start_anvil(home / "chain", block_time_s=None)
    try:
        settings = PoolSettings(
            checkpoint_key=Key(DEVELOPMENT_KEYS.checkpoint).address,
            receipt_key=Key(DEVELOPMENT_KEYS.receipt).address,
            disputes=DEVELOPMENT_DISPUTES,
            periods=DEVELOPMENT_PERIODS,
            float_units=float_units,
            bond_units=2 * (float_units + deposit),
        )
        deployment = deploy_development(anvil.rpc_url, DEV_KEYS[0], settings)
        snapshot = str(Rpc(anvil.rpc_url).ask("evm_snapshot"))
        yield Ground(anvil.rpc_url, deployment, settings, snapshot)
    finally:
        stop_anvil(anvil)
