"""Relaying withdrawals: the labeler signs, the operator pays for the transaction."""

import logging
import time
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from labelfield.chain import calls
from labelfield.chain.errors import NonceTaken, ReceiptTimeout, TransactionReverted
from labelfield.chain.events import PaidOut, Withdrawn
from labelfield.chain.pool import Pool
from labelfield.chain.transactions import Sender, SignedTransaction
from labelfield.db import withdrawals as withdrawals_db
from labelfield.protocol.hashes import bytes_of, keccak_hex
from labelfield.protocol.messages import Withdrawal
from labelfield.server.context import Coordinator

LONGEST_REASON = 500
FORKS_S = 600
"""For how long a payment may still be thrown out by a fork."""
_NOT_SIGNED = dict.fromkeys(("transaction_hash", "transaction_raw", "transaction_nonce"))

log = logging.getLogger("labelfield.relaying")


def relay_withdrawals(coordinator: Coordinator, pool: Pool, relayer: Sender) -> None:
    """Send every withdrawal whose amount is credited, then wait for all that were sent."""
    sent = []
    for row in coordinator.writer.read(withdrawals_db.unfinished_withdrawals):
        transaction = _transaction(coordinator, pool, relayer, row)
        if transaction is not None and _broadcast(coordinator, relayer, row, transaction):
            sent.append((row, transaction))
    for row, transaction in sent:
        _finish(coordinator, relayer, row, transaction)


def look_again(coordinator: Coordinator, pool: Pool) -> None:
    """Take back what was noted as paid and is not: a fork threw the transaction out.

    Our own are sent again as they were signed; an order that another relayed waits again; what
    nobody ordered here was not paid, until the chain says so anew.
    """
    since_s = int(time.time()) - FORKS_S
    for row in coordinator.writer.read(lambda found: withdrawals_db.paid_since(found, since_s)):
        if pool.withdrawn_of(row.labeler) >= row.nonce + row.amount:
            continue
        log.warning("a fork threw out the payment of %s to %s", row.amount, row.labeler)
        if not row.signature:
            _update(coordinator, row.id, state="failed", reason="a fork threw the payment out")
        elif row.transaction_raw and keccak_hex(row.transaction_raw) == row.transaction_hash:
            _update(coordinator, row.id, state="sent")
        else:
            _update(coordinator, row.id, state="queued", **_NOT_SIGNED)


def note_withdrawn(connection: Connection, paid: Sequence[Withdrawn | PaidOut], now_s: int) -> None:
    """Note what the chain paid out, whoever asked for it: anyone may."""
    for event in sorted(paid, key=lambda event: (event.block_number, event.log_index)):
        if isinstance(event, PaidOut):
            withdrawals_db.note_paid_out(
                connection,
                event.labeler,
                event.destination,
                event.amount,
                event.transaction_hash,
                now_s,
            )
            continue
        withdrawal = Withdrawal(
            labeler=event.labeler,
            destination=event.destination,
            amount=event.amount,
            max_relay_fee=event.relay_fee,
            nonce=event.nonce,
            deadline_s=0,
        )
        withdrawals_db.note_paid(
            connection, withdrawal, event.relay_fee, event.transaction_hash, now_s
        )


def _transaction(
    coordinator: Coordinator, pool: Pool, relayer: Sender, row: Any
) -> SignedTransaction | None:
    """Return the withdrawal's transaction; None while its amount is not credited yet."""
    if row.state == "sent":
        return SignedTransaction(
            hash=row.transaction_hash,
            raw=row.transaction_raw,
            sender=relayer.address,
            nonce=row.transaction_nonce,
        )
    if row.deadline_s < coordinator.watch.time_s:
        _fail(coordinator, row, "its deadline passed before it could be paid")
        return None
    withdrawn = pool.withdrawn_of(row.labeler)
    if pool.credit_of(row.labeler) - withdrawn < row.amount or withdrawn != row.nonce:
        return None
    withdrawal = Withdrawal(
        labeler=row.labeler,
        destination=row.destination,
        amount=row.amount,
        max_relay_fee=row.max_relay_fee,
        nonce=row.nonce,
        deadline_s=row.deadline_s,
    )
    call = calls.withdraw(pool.address, withdrawal, bytes_of(row.signature, 65), row.relay_fee)
    try:
        transaction = relayer.sign(call, relayer.next_nonce())
    except TransactionReverted as error:
        _fail(coordinator, row, str(error))
        return None
    _keep(coordinator, row, transaction)
    return transaction


def _broadcast(
    coordinator: Coordinator, relayer: Sender, row: Any, transaction: SignedTransaction
) -> bool:
    """Hand a transaction to the node; one whose nonce went to another is to be signed anew."""
    try:
        relayer.broadcast(transaction)
    except NonceTaken:
        _update(coordinator, row.id, state="queued", **_NOT_SIGNED)
        return False
    return True


def _finish(
    coordinator: Coordinator, relayer: Sender, row: Any, transaction: SignedTransaction
) -> None:
    try:
        receipt = relayer.wait(transaction.hash, coordinator.settings.replace_after_s)
    except ReceiptTimeout:
        _keep(coordinator, row, relayer.replacement(transaction))
        return
    except TransactionReverted as error:
        _fail(coordinator, row, str(error))
        return
    paid_s = int(time.time())
    _update(coordinator, row.id, state="paid", gas_used=receipt.gas_used, paid_s=paid_s)


def _keep(coordinator: Coordinator, row: Any, transaction: SignedTransaction) -> None:
    """Remember a transaction before it is sent; in the next round it is sent again."""
    _update(
        coordinator,
        row.id,
        state="sent",
        transaction_hash=transaction.hash,
        transaction_raw=transaction.raw,
        transaction_nonce=transaction.nonce,
    )


def _fail(coordinator: Coordinator, row: Any, reason: str) -> None:
    """Give up a withdrawal, and the labeler's later ones: their nonces cannot come any more."""
    coordinator.writer.run(
        lambda connection: withdrawals_db.fail_from(
            connection, row.labeler, row.nonce, reason[:LONGEST_REASON]
        )
    )


def _update(coordinator: Coordinator, identifier: int, **values: object) -> None:
    def change(connection: Connection) -> None:
        withdrawals_db.update_withdrawal(connection, identifier, values)

    coordinator.writer.run(change)
