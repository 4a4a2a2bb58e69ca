"""One pool's watch: looks at every block and sends what a proof is there for.

Nothing is remembered that the chain and the receipt files do not say: a tower that was killed goes
on where it was. What is remembered here only spares questions.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from labelfield.chain import calls
from labelfield.chain.calls import Call
from labelfield.chain.claiming import SignedReceipt, Step, contradiction, next_step
from labelfield.chain.court import Court
from labelfield.chain.court_state import Complaint
from labelfield.chain.dispute_acts import pay_bond, send_dispute
from labelfield.chain.disputing import next_dispute_step, party_step
from labelfield.chain.errors import ChainError, ChainUnreachable
from labelfield.chain.events import ProjectOpened
from labelfield.chain.pool import Pool
from labelfield.chain.pool_state import PoolState
from labelfield.chain.transactions import Sender
from labelfield.formats.receipts_file import ReceiptsFile
from labelfield.protocol.errors import BadSignature
from labelfield.protocol.ids import Address, Hash32
from labelfield.protocol.keys import Key, recover
from labelfield.protocol.messages import Receipt, digest
from labelfield.protocol.typed_data import Domain
from labelfield.storage.store import Store, open_store
from labelfield.watchtower.withheld import is_public_in, overdue, unreadable

log = logging.getLogger("labelfield.watchtower")

WAIT_S = 30.0


@dataclass(frozen=True, slots=True)
class Act:
    """A transaction that the tower sent."""

    what: str
    transaction: Hash32


@dataclass(slots=True)
class _Watched:
    """One labeler's receipts, and when it is worth asking about them again."""

    receipts: list[SignedReceipt] = field(default_factory=list)
    asleep_until_s: int | None = 0
    """None until something changes."""


def signer_of(domain: Domain, receipt: Receipt, signature: bytes) -> Address | None:
    """Return who signed a receipt; None if nobody can have."""
    try:
        return recover(digest(domain, receipt), signature)
    except BadSignature:
        return None


