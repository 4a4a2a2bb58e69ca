"""Checkpoints: whom to credit now, and the transaction's way to the chain.

States: prepared (rows and amounts are fixed), signed (record published, sealed until its opening;
transaction signed and kept), mined (credits counted). Each step can be repeated after a crash; the
pool refuses a checkpoint number that it has seen, so nobody is credited twice.
"""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from itertools import takewhile
from typing import Any

from sqlalchemy import Connection

from labelfield.chain import calls
from labelfield.chain.errors import NonceTaken, ReceiptTimeout, TransactionReverted
from labelfield.chain.pool import Pool
from labelfield.chain.receipts import TransactionReceipt
from labelfield.chain.transactions import Sender, SignedTransaction
from labelfield.db import checkpoints as checkpoints_db
from labelfield.db.labelers import due_labelers
from labelfield.db.projects import get_project_by_id
from labelfield.db.totals import unsettled_total
from labelfield.db.withdrawals import unfinished_withdrawals
from labelfield.ledger.deposit import credits_within, fee_down
from labelfield.protocol.ids import Address, Hash32
from labelfield.protocol.sealing import project_secret, record_key
from labelfield.publish.record import build_record, sealed_record
from labelfield.server import appeal_window
from labelfield.server.context import Coordinator, ProjectFacts
from labelfield.storage.content import put_content

log = logging.getLogger("labelfield.worker")

RULES = ("BeyondMaxUnopened", "BondTooSmall", "OpeningOverdue", "PoolHalted")
"""What the pool refuses today and, but for a halt, takes after an opening or a proof."""
MOST_CREDITS = 800
"""Credits in one checkpoint: at most 15M gas (first credits, scattered); BSC allows 16.7M."""
LARGEST_CREDIT = 2**32 - 1
LABELERS_PER_REGISTRATION = 250
FORKS_S = 600
"""For how long a mined checkpoint is looked for again: a fork may have thrown it out."""
BLOCKS_LOOKED_BACK = 100_000
"""Within which a checkpoint that was sent and not seen mined must be."""
SHORT_FLOAT_SHARE = 2
"""Everybody is credited once more than the float divided by this is promised."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the next checkpoint would credit."""

    amounts: Mapping[Address, int]
    waiting: int
    """Units that should be credited too, but not before an opening or a proof makes room."""


def plan(coordinator: Coordinator, connection: Connection, facts: ProjectFacts, now_s: int) -> Plan:
    """Return whom to credit now, within what the bond and the manifest allow unopened."""
    project = get_project_by_id(connection, facts.project_id)
    wanted = _wanted(coordinator, connection, project, now_s)
    unopened = checkpoints_db.debited_since(
        connection, facts.project_id, project.opened_checkpoints
    )
    debit = min(facts.manifest.max_unopened - unopened, coordinator.watch.funds.room)
    left = credits_within(max(debit, 0), facts.manifest.fee_bps)
    amounts: dict[Address, int] = {}
    for labeler, amount in wanted.items():
        fits = min(amount, left, LARGEST_CREDIT)
        if fits and len(amounts) < MOST_CREDITS:
            amounts[labeler] = fits
            left -= fits
    return Plan(amounts, sum(wanted.values()) - sum(amounts.values()))


def due(
    coordinator: Coordinator, connection: Connection, facts: ProjectFacts, now_s: int
) -> Mapping[Address, int] | None:
    """Return whom a checkpoint would credit if it is worth one now, else None."""
    if coordinator.watch.halted:
        return None
    project = get_project_by_id(connection, facts.project_id)
    amounts = plan(coordinator, connection, facts, now_s).amounts
    closes = _is_flushed(project) and checkpoints_db.has_loose_rows(connection, facts.project_id)
    return amounts if amounts or closes else None


def prepare(
    coordinator: Coordinator, connection: Connection, facts: ProjectFacts, now_s: int
) -> bool:
    """Fix the next checkpoint's rows and amounts if it is worth one; tell whether it is."""
    amounts = due(coordinator, connection, facts, now_s)
    if amounts is None:
        return False
    number = get_project_by_id(connection, facts.project_id).checkpoints + 1
    credited, fees = checkpoints_db.totals_before(connection, facts.project_id, number)
    total = sum(amounts.values())
    row = {
        "number": number,
        "state": "prepared",
        "credited": total,
        "fee": fee_down(credited + total, facts.manifest.fee_bps) - fees,
        "prepared_s": now_s,
    }
    checkpoints_db.prepare_checkpoint(connection, facts.project_id, row, amounts)
    return True


