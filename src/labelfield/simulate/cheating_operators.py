"""How a cheat by an operator is measured: by its purse, before and after, with its friends' in it.

An operator starts with a bond that is just what the rules ask of it: twice its float and the
largest project. What it took, whoever of its wallets holds it, counts for it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from labelfield.api.models import SignedReceipt
from labelfield.chain import calls
from labelfield.chain.anvil import DEV_KEYS
from labelfield.chain.complaints import complaint_about
from labelfield.chain.court_state import Complaint
from labelfield.chain.pool_state import PoolState
from labelfield.chain.transactions import Sender
from labelfield.ledger.amounts import BASIS
from labelfield.ledger.deposit import fee_down
from labelfield.protocol.hashes import hex_of, keccak
from labelfield.protocol.ids import ZERO_HASH, Address, Hash32, ProjectNumber
from labelfield.protocol.keys import Key
from labelfield.protocol.record import CreditRow, Record, RecordHeader
from labelfield.protocol.record_json import rows_root
from labelfield.protocol.sealing import project_secret, record_key
from labelfield.publish.record import sealed_record
from labelfield.server.run import DEVELOPMENT_KEYS
from labelfield.simulate.economy import Economy
from labelfield.simulate.errors import NotCaught
from labelfield.simulate.row import Harm
from labelfield.storage.content import put_content
from labelfield.storage.names import bucket_of
from labelfield.verify.complaint import statement_of
from labelfield.verify.errors import Mismatch

SYBIL = Key(keccak(b"labelfield laboratory the operator's sybil"))
OPERATOR = Key(DEV_KEYS[0]).address


@dataclass(frozen=True, slots=True)
class Purse:
    """What an operator holds in the pool, and what its friends were credited."""

    own: int
    friends: int

    def gain_since(self, before: "Purse") -> int:
        """Return what it has more than before."""
        return self.own + self.friends - before.own - before.friends


def purse(economy: Economy, friends: Iterable[Address] = ()) -> Purse:
    """Return what the operator can have back: of a halted one, what claims leave."""
    pool = economy.pool
    own = pool.fees_due()
    if pool.funds().state is PoolState.RUNNING:
        own += pool.float_amount() + pool.bond_amount()
    return Purse(own, sum(pool.credit_of(friend) for friend in friends))


def most_to_take(economy: Economy, number: ProjectNumber) -> int:
    """Return the largest credit that the pool lets the operator take from a project unopened."""
    state = economy.pool.project(number)
    return min(state.rest, state.max_unopened - state.unopened) * BASIS // (BASIS + state.fee_bps)


def forged_checkpoint(
    economy: Economy, number: ProjectNumber, credits: Mapping[Address, int]
) -> None:
    """Let the operator credit whom it likes, with a record that says no more than that."""
    pool, checkpointer = economy.pool, Sender(economy.pool.rpc_url, DEVELOPMENT_KEYS.checkpoint)
    checkpointer.execute(calls.register(pool.registry, sorted(credits)))
    indices = pool.labeler_indices(sorted(credits))
    state = pool.project(number)
    place = state.checkpoint_count + 1
    total = state.credited + sum(credits.values())
    header = RecordHeader(
        chain_id=pool.chain_id,
        pool=pool.address,
        project=number,
        checkpoint=place,
        previous=ZERO_HASH,
        fee=fee_down(total, state.fee_bps) - state.fees,
        rows_root=rows_root(()),
    )
    rows = tuple(CreditRow(who, indices[who], credits[who]) for who in sorted(credits))
    record = Record(header, (), (), (), (), (), (), (), rows)
    details = economy.client.project(number)
    bucket = bucket_of(pool.chain_id, pool.address, details.manifest_hash)
    sealed = sealed_record(record, _key(economy, number, place))
    record_hash = put_content(economy.coordinator.store, bucket, sealed)
    entries = sorted((indices[who], amount) for who, amount in credits.items())
    checkpointer.execute(calls.checkpoint(pool.address, number, place, record_hash, entries))


def open_records(economy: Economy, number: ProjectNumber) -> None:
    """Let the operator publish the key of its newest record."""
    last = economy.pool.project(number).checkpoint_count
    key = Hash32(hex_of(_key(economy, number, last)))
    call = calls.open_records(economy.pool.address, number, last, key)
    Sender(economy.pool.rpc_url, DEVELOPMENT_KEYS.checkpoint).execute(call)


def first_difference(economy: Economy, number: ProjectNumber) -> Mismatch:
    """Return what an audit finds."""
    try:
        economy.verify(number)
    except Mismatch as found:
        return found
    raise NotCaught(f"the audit of project {number} finds nothing")


def complaint_for(
    economy: Economy, number: ProjectNumber, found: Mismatch, awards: Mapping[Address, int]
) -> Complaint:
    """Return the complaint about what an audit found, with what is to be made good."""
    plain = complaint_about(economy.pool, number, statement_of(found))
    return Complaint(
        pool=plain.pool,
        project=plain.project,
        opening=plain.opening,
        checkpoint=plain.checkpoint,
        kind=plain.kind,
        statement=plain.statement,
        awards=tuple(sorted(awards.items())),
    )


def claims_paid(economy: Economy, claimants: Iterable[Address]) -> None:
    """Let the time for claims pass, and have what a halted operator leaves divided."""
    economy.ground.pass_time(economy.pool.periods.claim_time + 1)
    anybody = Sender(economy.pool.rpc_url, DEVELOPMENT_KEYS.relayer)
    anybody.execute(calls.settle_claims(economy.pool.address))
    indices = economy.pool.labeler_indices(sorted(claimants))
    unknown = [claimant for claimant, index in indices.items() if not index]
    anybody.execute(calls.register(economy.pool.registry, unknown))
    for claimant in indices:
        claim = economy.pool.claim_of(claimant)
        if claim.award + claim.shortfall and not claim.paid:
            anybody.execute(calls.pay_claim(economy.pool.address, claimant))


def promised(receipts: Sequence[SignedReceipt]) -> dict[Address, int]:
    """Return the most that each labeler's receipts promise."""
    found: dict[Address, int] = {}
    for receipt in receipts:
        labeler = Address(receipt.labeler)
        found[labeler] = max(found.get(labeler, 0), receipt.owed)
    return found


def unpaid(economy: Economy, owed: Mapping[Address, int]) -> int:
    """Return what labelers were promised and did not get."""
    return sum(max(amount - economy.pool.credit_of(who), 0) for who, amount in owed.items())


def labelers_harm(economy: Economy, owed: Mapping[Address, int], note: str = "") -> Harm:
    """Return what labelers lost of what their receipts promise."""
    missing = unpaid(economy, owed)
    return Harm("labelers", missing, note or f"of {len(owed)} with receipts")


def _key(economy: Economy, number: ProjectNumber, checkpoint: int) -> bytes:
    secret = project_secret(economy.coordinator.record_secret, economy.pool.domain, number)
    return record_key(secret, checkpoint)
