"""An operator that credits itself all that a project lets it take, with a record that says so."""

from labelfield.chain.court_state import Side
from labelfield.simulate.cheating_operators import (
    SYBIL,
    claims_paid,
    complaint_for,
    first_difference,
    forged_checkpoint,
    labelers_harm,
    most_to_take,
    open_records,
    promised,
    purse,
)
from labelfield.simulate.errors import NotCaught
from labelfield.simulate.job import opened, worked
from labelfield.simulate.laboratory import Laboratory
from labelfield.simulate.row import Harm, Row
from labelfield.simulate.scenario import Scenario
from labelfield.simulate.trial import tried
from labelfield.simulate.watching import Watchtower


def play(lab: Laboratory, scenario: Scenario) -> Row:
    """Take it, open, be audited, disputed, judged, and divided."""
    with lab.economy() as place:
        job = lab.quick()
        number = opened(place, job)
        receipts = worked(place, number, job, job.crowd.seats[:-1])
        owed, before = promised(receipts), purse(place)
        taken = most_to_take(place, number)
        forged_checkpoint(place, number, {SYBIL.address: taken})
        debited = place.pool.project(number).debited
        open_records(place, number)
        found = first_difference(place, number)
        requester = place.requester.address
        complaint = complaint_for(place, number, found, {requester: debited})
        trial = tried(place, complaint)
        if trial.winner is not Side.DISPUTANT:
            raise NotCaught("the jury acquitted an operator that paid its sybil")
        Watchtower(place, lab.folder(), receipts).rest()
        claims_paid(place, (requester, *owed))
        made_good = place.pool.credit_of(requester)
        return scenario.row(
            gained=purse(place, [SYBIL.address]).gain_since(before),
            measure=f"took {taken} units; half of its bond is burned, the rest pays",
            harmed=(
                Harm("requester", max(debited - made_good, 0), "made good by the Court's award"),
                labelers_harm(place, owed),
            ),
            caught=f"verify ({found.what}), the Court, the bond",
            when=f"at the opening; judged {trial.lasted_s} s later (development periods)",
        )


SCENARIO = Scenario("operator-pays-sybils", "operator", "credits a wallet of its own", play)