def advance(
    coordinator: Coordinator, pool: Pool, sender: Sender, relayer: Sender, facts: ProjectFacts
) -> bool:
    """Bring the project's unfinished checkpoint, if there is one, onto the chain.

    Tell whether there is none any more: one that the pool's rules hold up waits for an opening.
    """
    row = coordinator.writer.read(
        lambda connection: checkpoints_db.unfinished_checkpoint(connection, facts.project_id)
    )
    if row is None:
        return True
    try:
        receipt = _onto_the_chain(coordinator, pool, sender, relayer, facts, row)
    except TransactionReverted as refusal:
        if refusal.error not in RULES or row.state != "prepared":
            raise
        log.warning("checkpoint %s of project %s: %s", row.number, facts.number, refusal)
        return False

    def count(connection: Connection) -> None:
        values = {
            "state": "mined",
            "transaction_hash": receipt.hash,
            "gas_used": receipt.gas_used,
            "gas_price_wei": receipt.effective_gas_price_wei,
        }
        checkpoints_db.update_checkpoint(connection, facts.project_id, row.number, values)
        checkpoints_db.apply_credits(connection, facts.project_id, row.number)

    coordinator.watch.funds = pool.funds()
    coordinator.writer.run(count)
    return True


def send_again(coordinator: Coordinator, pool: Pool, sender: Sender, facts: ProjectFacts) -> None:
    """Send what a fork threw out once more, in order: the transactions that were mined before."""
    since_s = int(time.time()) - FORKS_S
    rows = coordinator.writer.read(
        lambda connection: checkpoints_db.mined_since(connection, facts.project_id, since_s)
    )
    lost = tuple(takewhile(lambda row: pool.receipt(row.transaction_hash) is None, rows))
    for row in reversed(lost):
        log.warning("a fork threw out checkpoint %s of project %s", row.number, facts.number)
        transaction = _kept(sender, row)
        try:
            sender.broadcast(transaction)
        except NonceTaken:
            mined = _mined_before(coordinator, pool, facts, row)
            if mined is None:
                raise
            _keep(coordinator, (facts.project_id, row.number), transaction, mined.hash)


def _onto_the_chain(
    coordinator: Coordinator,
    pool: Pool,
    sender: Sender,
    relayer: Sender,
    facts: ProjectFacts,
    row: Any,
) -> TransactionReceipt:
    """Sign, send and await the checkpoint, as far as that is not done."""
    place = (facts.project_id, row.number)
    if row.state == "prepared":
        transaction = _sign(coordinator, pool, sender, relayer, facts, row)
    else:
        transaction = _kept(sender, row)
    try:
        sender.broadcast(transaction)
        return sender.wait(transaction.hash, coordinator.settings.replace_after_s)
    except ReceiptTimeout:
        dearer = sender.replacement(transaction)
        _keep(coordinator, place, dearer, dearer.hash)
        raise
    except (NonceTaken, TransactionReverted):
        mined = _mined_before(coordinator, pool, facts, row)
        if mined is None:
            coordinator.writer.run(partial(_forget_transaction, place=place))
            raise
        return mined


def _mined_before(
    coordinator: Coordinator, pool: Pool, facts: ProjectFacts, row: Any
) -> TransactionReceipt | None:
    """Return what became of the checkpoint where another of its transactions was mined."""
    if pool.project(facts.number).checkpoint_count < row.number:
        return None
    newest = pool.block_number()
    first = 0 if coordinator.contracts is None else coordinator.contracts.first_block
    events = pool.checkpoints(facts.number, max(first, newest - BLOCKS_LOOKED_BACK), newest)
    [found] = [event for event in events if event.number == row.number]
    return pool.receipt(found.transaction_hash)


def _kept(sender: Sender, row: Any) -> SignedTransaction:
    """Return a checkpoint's transaction as it was signed."""
    return SignedTransaction(
        hash=row.transaction_hash,
        raw=row.transaction_raw,
        sender=sender.address,
        nonce=row.transaction_nonce,
    )


