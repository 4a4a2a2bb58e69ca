"""A relayer that would rather be paid itself."""

from collections.abc import Iterator
from dataclasses import replace

from labelfield.chain import calls
from labelfield.chain.calls import Call
from labelfield.chain.errors import TransactionReverted
from labelfield.chain.pool import Pool
from labelfield.chain.transactions import Sender
from labelfield.protocol.hashes import keccak
from labelfield.protocol.keys import Key
from labelfield.protocol.messages import Withdrawal, digest
from labelfield.simulate.cheating_operators import forged_checkpoint
from labelfield.simulate.errors import NotCaught
from labelfield.simulate.job import opened, wallet_of
from labelfield.simulate.laboratory import Laboratory
from labelfield.simulate.row import Harm, Row
from labelfield.simulate.scenario import Scenario

RELAYER = keccak(b"labelfield laboratory relayer")
FEE = 1_000
CREDIT = 100_000


def play(lab: Laboratory, scenario: Scenario) -> Row:
    """Every change of an order is refused, and so is the order itself a second time."""
    with lab.economy() as place:
        labeler = wallet_of("cashes out")
        thief = Sender(place.pool.rpc_url, RELAYER)
        place.ground.with_gas(Key(RELAYER))
        forged_checkpoint(place, opened(place, lab.job), {labeler.address: CREDIT})
        order = _order(place.pool, labeler)
        signature = labeler.sign(digest(place.pool.domain, order))
        tries = list(_stolen(place.pool, order, signature, thief))
        refused = sum(_is_refused(thief, call) for call in tries)
        honest = calls.withdraw(place.pool.address, order, signature, FEE)
        thief.execute(honest)
        refused += _is_refused(thief, honest)
        if refused != len(tries) + 1:
            raise NotCaught(f"the pool took {len(tries) + 1 - refused} stolen withdrawals")
        kept = place.pool.token_balance(thief.address) // place.pool.unit
        got = place.pool.token_balance(labeler.address) // place.pool.unit
        return scenario.row(
            gained=kept - FEE,
            measure=f"{refused} tries refused; the fee it was promised is all it gets",
            harmed=(Harm("labeler", CREDIT - FEE - got, "got the rest in the honest transaction"),),
            caught="the labeler's signature covers destination, amount, fee and nonce",
            when="in the same call",
        )


def _order(pool: Pool, labeler: Key) -> Withdrawal:
    return Withdrawal(
        labeler=labeler.address,
        destination=labeler.address,
        amount=CREDIT,
        max_relay_fee=FEE,
        nonce=0,
        deadline_s=pool.chain_time_s() + 3_600,
    )


def _stolen(pool: Pool, order: Withdrawal, signature: bytes, thief: Sender) -> Iterator[Call]:
    """Yield the order, turned to the thief's use in each way there is."""
    for lie in (
        replace(order, destination=thief.address),
        replace(order, max_relay_fee=CREDIT),
        replace(order, nonce=1),
        replace(order, amount=CREDIT + 1),
    ):
        yield calls.withdraw(pool.address, lie, signature, FEE)
    yield calls.withdraw(pool.address, order, signature, FEE + 1)


def _is_refused(sender: Sender, call: Call) -> bool:
    try:
        sender.execute(call)
    except TransactionReverted:
        return True
    return False


SCENARIO = Scenario(
    "relayer-steals", "relayer", "redirects, inflates, overcharges and repeats a withdrawal", play
)
