"""An operator that pays everybody but one, whose answers it leaves out."""

from labelfield.simulate.cheating_operators import (
    claims_paid,
    forged_checkpoint,
    labelers_harm,
    promised,
    purse,
)
from labelfield.simulate.job import opened, worked
from labelfield.simulate.laboratory import Laboratory
from labelfield.simulate.row import Row
from labelfield.simulate.scenario import Scenario
from labelfield.simulate.watching import Watchtower


def play(lab: Laboratory, scenario: Scenario) -> Row:
    """Pay the others; the one's watchtower files the receipt when it is late."""
    with lab.economy() as place:
        job = lab.quick()
        number = opened(place, job)
        receipts = worked(place, number, job, job.crowd.seats[:-1])
        owed, before = promised(receipts), purse(place)
        victim = max(owed, key=lambda who: (owed[who], who))
        others = {who: amount for who, amount in owed.items() if amount and who != victim}
        forged_checkpoint(place, number, others)
        kept = [each for each in receipts if each.labeler == victim]
        tower = Watchtower(place, lab.folder(), kept)
        filed, halted = tower.late_and_in_default()
        claims_paid(place, owed)
        return scenario.row(
            gained=purse(place).gain_since(before),
            measure=f"kept {owed[victim]} units from one labeler; its bond is halved",
            harmed=(labelers_harm(place, owed),),
            caught="the labeler's receipt, filed by a watchtower; paid from the float",
            when=f"{filed.blocks} block(s) after settle-by; default {halted.blocks} block(s) "
            "after the grace",
        )


SCENARIO = Scenario("operator-omits", "operator", "leaves one labeler's answers out", play)