def _keep(
    coordinator: Coordinator,
    place: tuple[int, int],
    transaction: SignedTransaction,
    known_as: Hash32,
) -> None:
    values = {
        "transaction_hash": known_as,
        "transaction_raw": transaction.raw,
        "transaction_nonce": transaction.nonce,
    }
    coordinator.writer.run(
        lambda connection: checkpoints_db.update_checkpoint(connection, *place, values)
    )


def _forget_transaction(connection: Connection, place: tuple[int, int]) -> None:
    """Let a transaction that can do nothing any more be signed anew, with a nonce of today."""
    values = {
        "state": "prepared",
        "transaction_hash": None,
        "transaction_raw": None,
        "transaction_nonce": None,
    }
    checkpoints_db.update_checkpoint(connection, *place, values)


def _wanted(
    coordinator: Coordinator, connection: Connection, project: Any, now_s: int
) -> dict[Address, int]:
    """Return what should be credited to whom, whose receipts fall due first."""
    pending = checkpoints_db.pending_members(connection, project.id)
    due = due_labelers(connection, now_s + coordinator.settings.due_margin_s)
    if not _is_flushed(project) and not _float_runs_short(coordinator, connection):
        leaving = {row.labeler for row in unfinished_withdrawals(connection)}
        wanted = due | leaving
        pending = [
            row
            for row in pending
            if row.pending >= coordinator.settings.credit_from or row.labeler in wanted
        ]
    ordered = sorted(pending, key=lambda row: (row.labeler not in due, row.labeler))
    return {row.labeler: row.pending for row in ordered}


def _is_flushed(project: Any) -> bool:
    """Tell whether everybody is credited and everything recorded: at the end, or for appeals."""
    return project.state == "closing" or appeal_window.is_awaited(project)


def _float_runs_short(coordinator: Coordinator, connection: Connection) -> bool:
    """Tell whether sums too small to be credited take up so much float that work could stop."""
    return unsettled_total(connection) * SHORT_FLOAT_SHARE > coordinator.watch.funds.float


def _sign(
    coordinator: Coordinator,
    pool: Pool,
    sender: Sender,
    relayer: Sender,
    facts: ProjectFacts,
    row: Any,
) -> SignedTransaction:
    place = (facts.project_id, row.number)
    credits = coordinator.writer.run(
        lambda connection: checkpoints_db.credit_rows(connection, *place)
    )
    indices = _registered(pool, relayer, [credit.labeler for credit in credits])
    record_hash = _publish(coordinator, facts, row, indices)
    entries = sorted((indices[credit.labeler], credit.amount) for credit in credits)
    call = calls.checkpoint(pool.address, facts.number, row.number, record_hash, entries)
    transaction = sender.sign(call, sender.next_nonce())
    values = {
        "state": "signed",
        "record": record_hash,
        "transaction_hash": transaction.hash,
        "transaction_raw": transaction.raw,
        "transaction_nonce": transaction.nonce,
    }
    coordinator.writer.run(
        lambda connection: checkpoints_db.update_checkpoint(connection, *place, values)
    )
    return transaction


def _publish(
    coordinator: Coordinator, facts: ProjectFacts, row: Any, indices: Mapping[Address, int]
) -> Hash32:
    """Put the record into the public store, sealed until its opening, and return its hash."""
    domain = coordinator.pool.domain
    record = coordinator.writer.run(
        lambda connection: build_record(
            connection,
            domain,
            get_project_by_id(connection, facts.project_id),
            row,
            indices,
        )
    )
    secret = project_secret(coordinator.record_secret, domain, facts.number)
    sealed = sealed_record(record, record_key(secret, row.number))
    return put_content(coordinator.store, facts.bucket, sealed)


def _registered(pool: Pool, relayer: Sender, labelers: list[Address]) -> dict[Address, int]:
    """Return everybody's index in the Registry, registering whom it does not know."""
    indices = pool.labeler_indices(labelers)
    unknown = [labeler for labeler in labelers if not indices[labeler]]
    for start in range(0, len(unknown), LABELERS_PER_REGISTRATION):
        some = unknown[start : start + LABELERS_PER_REGISTRATION]
        relayer.execute(calls.register(pool.registry, some))
    return pool.labeler_indices(labelers) if unknown else indices
