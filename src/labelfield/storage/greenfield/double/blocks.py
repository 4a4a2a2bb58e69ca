"""How the double's chain goes on: transactions wait, are put into blocks, and are found there."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated, Any

from labelfield.storage.greenfield import (
    access_messages,
    bucket_messages,
    object_messages,
    payment_messages,
)
from labelfield.storage.greenfield.double import access, buckets, objects, payments
from labelfield.storage.greenfield.double.admission import (
    Request,
    account_of,
    check_fee,
    check_signature,
    read_transaction,
)
from labelfield.storage.greenfield.double.world import Outcome, Refused, World
from labelfield.storage.greenfield.queries import GasInfo, SimulateAnswer
from labelfield.storage.greenfield.schema import Slot, i64
from labelfield.storage.greenfield.transaction import hash_of

EFFECTS: dict[type, Callable[[World, Any], object]] = {
    access_messages.CreateGroup: access.create_group,
    access_messages.DeleteGroup: access.delete_group,
    access_messages.DeletePolicy: access.delete_policy,
    access_messages.LeaveGroup: access.leave_group,
    access_messages.PutPolicy: access.put_policy,
    access_messages.RenewGroupMember: access.renew_group_member,
    access_messages.UpdateGroupMember: access.update_group_member,
    bucket_messages.CreateBucket: buckets.create_bucket,
    bucket_messages.DeleteBucket: buckets.delete_bucket,
    bucket_messages.SetTag: access.set_tag,
    bucket_messages.ToggleDelegatedAgent: buckets.toggle_delegated_agent,
    bucket_messages.UpdateBucketInfo: buckets.update_bucket_info,
    object_messages.CancelCreateObject: objects.cancel_create_object,
    object_messages.CancelUpdateObjectContent: objects.cancel_update,
    object_messages.CreateObject: objects.create_object,
    object_messages.DeleteObject: objects.delete_object,
    object_messages.UpdateObjectContent: objects.update_object_content,
    object_messages.UpdateObjectInfo: objects.update_object_info,
    payment_messages.CreatePaymentAccount: payments.create_payment_account,
    payment_messages.Deposit: payments.deposit,
    payment_messages.DisableRefund: payments.disable_refund,
    payment_messages.GrantAllowance: payments.grant_allowance,
    payment_messages.RevokeAllowance: payments.revoke_allowance,
    payment_messages.Withdraw: payments.withdraw,
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A transaction that the next block will hold."""

    transaction: Annotated[bytes, Slot(1)]
    due_us: Annotated[int, i64(2)]
    """Microseconds since 1970."""


class _RolledBack(Exception):
    """A simulation's end."""


def advance(world: World) -> None:
    """Put into blocks what is due, then seal what is due."""
    now_us = round(world.now().timestamp() * 1_000_000)
    for key, waiting in world.kept.under(Waiting, "waiting/"):
        if waiting.due_us <= now_us:
            world.kept.drop(key)
            _commit(world, waiting.transaction)
    world.advance()


def broadcast(world: World, data: bytes) -> tuple[str, Refused | None]:
    """Return a transaction's hash, and why it was refused if it was."""
    tx_hash = hash_of(data)
    try:
        request = read_transaction(data)
        check_fee(world, request)
        account = account_of(world, request, _ahead(world, request))
        check_signature(world, request, account)
    except Refused as refusal:
        return tx_hash, refusal
    due_us = round((world.now().timestamp() + world.settings.block_after_s) * 1_000_000)
    number = world.next_number("waiting")
    world.kept.put(f"waiting/{number:020}", Waiting(data, due_us))
    advance(world)
    return tx_hash, None


def simulate(world: World, data: bytes) -> SimulateAnswer:
    """Return what a transaction would cost, or refuse if it would fail; nothing changes."""
    request = read_transaction(data)
    account_of(world, request, _ahead(world, request))
    try:
        with world.kept.step():
            _perform(world, request)
            raise _RolledBack
    except _RolledBack:
        price = f"{world.settings.min_gas_price_wei}BNB"
        return SimulateAnswer(GasInfo(request.gas, request.gas, price))


def outcome_of(world: World, tx_hash: str) -> Outcome | None:
    """Return the transaction if a block holds it."""
    return world.kept.get(Outcome, f"outcome/{tx_hash.upper()}")


def _ahead(world: World, request: Request) -> int:
    """Return how many transactions of the same account wait for a block."""
    waiting = [found.transaction for _, found in world.kept.under(Waiting, "waiting/")]
    address = request.address.lower()
    return sum(read_transaction(found).address.lower() == address for found in waiting)


def _commit(world: World, data: bytes) -> None:
    """Put a transaction into a block of its own: what fails still costs its fee."""
    world.next_number("block")
    request = read_transaction(data)
    refusal: Refused | None = None
    try:
        with world.kept.step():
            account = account_of(world, request)
            fee = sum(coin.amount for coin in request.fee.amount)
            types = frozenset(message.TYPE_URL for message in request.messages)
            charge = payments.Charge(account.address, request.fee.granter, fee, types)
            payments.take_fee(world, charge)
            account = world.account(account.address) or account
            world.keep_account(replace(account, sequence=account.sequence + 1))
        with world.kept.step():
            _perform(world, request)
    except Refused as error:
        refusal = error
    outcome = Outcome(
        height=world.height(),
        transaction=data,
        code=refusal.code if refusal else 0,
        log=f"failed to execute message; message index: 0: {refusal.log}" if refusal else "[]",
        codespace=refusal.codespace if refusal else "",
        gas_wanted=request.fee.gas_limit,
        gas_used=request.gas,
    )
    world.kept.put(f"outcome/{hash_of(data)}", outcome)


def _perform(world: World, request: Request) -> None:
    for message in request.messages:
        EFFECTS[type(message)](world, message)
