"""A coordinator on real contracts; its worker takes a step when the test says so."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from math import inf
from pathlib import Path
from typing import Any

from sqlalchemy import update

from labelfield.chain import calls
from labelfield.chain import requester as on_chain_acts
from labelfield.chain.anvil import DEV_KEYS
from labelfield.chain.deploy import Deployment, PoolSettings, deploy_development
from labelfield.chain.pool import Pool
from labelfield.chain.rpc import Rpc
from labelfield.chain.transactions import Sender
from labelfield.db.tables import labelers
from labelfield.protocol.hashes import keccak
from labelfield.protocol.ids import Address
from labelfield.protocol.keys import Key
from labelfield.server import checkpointing
from labelfield.server.context import ProjectFacts
from labelfield.server.heartbeat import Heartbeat
from labelfield.server.settling_pace import SettlingPace
from labelfield.server.worker import Worker
from labelfield.verify.project import Report, verify_project
from tests.server.world import Person, Switchboard, Terms, World, coordinating, pool_facts

OPERATOR_KEY, CHECKPOINT_KEY, RECEIPT_KEY, REQUESTER_KEY, RELAYER_KEY = DEV_KEYS


COURT_KEY = keccak(b"the court of tests")
COURT = Key(COURT_KEY).address
PATIENCE_S = 30


class Killed(BaseException):
    """The process dies here."""


class ChainWorld:
    """Contracts, a coordinator and its worker."""

    def __init__(self, world: World, deployment: Deployment, pool: Pool) -> None:
        self.world = world
        self.pool = pool
        self._deployment = deployment
        self.requester = Sender(pool.rpc_url, REQUESTER_KEY)
        self.operator = Sender(pool.rpc_url, OPERATOR_KEY)
        self._heartbeat = Heartbeat(world.coordinator.watch, pool)
        self.worker = self.new_worker()

    def new_worker(self) -> Worker:
        """Return a worker that remembers nothing, as after a restart."""
        first = self._deployment.block
        keys = (CHECKPOINT_KEY, RELAYER_KEY)
        pace = SettlingPace(long_s=inf)
        return Worker(self.world.coordinator, self.pool, *keys, first, pace)

    def open(self, terms: Terms = Terms()) -> int:  # noqa: B008 (frozen)
        """Open a project on chain and let the server hear of it."""
        accepted = self.world.drafted(terms)
        deposit = accepted["most_that_can_be_spent"] if terms.deposit is None else terms.deposit
        number = self.open_on_chain(accepted, deposit)
        self.step()
        return number

    def open_on_chain(self, accepted: dict[str, Any], deposit: int) -> int:
        """Open a drafted project on chain under these terms."""
        names = ("manifest_hash", "store", "fee_bps", "max_unopened")
        terms = calls.ProjectTerms(*(accepted[name] for name in names))
        return on_chain_acts.open_project(self.pool, self.requester, terms, deposit)

    def step(self) -> None:
        """Let heartbeat and worker do what is due."""
        self.hear()
        self.worker.step()

    def hear(self) -> None:
        """Let the heartbeat ask the chain."""
        self._heartbeat.hear()

    def ask_to_close(self, project: int) -> None:
        """Let the requester close the project."""
        on_chain_acts.close(self.pool, self.requester, project)

    def top_up(self, project: int, amount: int) -> None:
        """Let the requester add to a deposit."""
        on_chain_acts.top_up(self.pool, self.requester, project, amount)

    def take_refund(self, project: int) -> None:
        """Let the requester have the rest."""
        on_chain_acts.take_refund(self.pool, self.requester, project)

    def stranger(self) -> Sender:
        """Return somebody else who may send transactions."""
        return Sender(self.pool.rpc_url, RECEIPT_KEY)

    def prepare(self, facts: ProjectFacts) -> bool:
        """Prepare a checkpoint and do nothing else."""
        now_s = int(time.time())
        return self.world.transact(
            lambda c: checkpointing.prepare(self.world.coordinator, c, facts, now_s)
        )

    def make_due(self) -> None:
        """Let every receipt that no credit covers fall due now."""
        self.world.transact(lambda c: c.execute(update(labelers).values(due_s=1)))

    def watch_float(self, amount: int) -> None:
        """Say what the float is, until the next heartbeat."""
        watch = self.world.coordinator.watch
        watch.funds = replace(watch.funds, float=amount)

    def use_up_a_nonce(self, key: bytes = CHECKPOINT_KEY) -> None:
        """Send something else with one of the server's keys."""
        sender = Sender(self.pool.rpc_url, key)
        sender.execute(calls.register(self.pool.registry, [sender.address]))

    def run_until(self, done: Callable[[], bool]) -> None:
        """Run the worker's thread until something is true."""
        self.worker.start()
        deadline = time.monotonic() + PATIENCE_S
        while not done() and time.monotonic() < deadline:
            time.sleep(0.01)
        self.worker.stop()
        assert done()

    def credited(self, *people: Person) -> list[int]:
        """Return what the chain credits to each."""
        return [self.pool.credit_of(person.address) for person in people]

    def verify(self, project: int) -> Report:
        """Audit a project from chain and store alone."""
        return verify_project(self.pool, project, self._deployment.block)

    def give_gas(self, account: Address) -> None:
        """Let somebody pay for transactions."""
        Rpc(self.pool.rpc_url).ask("anvil_setBalance", account, hex(10**20))

    def pass_time(self, seconds: int) -> None:
        """Let chain time pass."""
        rpc = Rpc(self.pool.rpc_url)
        rpc.ask("evm_increaseTime", hex(seconds))
        rpc.ask("evm_mine")


