"""Every transaction of Labelfield, as bytes: pure encoders that refuse what would not fit."""

from collections.abc import Sequence
from dataclasses import dataclass

from labelfield.chain.entries import pack_entries
from labelfield.chain.interface import ContractName, interface
from labelfield.protocol.ids import Address, Hash32, parse_address
from labelfield.protocol.messages import Withdrawal


@dataclass(frozen=True, slots=True)
class Call:
    """What a transaction does, apart from who pays for it."""

    to: Address | None
    """None creates a contract."""
    data: bytes
    value_wei: int = 0


def open_project(
    pool: Address, manifest_hash: Hash32, store: str, deposit: int, fee_bps: int
) -> Call:
    """Return the call that opens a project and pays in `deposit` units."""
    return _pool(pool, "openProject", manifest_hash, store, deposit, fee_bps)


def top_up(pool: Address, project: int, amount: int) -> Call:
    """Return the call that adds `amount` units to a project's deposit."""
    return _pool(pool, "topUp", project, amount)


def request_close(pool: Address, project: int) -> Call:
    """Return the call that starts a project's close notice."""
    return _pool(pool, "requestClose", project)


def refund(pool: Address, project: int) -> Call:
    """Return the call that pays a closed project's rest back to its requester."""
    return _pool(pool, "refund", project)


def checkpoint(
    pool: Address,
    project: int,
    number: int,
    record_hash: Hash32,
    fee: int,
    entries: Sequence[tuple[int, int]],
) -> Call:
    """Return the call that credits labelers and anchors the record that explains it.

    `number` is one more than the project's checkpoints so far. `fee` is in units, for the operator.
    `entries` are (labeler index, units) by rising index; `entries.split_amounts` makes several of
    an amount that is too large for one.
    """
    packed = pack_entries(entries)
    return _pool(pool, "checkpoint", project, number, record_hash, fee, packed)


def withdraw(pool: Address, withdrawal: Withdrawal, signature: bytes, relay_fee: int) -> Call:
    """Return the call that pays out what a labeler has signed."""
    fields = (
        withdrawal.labeler,
        withdrawal.destination,
        withdrawal.amount,
        withdrawal.max_relay_fee,
        withdrawal.nonce,
        withdrawal.deadline_s,
    )
    return _pool(pool, "withdraw", fields, signature, relay_fee)


def add_float(pool: Address, amount: int) -> Call:
    """Return the call that adds `amount` units to the float."""
    return _pool(pool, "addFloat", amount)


def request_float_exit(pool: Address, amount: int) -> Call:
    """Return the operator's call that announces taking `amount` units of float."""
    return _pool(pool, "requestFloatExit", amount)


def take_float(pool: Address) -> Call:
    """Return the operator's call that takes the announced float."""
    return _pool(pool, "takeFloat")


def add_bond(pool: Address, amount: int) -> Call:
    """Return the call that adds `amount` units to the bond."""
    return _pool(pool, "addBond", amount)


def request_bond_exit(pool: Address, amount: int) -> Call:
    """Return the operator's call that announces taking `amount` units of bond."""
    return _pool(pool, "requestBondExit", amount)


def take_bond(pool: Address) -> Call:
    """Return the operator's call that takes the announced bond."""
    return _pool(pool, "takeBond")


def take_fees(pool: Address, to: Address) -> Call:
    """Return the operator's call that pays all fees due to `to`."""
    return _pool(pool, "takeFees", to)


def register(registry: Address, labelers: Sequence[Address]) -> Call:
    """Return the call that gives labelers their indices."""
    return _call("Registry", registry, "register", tuple(labelers))


def approve(token: Address, spender: Address, base_units: int) -> Call:
    """Return the call that lets `spender` take the token's base units."""
    return _call("TestDollar", token, "approve", spender, base_units)


def transfer(token: Address, to: Address, base_units: int) -> Call:
    """Return the call that sends the token's base units."""
    return _call("TestDollar", token, "transfer", to, base_units)


def mint(token: Address, to: Address, base_units: int) -> Call:
    """Return the call that makes base units of the test dollar."""
    return _call("TestDollar", token, "mint", to, base_units)


def _pool(pool: Address, function: str, *values: object) -> Call:
    return _call("LabelPool", pool, function, *values)


def _call(contract: ContractName, to: Address, function: str, *values: object) -> Call:
    return Call(parse_address(to), interface(contract).encode_call(function, *values))
