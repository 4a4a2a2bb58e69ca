"""One pool with its operator's server, and what a scenario does to both."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from math import inf
from pathlib import Path

from labelfield.api.models import Draft, DraftAccepted
from labelfield.chain import requester as on_chain
from labelfield.chain.calls import ProjectTerms
from labelfield.chain.court import Court
from labelfield.chain.pool import Pool
from labelfield.chain.transactions import Sender
from labelfield.protocol.ids import Address, ProjectNumber
from labelfield.sdk.requester import Requester
from labelfield.server.context import Coordinator
from labelfield.server.heartbeat import Heartbeat
from labelfield.server.run import DEVELOPMENT_KEYS, REQUESTER_KEY, coordinating
from labelfield.server.settings import Settings
from labelfield.server.settling_pace import SettlingPace
from labelfield.server.storage import opened_storage
from labelfield.server.worker import Worker
from labelfield.simulate.ground import Ground
from labelfield.simulate.served import served
from labelfield.verify.project import Report, verify_project

FEE_BPS = 200
NO_HEARTBEAT_S = 86_400.0
"""Nobody listens to the chain but when a step is taken, so its silence means nothing."""


@dataclass(slots=True)
class Economy:
    """A pool, the server of its operator, and a requester."""

    ground: Ground
    pool: Pool
    court: Court
    url: str
    coordinator: Coordinator
    requester: Sender
    client: Requester
    worker: Worker

    @property
    def first_block(self) -> int:
        """No event is older."""
        return self.ground.deployment.block

    def open(self, draft: Draft) -> ProjectNumber:
        """Have a project drafted, lock all that it can cost, and let the server hear of it."""
        accepted = self.client.create(draft)
        number = self._locked(accepted)
        self.step()
        return number

    def step(self) -> None:
        """Let the operator do what is due."""
        Heartbeat(self.coordinator.watch, self.pool).hear()
        self.worker.step()

    def close(self, project: int) -> None:
        """Let the requester ask for the close."""
        on_chain.close(self.pool, self.requester, project)

    def state_of(self, project: int) -> str:
        """Return a project's state."""
        return str(self.client.project(project).state)

    def verify(self, project: int) -> Report:
        """Audit a project from chain and store."""
        return verify_project(self.pool, project, self.first_block)

    def credits_of(self, project: int) -> dict[Address, int]:
        """Return what the chain credited to whom for a project."""
        block = self.pool.block_number()
        labelers = self.pool.labelers_registered(self.first_block, block)
        found: dict[Address, int] = {}
        for event in self.pool.checkpoints(project, self.first_block, block):
            for index, amount in event.entries:
                found[labelers[index]] = found.get(labelers[index], 0) + amount
        return found

    def _locked(self, accepted: DraftAccepted) -> ProjectNumber:
        deposit = accepted.most_that_can_be_spent
        on_chain.mint_if_short(self.pool, self.requester, deposit)
        terms = ProjectTerms(
            manifest_hash=accepted.manifest_hash,  # type: ignore[arg-type]
            store=accepted.store,
            fee_bps=accepted.fee_bps,
            max_unopened=accepted.max_unopened,
        )
        return on_chain.open_project(self.pool, self.requester, terms, deposit)


@contextmanager
def economy(ground: Ground, home: Path, credit_from: int | None) -> Iterator[Economy]:
    """Wind the chain back and start the operator's server on an empty home.

    Labelers are credited from `credit_from` units on, from the product's own amount where not set.
    """
    ground.wind_back()
    home.mkdir(parents=True)
    settings = Settings(
        home=home, fee_bps=FEE_BPS, chain_silence_s=NO_HEARTBEAT_S, appeal_window_s=0
    )
    if credit_from is not None:
        settings = replace(settings, credit_from=credit_from)
    pool = Pool(ground.rpc_url, ground.deployment.pool)
    with (
        opened_storage(settings) as storage,
        coordinating(settings, pool, DEVELOPMENT_KEYS, storage, ground.deployment) as coordinator,
        served(coordinator) as url,
    ):
        Heartbeat(coordinator.watch, pool).hear()
        client = Requester(url, coordinator.api_key)
        keys = DEVELOPMENT_KEYS
        try:
            yield Economy(
                ground=ground,
                pool=pool,
                court=Court(pool.rpc_url, pool.court),
                url=url,
                coordinator=coordinator,
                requester=Sender(pool.rpc_url, REQUESTER_KEY),
                client=client,
                worker=Worker(
                    coordinator,
                    pool,
                    keys.checkpoint,
                    keys.relayer,
                    ground.deployment.block,
                    SettlingPace(long_s=inf),
                ),
            )
        finally:
            client.close()