class Tower:
    """Watches one pool for the labelers whose receipts it was given."""

    def __init__(
        self, pool: Pool, private_key: bytes, first_block: int, store_url: str | None
    ) -> None:
        self._pool = pool
        self._court = Court(pool.rpc_url, pool.court)
        self._private_key = private_key
        self._key = Key(private_key)
        self._sender = Sender(pool.rpc_url, private_key)
        self._first_block = first_block
        self._store_url = store_url
        self._state = PoolState.RUNNING
        self._labelers: dict[Address, _Watched] = {}
        self._opened: dict[int, ProjectOpened] = {}
        self._read: set[tuple[int, int]] = set()
        """Projects and checkpoints whose records were read."""
        self._contradiction: tuple[SignedReceipt, SignedReceipt] | None = None
        self._bond_is_ready = False

    def keep(self, files: Sequence[ReceiptsFile]) -> None:
        """Watch the receipts of these files that the operator signed, and no others."""
        signed = [each for file in files for each in self._genuine(file)]
        self._labelers = {}
        for each in signed:
            self._labelers.setdefault(each[0].labeler, _Watched()).receipts.append(each)
        self._contradiction = contradiction(signed)

    def block_number(self) -> int:
        """Return the number of the latest block."""
        return self._pool.block_number()

    def step(self) -> list[Act]:
        """Send everything that is due in this block; return what was sent.

        Disputes first: there are few of them, and receipts may be many. None waits for another.
        """
        state = self._pool.funds().state
        if state is not self._state:
            self._state = state
            for watched in self._labelers.values():
                watched.asleep_until_s = 0
        acts = [*self._prove_contradiction()]
        if self._court.exists:
            acts += [*self._dispute_withheld(), *self._see_disputes_through()]
        acts += self._claim()
        for act in acts:
            self._sender.wait(act.transaction, WAIT_S)
        if not self._bond_is_ready and self._labelers and self._court.exists:
            self._ready_the_bond()
        return acts

    def _ready_the_bond(self) -> None:
        """Let the Court take a bond before anything is disputed, so that disputing is one block."""
        self._bond_is_ready = True
        try:
            bond = self._court.bond_for(self._pool.address)
            pay_bond(self._pool, self._court, self._sender, bond)
        except ChainUnreachable:
            raise
        except ChainError as error:
            log.warning("nothing can be disputed yet: %s", error)

    def _prove_contradiction(self) -> Iterable[Act]:
        if self._contradiction is None or self._state is not PoolState.RUNNING:
            return ()
        first, second = self._contradiction
        call = calls.prove_equivocation(self._pool.address, first, second)
        return self._sent(f"proving that receipts of {first[0].labeler} contradict", call)

    def _claim(self) -> Iterable[Act]:
        now_s = self._pool.chain_time_s()
        for labeler, watched in self._labelers.items():
            asleep = watched.asleep_until_s
            if asleep is None or now_s <= asleep:
                continue
            step = next_step(self._pool, watched.receipts)
            if step.call is None:
                watched.asleep_until_s = step.wait_until_s
            else:
                yield from self._take(step, f"for {labeler}")

    def _dispute_withheld(self) -> Iterable[Act]:
        for project in self._projects():
            held = self._pool.project(project).holds
            if not held and (complaint := overdue(self._pool, self._court, project)):
                yield from self._dispute(complaint)
            elif not held and (found := self._withheld(project)):
                yield from self._dispute(found)

    def _withheld(self, project: int) -> Complaint | None:
        """Return the complaint about the first open record that cannot be read."""
        last = self._pool.project(project).checkpoint_count
        if all((project, number) in self._read for number in range(1, last + 1)):
            return None
        opened = self._opened.get(project) or self._pool.opening(project, self._first_block)
        if opened is None:
            return None
        self._opened[project] = opened
        store = self._store(opened.store)
        block = self._pool.block_number()
        checkpoints = self._pool.checkpoints(project, opened.block_number, block)
        fresh = tuple(each for each in checkpoints if (project, each.number) not in self._read)
        if not is_public_in(self._pool, store, opened):
            self._read |= {(project, each.number) for each in fresh}
            return None
        for number, complaint in unreadable(self._pool, store, opened, fresh):
            self._read.add((project, number))
            if complaint is not None:
                return complaint
        return None

    def _dispute(self, complaint: Complaint) -> Iterable[Act]:
        try:
            sent = send_dispute(self._pool, self._court, self._private_key, complaint)
        except ChainUnreachable:
            raise
        except ChainError as error:
            log.warning("project %s is not disputed: %s", complaint.project, error)
            return
        self._bond_is_ready = False
        yield Act(f"disputing the record of project {complaint.project}", sent)

    def _see_disputes_through(self) -> Iterable[Act]:
        """Reveal, and send what anyone may, in the disputes that this key opened."""
        if not self._court.dispute_count():
            return
        block = self._pool.block_number()
        for opened in self._court.opened(self._first_block, block, self._pool.address):
            if opened.disputant != self._key.address:
                continue
            number = opened.dispute
            step = party_step(self._court, number, self._key, self._first_block)
            yield from self._take(
                step or next_dispute_step(self._court, number, self._first_block),
                f"in dispute {number}",
            )

    def _genuine(self, file: ReceiptsFile) -> list[SignedReceipt]:
        """Return what the pool would take: what is forged would be refused in every block."""
        if not self._pool.is_receipt_key(file.receipt_key):
            log.warning("receipts by %s are left out: no key of the operator's", file.receipt_key)
            return []
        domain = self._pool.domain
        kept = [each for each in file.receipts if signer_of(domain, *each) == file.receipt_key]
        if len(kept) < len(file.receipts):
            count = len(file.receipts) - len(kept)
            log.warning("%s receipts are left out: not signed by %s", count, file.receipt_key)
        return kept

    def _projects(self) -> list[int]:
        """Return the projects of the receipts that the pool has."""
        receipts = (each for watched in self._labelers.values() for each, _ in watched.receipts)
        there = self._pool.project_count()
        return sorted({each.project for each in receipts if each.project <= there})

    def _store(self, named: str) -> Store:
        return open_store(self._store_url or named)

    def _take(self, step: Step, about: str) -> Iterable[Act]:
        if step.call is None:
            return ()
        return self._sent(f"{step.sentence} {about}", step.call)

    def _sent(self, what: str, call: Call) -> list[Act]:
        """Send a call; what the chain refuses, because somebody was first, is told and left."""
        try:
            return [Act(what, self._sender.send(call).hash)]
        except ChainUnreachable:
            raise
        except ChainError as error:
            log.warning("%s: %s", what, error)
            return []
