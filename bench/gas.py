"""What each contract call costs, from receipts of the development chain, beside its ceiling.

    python bench/gas.py          (needs anvil: npm ci --prefix contracts)

Exits with 1 if anything is over its ceiling. Dollars are for BSC at 0.05 gwei and $800 a BNB.
"""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from labelfield.chain import calls
from labelfield.chain.anvil import DEV_KEYS, start_anvil, stop_anvil
from labelfield.chain.calls import Call
from labelfield.chain.deploy import PoolSettings, deploy_development
from labelfield.chain.pool import Pool
from labelfield.chain.transactions import Sender
from labelfield.protocol.hashes import keccak
from labelfield.protocol.ids import Hash32
from labelfield.protocol.keys import Key
from labelfield.protocol.messages import Withdrawal, digest

BATCH = 256
LABELERS = 8 + 5 * BATCH
LABELERS_PER_REGISTRATION = 220
CREDIT = 250_000
"""Units: the quarter dollar at which a labeler is credited."""
FEE_BPS = 500
DEPOSIT = 4_000_000_000
DOLLARS_PER_GAS = 0.05e-9 * 800
STORE = "gnfd://labelfield-56-1234567890abcdef"

HUMAN_OPEN = "HUMAN Protocol 2,832,976"
HUMAN_STORE = "HUMAN storeResults 68k to 238k"
HUMAN_PAY = "HUMAN bulkPayOut x100 11.8k, fresh 30.5k"
TRANSFER = "ERC-20 transfer 34.5k, fresh 51.6k"
MORE_ENTRIES = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table."""

    what: str
    gas: float
    ceiling: int | None
    peer: str


class Bench:
    """A pool with a funded project and enough labelers."""

    def __init__(self, rpc_url: str) -> None:
        names = ("operator", "checkpointer", "receipter", "requester", "relayer")
        senders = dict(zip(names, (Sender(rpc_url, key) for key in DEV_KEYS), strict=True))
        roles = [senders[name].address for name in names[1:3]]
        deployment = deploy_development(rpc_url, DEV_KEYS[0], PoolSettings(*roles))
        self.pool = Pool(rpc_url, deployment.pool)
        self.checkpointer = senders["checkpointer"]
        self.requester = senders["requester"]
        self.relayer = senders["relayer"]
        self.labelers = [Key(keccak(b"labeler %d" % index)) for index in range(1, LABELERS + 1)]
        self._checkpoints = 0

    def fund(self) -> int:
        """Mint and approve, open a project, open the measured one; return its gas."""
        token, address = self.pool.token, self.pool.address
        self.requester.execute(calls.mint(token, self.requester.address, 10**30))
        self.requester.execute(calls.approve(token, address, 2**256 - 1))
        terms = calls.ProjectTerms(Hash32("0x" + "5a" * 32), STORE, FEE_BPS, DEPOSIT)
        opening = calls.open_project(address, terms, DEPOSIT)
        self.requester.execute(opening)
        return self._gas(self.requester, opening)

    def register(self) -> float:
        """Register everybody; return the gas a labeler."""
        addresses = [key.address for key in self.labelers]
        starts = range(0, LABELERS, LABELERS_PER_REGISTRATION)
        batches = [addresses[start : start + LABELERS_PER_REGISTRATION] for start in starts]
        registry = self.pool.registry
        return sum(self._gas(self.relayer, calls.register(registry, some)) for some in batches) / (
            LABELERS
        )

    def checkpoint(self, indices: Sequence[int]) -> int:
        """Credit each index once; return the gas of the whole checkpoint."""
        self._checkpoints += 1
        entries = [(index, CREDIT + index) for index in indices]
        record = Hash32("0x" + keccak(b"record %d" % self._checkpoints).hex())
        call = calls.checkpoint(self.pool.address, 2, self._checkpoints, record, entries)
        return self._gas(self.checkpointer, call)

    def withdraw(self, index: int, relay_fee: int) -> int:
        """Pay half a labeler's credit to itself; return the gas."""
        key = self.labelers[index - 1]
        nonce = self.pool.withdrawn_of(key.address)
        deadline_s = self.pool.chain_time_s() + 600
        order = Withdrawal(key.address, key.address, CREDIT // 2, 5_000, nonce, deadline_s)
        signature = key.sign(digest(self.pool.domain, order))
        call = calls.withdraw(self.pool.address, order, signature, relay_fee)
        return self._gas(self.relayer, call)

    def _gas(self, sender: Sender, call: Call) -> int:
        return sender.execute(call).gas_used


def measure(bench: Bench) -> Iterator[Line]:
    """Yield the table's rows."""
    yield Line("open and fund a project", bench.fund(), 130_000, HUMAN_OPEN)
    yield Line("register a labeler (batch of 220)", bench.register(), None, "")
    one = [1]
    bench.checkpoint(one)
    fixed = bench.checkpoint(one) - _marginal(bench, one)
    yield Line("checkpoint, fixed part", fixed, 45_000, HUMAN_STORE)
    dense = range(8, 8 + BATCH)
    scattered = range(8 + BATCH, 8 + 5 * BATCH, 4)
    first_dense, again_dense = bench.checkpoint(dense), bench.checkpoint(dense)
    bench.checkpoint(scattered)
    again_scattered = bench.checkpoint(scattered)
    yield Line("credit, dense, before", (again_dense - fixed) / BATCH, 2_000, HUMAN_PAY)
    yield Line("credit, scattered, before", (again_scattered - fixed) / BATCH, 7_000, HUMAN_PAY)
    yield Line("credit, dense, first", (first_dense - fixed) / BATCH, 7_000, TRANSFER)
    yield from _withdrawals(bench)


def _marginal(bench: Bench, indices: Sequence[int]) -> float:
    """Return what one credit more costs: the slope over some labelers credited before."""
    more = [*indices, *range(4, 4 + MORE_ENTRIES * 4, 4)]
    bench.checkpoint(more)
    return (bench.checkpoint(more) - bench.checkpoint(indices)) / MORE_ENTRIES


def _withdrawals(bench: Bench) -> Iterator[Line]:
    bench.withdraw(8, 1)  # from here on the relayer holds the token
    yield Line("withdrawal, relayed, to a holder", bench.withdraw(8, 1), 70_000, "push only")
    yield Line("withdrawal, relayed, first", bench.withdraw(9, 1), 90_000, "push only")
    yield Line("  the same, first of its four", bench.withdraw(12, 1), None, "")
    yield Line("withdrawal without relay fee", bench.withdraw(9, 0), None, "")


def show(lines: Sequence[Line]) -> bool:
    """Print the table; return whether everything is within its ceiling."""
    print(f"{'what':36} {'gas':>9} {'at most':>9} {'dollars':>9}  peer")
    for line in lines:
        ceiling = f"{line.ceiling:,}" if line.ceiling else ""
        over = "  OVER" if line.ceiling and line.gas > line.ceiling else ""
        dollars = f"{line.gas * DOLLARS_PER_GAS:.6f}"
        print(f"{line.what:36} {line.gas:9,.0f} {ceiling:>9} {dollars:>9}  {line.peer}{over}")
    return all(line.ceiling is None or line.gas <= line.ceiling for line in lines)


def share_of_pay(lines: Sequence[Line]) -> float:
    """Return the chain's cost as a share of pay: credit at $0.25, withdrawal of $2 by relayer.

    A credit bears its share of a checkpoint of 256; a withdrawal follows eight credits.
    """
    gas = {line.what: line.gas for line in lines}
    credit = gas["credit, scattered, before"] + gas["checkpoint, fixed part"] / BATCH
    withdrawal = gas["withdrawal, relayed, to a holder"]
    return (8 * credit + withdrawal) * DOLLARS_PER_GAS / 2


@contextmanager
def chain() -> Iterator[str]:
    """Run a chain that mines each transaction at once; yield its address."""
    with tempfile.TemporaryDirectory() as home:
        anvil = start_anvil(Path(home), block_time_s=None)
        try:
            yield anvil.rpc_url
        finally:
            stop_anvil(anvil)


def main() -> int:
    """Measure and print; return the exit code."""
    with chain() as rpc_url:
        lines = list(measure(Bench(rpc_url)))
    within = show(lines)
    share = share_of_pay(lines)
    print(f"chain as a share of pay: {share:.2%} (at most 0.30%; peers 12% to 32%)")
    return 0 if within and share <= 0.003 else 1


if __name__ == "__main__":
    sys.exit(main())
