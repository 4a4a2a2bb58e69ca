"""A relayer that takes an order and never sends it."""

from labelfield.chain import calls
from labelfield.chain.transactions import Sender
from labelfield.protocol.hashes import keccak
from labelfield.protocol.keys import Key
from labelfield.protocol.messages import Withdrawal, digest
from labelfield.simulate.cheating_operators import forged_checkpoint
from labelfield.simulate.job import opened, wallet_of
from labelfield.simulate.laboratory import Laboratory
from labelfield.simulate.row import Harm, Row
from labelfield.simulate.scenario import Scenario

ANYBODY = keccak(b"labelfield laboratory anybody")
CREDIT = 100_000
FEE = 1_000


def play(lab: Laboratory, scenario: Scenario) -> Row:
    """Anybody else sends the same order; the fee is theirs."""
    with lab.economy() as place:
        labeler = wallet_of("waits")
        place.ground.with_gas(Key(ANYBODY))
        forged_checkpoint(place, opened(place, lab.job), {labeler.address: CREDIT})
        order = Withdrawal(
            labeler=labeler.address,
            destination=labeler.address,
            amount=CREDIT,
            max_relay_fee=FEE,
            nonce=0,
            deadline_s=place.pool.chain_time_s() + 3_600,
        )
        signature = labeler.sign(digest(place.pool.domain, order))
        sent = calls.withdraw(place.pool.address, order, signature, FEE)
        Sender(place.pool.rpc_url, ANYBODY).execute(sent)
        got = place.pool.token_balance(labeler.address) // place.pool.unit
        return scenario.row(
            gained=-FEE,
            measure="loses the fee to whoever sends it",
            harmed=(Harm("labeler", CREDIT - FEE - got, "the same money, one relayer later"),),
            caught="an order is good for anybody who sends it",
            when="whenever the labeler hands it on",
        )


SCENARIO = Scenario("relayer-withholds", "relayer", "never sends the order it was given", play)