class Fuse:
    """Counts calls to the world outside the process and kills it after the nth."""

    def __init__(self, calls_to_live: int) -> None:
        self.left = calls_to_live

    def burn(self) -> None:
        """Die when the time has come."""
        self.left -= 1
        if self.left == 0:
            raise Killed


class Mortal:
    """Passes every call on to what it stands for; each burns the fuse once it is done."""

    def __init__(self, target: Any, fuse: Fuse) -> None:
        self._target = target
        self._fuse = fuse

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._target, name)
        return self._burning(found) if callable(found) else found

    def _burning(self, act: Callable[..., Any]) -> Callable[..., Any]:
        def call(*values: Any, **named: Any) -> Any:
            result = act(*values, **named)
            self._fuse.burn()
            return result

        return call


def step_until_killed(chain_world: ChainWorld, calls_to_live: int) -> bool:
    """Take one step that dies after so many calls; tell whether it died."""
    coordinator, worker, fuse = (
        chain_world.world.coordinator,
        chain_world.worker,
        Fuse(calls_to_live),
    )
    kept = {name: getattr(coordinator, name) for name in ("writer", "store", "sealed")}
    try:
        for name, target in kept.items():
            setattr(coordinator, name, Mortal(target, fuse))
        for name in ("_pool", "_checkpointer", "_relayer"):
            setattr(worker, name, Mortal(getattr(worker, name), fuse))
        worker.step()
    except Killed:
        return True
    finally:
        for name, target in kept.items():
            setattr(coordinator, name, target)
        chain_world.worker = chain_world.new_worker()
    return False


@contextmanager
def on_chain(
    home: Path,
    board: Switchboard,
    rpc_url: str,
    court: Address | None = COURT,
    **settings: Any,
) -> Iterator[ChainWorld]:
    """Yield a coordinator on fresh contracts; without `court`, on a real one."""
    checkpointer, receipts = (Key(key).address for key in (CHECKPOINT_KEY, RECEIPT_KEY))
    deployment = deploy_development(
        rpc_url, OPERATOR_KEY, PoolSettings(checkpointer, receipts, court=court)
    )
    pool = Pool(rpc_url, deployment.pool)
    facts = pool_facts(pool.domain, deployment.token)
    with coordinating(home, board, facts, **settings) as world:
        found = ChainWorld(world, deployment, pool)
        found.requester.execute(calls.mint(pool.token, Address(found.requester.address), 10**30))
        found.step()
        yield found
