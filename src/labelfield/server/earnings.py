"""A labeler's money: where it stands, and how it leaves."""

from typing import Any

from sqlalchemy import Connection

from labelfield.api.models import (
    Earnings,
    ProjectEarnings,
    WithdrawalRequest,
    WithdrawalStatus,
)
from labelfield.db import labelers as labelers_db
from labelfield.db import withdrawals as withdrawals_db
from labelfield.db.projects import get_project_by_id
from labelfield.protocol import errors as protocol_errors
from labelfield.protocol.hashes import bytes_of
from labelfield.protocol.ids import ZERO_HASH, Address
from labelfield.protocol.keys import recover
from labelfield.protocol.messages import Withdrawal, digest
from labelfield.server import refusals
from labelfield.server.context import Coordinator, project_facts

SHORTEST_DEADLINE_S = 10
"""A withdrawal must stay good at least so long, by the chain's time."""


def earnings(coordinator: Coordinator, connection: Connection, labeler: Address) -> Earnings:
    """Return everything about one labeler's money."""
    totals = labelers_db.get_labeler(connection, labeler)
    members = labelers_db.memberships_of(connection, labeler)
    withdrawn = withdrawals_db.withdrawn_total(connection, labeler)
    return Earnings(
        labeler=labeler,
        owed=totals.owed if totals else 0,
        credited=totals.credited if totals else 0,
        withdrawn=withdrawn,
        nonce=withdrawn,
        receipt_number=totals.receipts if totals else 0,
        projects=[_of_project(coordinator, connection, member) for member in members],
        withdrawals=[
            withdrawal_status(row) for row in withdrawals_db.withdrawals_of(connection, labeler)
        ],
    )


def queue_withdrawal(
    coordinator: Coordinator, connection: Connection, labeler: Address, request: WithdrawalRequest
) -> WithdrawalStatus:
    """Queue a signed withdrawal; refuse one that the pool would refuse."""
    withdrawal = Withdrawal(
        labeler=labeler,
        destination=Address(request.destination),
        amount=request.amount,
        max_relay_fee=request.max_relay_fee,
        nonce=request.nonce,
        deadline_s=request.deadline_s,
    )
    relay_fee = coordinator.settings.relay_fee
    _check_withdrawal(coordinator, withdrawal, request.signature, relay_fee)
    known = _same_as_before(connection, withdrawal, request.signature)
    if known is not None:
        return withdrawal_status(known)
    _check_balance(connection, withdrawal)
    identifier = withdrawals_db.insert_withdrawal(
        connection, withdrawal, relay_fee, request.signature
    )
    return withdrawal_status(withdrawals_db.get_withdrawal(connection, identifier))


def one_withdrawal(connection: Connection, labeler: Address, identifier: int) -> WithdrawalStatus:
    """Return how far one of the labeler's own withdrawals has come."""
    row = withdrawals_db.get_withdrawal(connection, identifier)
    if row is None or row.labeler != labeler:
        raise refusals.NotFound(f"There is no withdrawal {identifier} of this labeler.")
    return withdrawal_status(row)


def withdrawal_status(row: Any) -> WithdrawalStatus:
    """Return a stored withdrawal as it is shown."""
    return WithdrawalStatus(
        id=row.id,
        destination=row.destination,
        amount=row.amount,
        relay_fee=row.relay_fee,
        state=row.state,
        transaction=row.transaction_hash,
        reason=row.reason,
    )


def _of_project(coordinator: Coordinator, connection: Connection, member: Any) -> ProjectEarnings:
    number = get_project_by_id(connection, member.project_id).number
    facts, _ = project_facts(coordinator, connection, number)
    score = member.score_q16
    return ProjectEarnings(
        project=number,
        title=facts.manifest.title,
        answers=member.sequence,
        closed_answers=member.closed_answers,
        rate_32nds=member.rate32,
        score_percent=None if score is None else score * 100 // 65_536,
        earned=member.earned,
        owed=member.owed,
        credited=member.credited,
        sequence=member.sequence,
        head=member.head or ZERO_HASH,
    )


def _check_withdrawal(
    coordinator: Coordinator, withdrawal: Withdrawal, signature: str, relay_fee: int
) -> None:
    try:
        signer = recover(digest(coordinator.pool.domain, withdrawal), bytes_of(signature, 65))
    except protocol_errors.BadSignature as error:
        raise refusals.BadSignature(f"The withdrawal's signature is malformed: {error}.") from error
    if signer != withdrawal.labeler:
        raise refusals.BadSignature("The withdrawal is not signed by the labeler's wallet.")
    if withdrawal.max_relay_fee < relay_fee or withdrawal.amount <= relay_fee:
        raise refusals.Malformed(
            f"Relaying costs {relay_fee} units: allow as much, and withdraw more than that.",
            relay_fee=relay_fee,
        )
    earliest_s = coordinator.watch.time_s + SHORTEST_DEADLINE_S
    if withdrawal.deadline_s < earliest_s:
        raise refusals.DeadlinePassed(
            "The deadline is over or too near, by the chain's time.", earliest_s=earliest_s
        )
    if withdrawal.destination in (coordinator.pool.domain.pool, "0x" + "00" * 20):
        raise refusals.Malformed("Neither the pool nor the zero address can be paid.")


def _same_as_before(connection: Connection, withdrawal: Withdrawal, signature: str) -> Any:
    for row in withdrawals_db.withdrawals_of(connection, withdrawal.labeler):
        if row.nonce == withdrawal.nonce and row.signature == signature:
            return row
    return None


def _check_balance(connection: Connection, withdrawal: Withdrawal) -> None:
    expected = withdrawals_db.withdrawn_total(connection, withdrawal.labeler)
    if withdrawal.nonce != expected:
        raise refusals.WrongNonce(
            f"The nonce must be what was withdrawn before: {expected}, not {withdrawal.nonce}.",
            expected=expected,
        )
    totals = labelers_db.get_labeler(connection, withdrawal.labeler)
    owed = totals.owed if totals else 0
    free = owed - expected
    if withdrawal.amount > free:
        raise refusals.InsufficientCredit(
            f"{withdrawal.amount} units are asked for, {free} are there.", available=free
        )
