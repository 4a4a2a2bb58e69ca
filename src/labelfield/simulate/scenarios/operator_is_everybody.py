"""An operator that signs its own wallets huge receipts, halts, and claims its own bond back."""

from labelfield.protocol.ids import Hash32, TaskId
from labelfield.protocol.messages import Receipt
from labelfield.simulate.cheating_operators import (
    SYBIL,
    claims_paid,
    labelers_harm,
    promised,
    purse,
)
from labelfield.simulate.job import opened, worked
from labelfield.simulate.laboratory import Laboratory
from labelfield.simulate.row import Exposure, Row
from labelfield.simulate.scenario import Scenario
from labelfield.simulate.watching import Watchtower, signed_receipt

NOWHERE = Hash32("0x" + "12" * 32)


def play(lab: Laboratory, scenario: Scenario) -> Row:
    """Its receipt over everything stands beside those of labelers, in the same rank."""
    with lab.economy() as place:
        job = lab.quick()
        number = opened(place, job)
        receipts = worked(place, number, job, job.crowd.seats[:-1])
        owed, before = promised(receipts), purse(place)
        everything = signed_receipt(
            place,
            Receipt(
                labeler=SYBIL.address,
                number=1,
                owed=before.own,
                project=number,
                sequence=1,
                head=NOWHERE,
                task=TaskId(NOWHERE),
                position=1,
                settle_by_s=receipts[0].settle_by_s,
            ),
        )
        tower = Watchtower(place, lab.folder(), [*receipts, everything])
        _, halted = tower.late_and_in_default()
        claims_paid(place, (*owed, SYBIL.address))
        return scenario.row(
            gained=purse(place, [SYBIL.address]).gain_since(before),
            measure="got back what it could claim of float and half a bond; the rest is burned",
            harmed=(labelers_harm(place, owed, "of receipts not yet credited"),),
            caught="default; half of the bond is burned whoever claims the rest",
            when=f"{halted.blocks} block(s) after the grace",
            exposure=Exposure(
                "labelers' receipts not yet credited, which the float limits and the client stops "
                "at; the operator loses half its bond, which is more",
                place.pool.float_amount() + sum(owed.values()),
            ),
        )


SCENARIO = Scenario(
    "operator-is-everybody", "operator", "is its own labelers, and claims its own bond", play
)
