"""An operator that takes a day's answers and is never seen again."""

from labelfield.simulate.cheating_operators import (
    claims_paid,
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
    """Nothing is credited; everybody's receipts fall due at once."""
    with lab.economy() as place:
        job = lab.quick()
        number = opened(place, job)
        receipts = worked(place, number, job, job.crowd.seats[:-1])
        owed, before = promised(receipts), purse(place)
        tower = Watchtower(place, lab.folder(), receipts)
        filed, halted = tower.late_and_in_default()
        claims_paid(place, owed)
        return scenario.row(
            gained=purse(place).gain_since(before),
            measure=f"kept {sum(owed.values())} units from everybody; its bond is halved",
            harmed=(labelers_harm(place, owed),),
            caught="receipts, filed by a watchtower; paid from float and bond",
            when=f"{filed.blocks} block(s) after settle-by; default {halted.blocks} block(s) "
            "after the grace",
        )


SCENARIO = Scenario("operator-vanishes", "operator", "takes answers and never credits them", play)
