"""Every transaction of Labelfield, as bytes: pure encoders that refuse what would not fit."""

from collections.abc import Sequence
from dataclasses import dataclass

from labelfield.chain.entries import pack_entries
from labelfield.chain.interface import ContractName, interface
from labelfield.protocol.ids import Address, Hash32, parse_address
from labelfield.protocol.messages import Receipt, Withdrawal


@dataclass(frozen=True, slots=True)
class Call:
    """What a transaction does, apart from who pays for it."""

    to: Address | None
    """None creates a contract."""
    data: bytes
    value_wei: int = 0


@dataclass(frozen=True, slots=True)
class ProjectTerms:
    """What a requester agrees to when it opens a project."""

    manifest_hash: Hash32
    store: str
    fee_bps: int
    max_unopened: int
    """The largest debit between two openings, in units."""


def open_project(pool: Address, terms: ProjectTerms, deposit: int) -> Call:
    """Return the call that opens a project and pays in `deposit` units."""
    fields = (terms.manifest_hash, terms.store, terms.fee_bps, terms.max_unopened)
    return _pool(pool, "openProject", fields, deposit)


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
    entries: Sequence[tuple[int, int]],
) -> Call:
    """Return the call that credits labelers and anchors the record that explains it.

    `number` is one more than the project's checkpoints so far. `entries` are (labeler
    index, units) by rising index; `entries.split_amounts` makes several of an amount that is too
    large for one.
    """
    packed = pack_entries(entries)
    return _pool(pool, "checkpoint", project, number, record_hash, packed)


def open_records(pool: Address, project: int, number: int, key: Hash32) -> Call:
    """Return the call that makes the records of checkpoints 1 to `number`, the last, readable."""
    return _pool(pool, "open", project, number, key)


def prove(pool: Address, project: int) -> Call:
    """Return the call that frees the bond from openings that nobody can dispute any more."""
    return _pool(pool, "prove", project)


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


def pay_out(pool: Address, labeler: Address) -> Call:
    """Pay all of a labeler's credit to its standing payout address; anyone may call."""
    return _pool(pool, "payOut", labeler)


def file_late_receipt(pool: Address, receipt: Receipt, signature: bytes) -> Call:
    """Return the call that files a receipt whose settle-by passed without its credit."""
    return _pool(pool, "fileLateReceipt", _receipt(receipt), signature)


def default_on(pool: Address, labeler: Address) -> Call:
    """Return the call that puts the operator in default for a filed receipt."""
    return _pool(pool, "defaultOn", labeler)


def prove_equivocation(
    pool: Address, first: tuple[Receipt, bytes], second: tuple[Receipt, bytes]
) -> Call:
    """Return the call that halts the operator for two signed receipts that contradict."""
    return _pool(
        pool, "proveEquivocation", _receipt(first[0]), first[1], _receipt(second[0]), second[1]
    )


def file_claim(pool: Address, receipt: Receipt, signature: bytes) -> Call:
    """Return the call that claims of a halted operator what a receipt promises."""
    return _pool(pool, "fileClaim", _receipt(receipt), signature)


def settle_claims(pool: Address) -> Call:
    """Return the call that divides a halted operator's money among the claims."""
    return _pool(pool, "settleClaims")


def pay_claim(pool: Address, claimant: Address) -> Call:
    """Return the call that credits a claimant with its share."""
    return _pool(pool, "payClaim", claimant)


def hold(pool: Address, project: int) -> Call:
    """Return the Court's call by which a dispute over a project begins."""
    return _pool(pool, "hold", project)


def release(pool: Address, project: int) -> Call:
    """Return the Court's call by which a dispute over a project ends."""
    return _pool(pool, "release", project)


def convict(
    pool: Address, reporter: Address, beneficiaries: Sequence[Address], amounts: Sequence[int]
) -> Call:
    """Return the Court's call that halts the operator and awards what was ruled."""
    return _pool(pool, "convict", reporter, tuple(beneficiaries), tuple(amounts))


def set_keys(registry: Address, checkpoint_key: Address, receipt_key: Address) -> Call:
    """Return the operator's call that says by which keys it acts."""
    return _call("Registry", registry, "setKeys", checkpoint_key, receipt_key)


def add_float(pool: Address, amount: int) -> Call:
    """Return the operator's call that adds `amount` units to the float."""
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


def set_payout_address(registry: Address, payout_address: Address) -> Call:
    """Have pools pay the caller's credit there; the zero address ends it."""
    return _call("Registry", registry, "setPayoutAddress", payout_address)


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


def _receipt(receipt: Receipt) -> tuple[object, ...]:
    return (
        receipt.labeler,
        receipt.number,
        receipt.owed,
        receipt.project,
        receipt.sequence,
        receipt.head,
        receipt.task,
        receipt.position,
        receipt.settle_by_s,
    )


def _pool(pool: Address, function: str, *values: object) -> Call:
    return _call("LabelPool", pool, function, *values)


def _call(contract: ContractName, to: Address, function: str, *values: object) -> Call:
    return Call(parse_address(to), interface(contract).encode_call(function, *values))
