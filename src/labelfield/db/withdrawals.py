"""Withdrawals on their way to the chain."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, delete, func, insert, select, update

from labelfield.db.tables import AnyRow, withdrawals
from labelfield.protocol.ids import Address, Hash32
from labelfield.protocol.messages import Withdrawal

UNFINISHED = ("queued", "sent")


def insert_withdrawal(
    connection: Connection, withdrawal: Withdrawal, relay_fee: int, signature: str
) -> int:
    """Queue a withdrawal and return its id; the same one again returns the same id."""
    known = connection.execute(
        select(withdrawals.c.id).where(
            withdrawals.c.labeler == withdrawal.labeler,
            withdrawals.c.nonce == withdrawal.nonce,
            withdrawals.c.signature == signature,
        )
    ).scalar()
    if known is not None:
        return int(known)
    return int(
        connection.execute(
            insert(withdrawals)
            .values(
                labeler=withdrawal.labeler,
                destination=withdrawal.destination,
                amount=withdrawal.amount,
                max_relay_fee=withdrawal.max_relay_fee,
                relay_fee=relay_fee,
                nonce=withdrawal.nonce,
                deadline_s=withdrawal.deadline_s,
                signature=signature,
                state="queued",
            )
            .returning(withdrawals.c.id)
        ).scalar_one()
    )


def get_withdrawal(connection: Connection, withdrawal_id: int) -> AnyRow | None:
    """Return one withdrawal."""
    return connection.execute(select(withdrawals).where(withdrawals.c.id == withdrawal_id)).first()


def withdrawals_of(connection: Connection, labeler: Address) -> Sequence[AnyRow]:
    """Return a labeler's withdrawals, newest first."""
    return connection.execute(
        select(withdrawals)
        .where(withdrawals.c.labeler == labeler)
        .order_by(withdrawals.c.id.desc())
        .limit(100)
    ).all()


def unfinished_withdrawals(connection: Connection) -> Sequence[AnyRow]:
    """Return the withdrawals that are neither paid nor failed, oldest first."""
    return connection.execute(
        select(withdrawals).where(withdrawals.c.state.in_(UNFINISHED)).order_by(withdrawals.c.id)
    ).all()


def paid_since(connection: Connection, since_s: int) -> Sequence[AnyRow]:
    """Return the withdrawals that were paid since a time, oldest first."""
    return connection.execute(
        select(withdrawals)
        .where(withdrawals.c.state == "paid", withdrawals.c.paid_s >= since_s)
        .order_by(withdrawals.c.id)
    ).all()


def queued_withdrawals(connection: Connection) -> int:
    """Return how many withdrawals nobody has sent yet."""
    statement = select(func.count()).where(withdrawals.c.state == "queued")
    return int(connection.execute(statement).scalar_one())


def withdrawn_total(connection: Connection, labeler: Address) -> int:
    """Return what was paid out or is on its way, which is the nonce of the next withdrawal."""
    statement = select(func.coalesce(func.sum(withdrawals.c.amount), 0)).where(
        withdrawals.c.labeler == labeler, withdrawals.c.state != "failed"
    )
    return int(connection.execute(statement).scalar_one())


def fail_from(connection: Connection, labeler: Address, nonce: int, reason: str) -> None:
    """Give up a labeler's unfinished withdrawals from a nonce on."""
    connection.execute(
        update(withdrawals)
        .where(
            withdrawals.c.labeler == labeler,
            withdrawals.c.nonce >= nonce,
            withdrawals.c.state.in_(UNFINISHED),
        )
        .values(state="failed", reason=reason)
    )


def note_paid(
    connection: Connection, paid: Withdrawal, relay_fee: int, transaction: Hash32, now_s: int
) -> None:
    """Note a withdrawal that the chain paid; another order with its nonce is void."""
    of_nonce = (withdrawals.c.labeler == paid.labeler, withdrawals.c.nonce == paid.nonce)
    same = (withdrawals.c.destination == paid.destination, withdrawals.c.amount == paid.amount)
    found = connection.execute(
        update(withdrawals)
        .where(*of_nonce, *same, withdrawals.c.state != "failed")
        .values(state="paid", transaction_hash=transaction, paid_s=now_s)
    )
    if found.rowcount:
        return
    fail_from(connection, paid.labeler, paid.nonce, "another order with this nonce was paid")
    _insert_paid(connection, paid, relay_fee, transaction, now_s)


def note_paid_out(
    connection: Connection,
    labeler: Address,
    destination: Address,
    amount: int,
    transaction: Hash32,
    now_s: int,
) -> None:
    """Note a payment to a standing payout address, once; it voids all orders that wait."""
    known = connection.execute(
        select(withdrawals.c.id).where(
            withdrawals.c.labeler == labeler,
            withdrawals.c.amount == amount,
            withdrawals.c.transaction_hash == transaction,
            withdrawals.c.state == "paid",
        )
    ).first()
    if known is not None:
        return
    fail_from(connection, labeler, 0, "all credit went to the payout address first")
    nonce = withdrawn_total(connection, labeler)
    paid = Withdrawal(labeler, destination, amount, 0, nonce, 0)
    _insert_paid(connection, paid, 0, transaction, now_s)


def update_withdrawal(
    connection: Connection, withdrawal_id: int, values: Mapping[str, object]
) -> None:
    """Change a withdrawal's state or transaction."""
    connection.execute(
        update(withdrawals).where(withdrawals.c.id == withdrawal_id).values(dict(values))
    )


def _insert_paid(
    connection: Connection, paid: Withdrawal, relay_fee: int, transaction: Hash32, now_s: int
) -> None:
    """Store a payment that nobody ordered here; one that a fork threw out before is there again."""
    connection.execute(
        delete(withdrawals).where(
            withdrawals.c.labeler == paid.labeler,
            withdrawals.c.nonce == paid.nonce,
            withdrawals.c.signature == "",
        )
    )
    connection.execute(
        insert(withdrawals).values(
            labeler=paid.labeler,
            destination=paid.destination,
            amount=paid.amount,
            max_relay_fee=paid.max_relay_fee,
            relay_fee=relay_fee,
            nonce=paid.nonce,
            deadline_s=paid.deadline_s,
            signature="",
            state="paid",
            transaction_hash=transaction,
            paid_s=now_s,
        )
    )
