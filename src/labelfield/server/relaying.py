"""Relaying withdrawals: the labeler signs, the operator pays for the transaction."""

from typing import Any

from sqlalchemy import Connection

from labelfield.chain import calls
from labelfield.chain.errors import TransactionReverted
from labelfield.chain.pool import Pool
from labelfield.chain.transactions import Sender, SignedTransaction
from labelfield.db import withdrawals as withdrawals_db
from labelfield.protocol.hashes import bytes_of
from labelfield.protocol.messages import Withdrawal
from labelfield.server.context import Coordinator

WAIT_S = 60.0


def relay_withdrawals(coordinator: Coordinator, pool: Pool, relayer: Sender) -> None:
    """Send every withdrawal whose amount is credited, then wait for all that were sent."""
    sent = []
    for row in coordinator.writer.run(withdrawals_db.unfinished_withdrawals):
        transaction = _transaction(coordinator, pool, relayer, row)
        if transaction is not None:
            relayer.broadcast(transaction)
            sent.append((row.id, transaction))
    for identifier, transaction in sent:
        _finish(coordinator, relayer, identifier, transaction)


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
    available = pool.credit_of(row.labeler) - pool.withdrawn_of(row.labeler)
    if available < row.amount or pool.nonce_of(row.labeler) < row.nonce:
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
        _update(coordinator, row.id, state="failed", reason=str(error)[:500])
        return None
    _update(
        coordinator,
        row.id,
        state="sent",
        transaction_hash=transaction.hash,
        transaction_raw=transaction.raw,
        transaction_nonce=transaction.nonce,
    )
    return transaction


def _finish(
    coordinator: Coordinator, relayer: Sender, identifier: int, transaction: SignedTransaction
) -> None:
    try:
        receipt = relayer.wait(transaction.hash, WAIT_S)
    except TransactionReverted as error:
        _update(coordinator, identifier, state="failed", reason=str(error)[:500])
        return
    _update(coordinator, identifier, state="paid", gas_used=receipt.gas_used)


def _update(coordinator: Coordinator, identifier: int, **values: object) -> None:
    def change(connection: Connection) -> None:
        withdrawals_db.update_withdrawal(connection, identifier, values)

    coordinator.writer.run(change)
