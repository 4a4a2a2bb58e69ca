"""A requester that has half of the labels and asks for its money back."""

from labelfield.chain import requester as on_chain
from labelfield.simulate.cheating_operators import labelers_harm, promised, unpaid
from labelfield.simulate.job import finished, half_worked, opened, outcome
from labelfield.simulate.laboratory import Laboratory
from labelfield.simulate.row import Row
from labelfield.simulate.scenario import Scenario


def play(lab: Laboratory, scenario: Scenario) -> Row:
    """Close in the middle, and take the refund when the notice is over."""
    with lab.economy() as place:
        number = opened(place, lab.job)
        receipts = half_worked(place, number, lab.job, lab.job.crowd.seats)
        owed = promised(receipts)
        place.close(number)
        finished(place, number)
        found = outcome(place, number, lab.job)
        place.ground.pass_time(place.pool.periods.close_notice + 1)
        on_chain.take_refund(place.pool, place.requester, number)
        return scenario.row(
            gained=unpaid(place, owed),
            measure=f"paid {sum(found.paid.values())} units for {found.report.answers} answers, "
            "as their scores say; got the rest of its deposit back",
            harmed=(labelers_harm(place, owed),),
            caught="the final settlement pays all answers; refunds touch only what is undebited",
            when="during the close notice",
        )


SCENARIO = Scenario("requester-cancels", "requester", "closes the project half-way", play)
