"""What storage costs on the double, with the network's prices at its beginning.

Time is not charged for: what an object reserves stays reserved, and nobody freezes.
"""

import hashlib
from dataclasses import dataclass, replace

from labelfield.storage.greenfield import payment_messages as messages
from labelfield.storage.greenfield.double.world import Account, Refused, World
from labelfield.storage.greenfield.keys import checksummed, parse_address

MIN_CHARGE_BYTES = 128 * 1024
RESERVE_S = 180 * 24 * 3600
FORCED_SETTLE_S = 7 * 24 * 3600
READ_PRICE = 146_989_000_000_000_000
PRIMARY_STORE_PRICE = 21_839_500_000_000_000
"""10^-18 wei a byte and second."""
SECONDARY_STORE_PRICE = PRIMARY_STORE_PRICE * 12 // 100
TAX_RATE = 10**16
"""One per cent, in 10^-18."""

_RATE_PER_BYTE = (PRIMARY_STORE_PRICE + 6 * SECONDARY_STORE_PRICE) * (10**18 + TAX_RATE) // 10**18


def rate_wei(size: int) -> int:
    """Return what an object costs a second, rounded up."""
    return -(-max(size, MIN_CHARGE_BYTES) * _RATE_PER_BYTE // 10**18)


def lock(world: World, address: str, size: int) -> None:
    """Reserve half a year of an object's storage."""
    account = _paying(world, address)
    amount = rate_wei(size) * RESERVE_S
    if account.balance_wei < amount:
        raise Refused(1117, f"charge failed error: {address} lacks {amount} wei")
    world.keep_account(
        replace(
            account,
            balance_wei=account.balance_wei - amount,
            buffer_wei=account.buffer_wei + amount,
            rate_wei=account.rate_wei + rate_wei(size),
        )
    )


def release(world: World, address: str, size: int, refund: bool) -> None:
    """End an object's stream; what was reserved comes back only before the seal."""
    account = _paying(world, address)
    amount = rate_wei(size) * RESERVE_S
    world.keep_account(
        replace(
            account,
            balance_wei=account.balance_wei + (amount if refund else 0),
            buffer_wei=account.buffer_wei - amount,
            rate_wei=account.rate_wei - rate_wei(size),
        )
    )


def check_payer(world: World, address: str, owner: str) -> None:
    """Refuse unless `owner` may let an account pay: itself or a payment account it made."""
    account = world.account(address)
    own = account is not None and account.payment_owner.lower() == owner.lower()
    if address.lower() != owner.lower() and not own:
        raise Refused(1107, f"Access denied: {address} is no payment account of {owner}")


def create_payment_account(world: World, message: messages.CreatePaymentAccount) -> None:
    """Make an account that only pays."""
    creator = _paying(world, message.creator)
    seed = parse_address(creator.address) + creator.payment_count.to_bytes(8, "big")
    derived = checksummed(hashlib.sha256(seed).digest()[:20])
    world.keep_account(replace(creator, payment_count=creator.payment_count + 1))
    world.keep_account(replace(world.new_account(derived), payment_owner=creator.address))


def deposit(world: World, message: messages.Deposit) -> None:
    """Move money into a payment account."""
    target = world.account(message.to)
    if target is None or not target.payment_owner:
        raise Refused(1201, f"payment account not found: {message.to}", "payment")
    _move(world, message.creator, message.to, message.amount)


def withdraw(world: World, message: messages.Withdraw) -> None:
    """Move money out of a payment account, unless that was given up."""
    source = world.account(message.from_)
    if source is None or source.payment_owner.lower() != message.creator.lower():
        raise Refused(1203, "not payment account owner", "payment")
    if source.refund_disabled:
        raise Refused(1202, "payment account has already disabled refund", "payment")
    _move(world, message.from_, message.creator, message.amount)


def disable_refund(world: World, message: messages.DisableRefund) -> None:
    """Give up withdrawing for ever."""
    account = world.account(message.addr)
    if account is None or account.payment_owner.lower() != message.owner.lower():
        raise Refused(1203, "not payment account owner", "payment")
    world.keep_account(replace(account, refund_disabled=True))


def grant_allowance(world: World, message: messages.GrantAllowance) -> None:
    """Note that an account pays another's fees."""
    if message.allowance is None:
        raise Refused(18, "allowance cannot be empty", "sdk")
    world.kept.put(_allowance_key(message.granter, message.grantee), message.allowance)


def revoke_allowance(world: World, message: messages.RevokeAllowance) -> None:
    """Note that an account pays another's fees no more."""
    key = _allowance_key(message.granter, message.grantee)
    if world.kept.get(messages.AllowedMessages, key) is None:
        raise Refused(38, "fee-grant not found", "sdk")
    world.kept.drop(key)


@dataclass(frozen=True, slots=True)
class Charge:
    """A transaction's fee, and for what."""

    payer: str
    granter: str
    amount_wei: int
    types: frozenset[str]
    """Names of the messages' types."""


def take_fee(world: World, charge: Charge) -> None:
    """Take a transaction's fee from whoever pays it."""
    payer, granter, amount_wei = charge.payer, charge.granter, charge.amount_wei
    if granter:
        _use_allowance(world, charge)
    account = _paying(world, granter or payer)
    if account.balance_wei < amount_wei:
        raise Refused(5, f"insufficient funds: {amount_wei} wei", "sdk")
    world.keep_account(replace(account, balance_wei=account.balance_wei - amount_wei))


def _use_allowance(world: World, charge: Charge) -> None:
    granter, grantee, types = charge.granter, charge.payer, charge.types
    key = _allowance_key(granter, grantee)
    kept = world.kept.get(messages.AllowedMessages, key)
    if kept is None or kept.allowance is None:
        raise Refused(4, f"{granter} does not allow to pay fees for {grantee}", "sdk")
    if not types <= set(kept.allowed_messages):
        raise Refused(6, "message does not exist in allowed messages", "feegrant")
    allowance = kept.allowance
    if allowance.expiration is not None and allowance.expiration < world.now():
        raise Refused(3, "fee allowance expired", "feegrant")
    if allowance.spend_limit:
        left = allowance.spend_limit[0].amount - charge.amount_wei
        if left < 0:
            raise Refused(2, "basic allowance: fee limit exceeded", "feegrant")
        limit = (messages.Coin(messages.BNB, left),)
        world.kept.put(key, replace(kept, allowance=replace(allowance, spend_limit=limit)))


def _move(world: World, source: str, target: str, amount_wei: int) -> None:
    if amount_wei <= 0:
        raise Refused(10, f"invalid coins: {amount_wei}", "sdk")
    giver, taker = _paying(world, source), _paying(world, target)
    if giver.balance_wei < amount_wei:
        raise Refused(5, f"insufficient funds: {amount_wei} wei", "sdk")
    world.keep_account(replace(giver, balance_wei=giver.balance_wei - amount_wei))
    world.keep_account(replace(taker, balance_wei=taker.balance_wei + amount_wei))


def _paying(world: World, address: str) -> Account:
    account = world.account(address)
    if account is None:
        raise Refused(9, f"unknown address: account {address} does not exist", "sdk")
    return account


def _allowance_key(granter: str, grantee: str) -> str:
    return f"allowance/{granter.lower()}/{grantee.lower()}"
