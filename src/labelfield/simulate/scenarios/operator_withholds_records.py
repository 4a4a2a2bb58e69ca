"""An operator that credits by a record which nobody can read."""

from labelfield.chain.court_state import Side
from labelfield.simulate.cheating_operators import (
    SYBIL,
    claims_paid,
    forged_checkpoint,
    labelers_harm,
    most_to_take,
    promised,
    purse,
)
from labelfield.simulate.errors import NotCaught
from labelfield.simulate.job import opened, worked
from labelfield.simulate.laboratory import Laboratory
from labelfield.simulate.row import Exposure, Harm, Row
from labelfield.simulate.scenario import Scenario
from labelfield.simulate.watching import Watchtower


def play(lab: Laboratory, scenario: Scenario) -> Row:
    """Never open; the watchtower disputes what is overdue, and the operator is silent."""
    with lab.economy() as place:
        job = lab.quick()
        number = opened(place, job)
        receipts = worked(place, number, job, job.crowd.seats[:-1])
        owed, before = promised(receipts), purse(place)
        forged_checkpoint(place, number, {SYBIL.address: most_to_take(place, number)})
        debited = place.pool.project(number).debited
        tower = Watchtower(place, lab.folder(), receipts)
        tower.rest()
        place.ground.pass_time(place.pool.periods.opening_interval)
        place.ground.pass_time(place.court.overdue_grace_s + 1)
        disputed = tower.until("disputing the record")
        place.ground.pass_time(place.court.dispute(1).deadline_s - place.court.chain_time_s() + 1)
        for what in ("ending it", "convicting the operator"):
            tower.until(what)
        if place.court.dispute(1).winner is not Side.DISPUTANT:
            raise NotCaught("a withheld record went unpunished")
        tower.rest()
        claims_paid(place, owed)
        return scenario.row(
            gained=purse(place, [SYBIL.address]).gain_since(before),
            measure="took all that one opening lets it take; its bond is halved",
            harmed=(
                Harm("requester", debited, "what was credited before anybody could look"),
                labelers_harm(place, owed),
            ),
            caught="an overdue opening, disputed by a watchtower; silence convicts",
            when=f"{disputed.blocks} block(s) after the Court's grace",
            exposure=Exposure(
                "one opening's debit, at most `max_unopened`; whoever asks the Court for an award "
                "is made good from the bond, which is twice that",
                lab.deposit,
            ),
        )


SCENARIO = Scenario(
    "operator-withholds-records", "operator", "credits its sybil and opens no record", play
)
