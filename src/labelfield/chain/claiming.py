"""What a labeler can do about receipts that are not credited: one step after another."""

from collections.abc import Sequence
from dataclasses import dataclass

from labelfield.chain import calls
from labelfield.chain.calls import Call
from labelfield.chain.pool import Pool
from labelfield.chain.pool_state import PoolState
from labelfield.protocol.messages import Receipt

SignedReceipt = tuple[Receipt, bytes]
"""A receipt and the operator's signature on it."""


@dataclass(frozen=True, slots=True)
class Step:
    """What can be done now."""

    sentence: str
    call: Call | None = None
    """None if there is nothing to do, or not yet."""
    wait_until_s: int | None = None
    """Chain time after which there is a next step."""


def next_step(pool: Pool, receipts: Sequence[SignedReceipt]) -> Step:
    """Return the next step toward what one labeler's receipts promise; there is at least one."""
    signed = max(receipts, key=lambda each: each[0].owed)
    labeler, owed = signed[0].labeler, signed[0].owed
    credit = pool.credit_of(labeler)
    if credit >= owed:
        return Step(f"nothing is missing: {credit} units are credited, {owed} were promised")
    if not pool.labeler_indices([labeler])[labeler]:
        return Step("registering the labeler", calls.register(pool.registry, [labeler]))
    match pool.funds().state:
        case PoolState.RUNNING:
            return _while_running(pool, receipts, credit)
        case PoolState.HALTED:
            return _while_halted(pool, signed, owed - credit)
        case PoolState.SETTLED:
            return _when_settled(pool, signed[0])


def contradiction(receipts: Sequence[SignedReceipt]) -> tuple[SignedReceipt, SignedReceipt] | None:
    """Return two receipts that no honest operator can have signed both, if there are any."""
    seen: dict[tuple[object, ...], SignedReceipt] = {}
    for signed in receipts:
        receipt = signed[0]
        for place in (
            ("number", receipt.labeler, receipt.number),
            ("sequence", receipt.labeler, receipt.project, receipt.sequence),
            ("position", receipt.project, receipt.task, receipt.position),
        ):
            other = seen.setdefault(place, signed)
            if other[0] != receipt:
                return other, signed
    return None


def _while_running(pool: Pool, receipts: Sequence[SignedReceipt], credit: int) -> Step:
    now_s = pool.chain_time_s()
    unpaid = [signed for signed in receipts if signed[0].owed > credit]
    late = [signed for signed in unpaid if signed[0].settle_by_s < now_s]
    if not late:
        until_s = min(receipt.settle_by_s for receipt, _ in unpaid)
        return Step("no receipt is late yet", wait_until_s=until_s)
    receipt, signature = max(late, key=lambda each: each[0].owed)
    filed = pool.late_receipt_of(receipt.labeler)
    if filed.owed <= credit or filed.owed < receipt.owed:
        call = calls.file_late_receipt(pool.address, receipt, signature)
        return Step(f"filing a late receipt over {receipt.owed} units", call)
    if now_s <= filed.grace_ends_at_s:
        return Step("the operator's grace runs", wait_until_s=filed.grace_ends_at_s)
    return Step("putting the operator in default", calls.default_on(pool.address, receipt.labeler))


def _while_halted(pool: Pool, signed: SignedReceipt, missing: int) -> Step:
    close_s = pool.halted_at() + pool.periods.claim_time
    if pool.chain_time_s() > close_s:
        return Step("dividing the operator's money", calls.settle_claims(pool.address))
    if pool.claim_of(signed[0].labeler).shortfall < min(missing, pool.pot()):
        return Step(f"claiming {missing} units", calls.file_claim(pool.address, *signed))
    return Step("the claim is filed; claims are still taken", wait_until_s=close_s)


def _when_settled(pool: Pool, receipt: Receipt) -> Step:
    claim = pool.claim_of(receipt.labeler)
    if claim.paid or not claim.award + claim.shortfall:
        return Step("nothing more can be had")
    return Step("paying the claim", calls.pay_claim(pool.address, receipt.labeler))
