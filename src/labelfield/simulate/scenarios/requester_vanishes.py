"""A requester that opens a project and is never seen again."""

from labelfield.simulate.job import opened, worked
from labelfield.simulate.laboratory import Laboratory
from labelfield.simulate.row import Exposure, Harm, Row
from labelfield.simulate.scenario import Scenario


def play(lab: Laboratory, scenario: Scenario) -> Row:
    """People work all the same; nobody ever asks for the close."""
    honest = sum(lab.honest().paid.values())
    with lab.economy(credit_from=1) as place:
        number = opened(place, lab.job)
        worked(place, number, lab.job, lab.job.crowd.seats)
        place.step()
        paid = sum(place.credits_of(number).values())
        state = place.pool.project(number)
        given = lab.job.crowd.answers * lab.price
        return scenario.row(
            gained=-state.rest,
            measure="its own deposit stays in the pool for good",
            harmed=(
                Harm("labelers", max(honest - paid, 0), "for answers to tasks that never fill"),
            ),
            caught="nothing is needed of it: tasks that are full close and are paid",
            when="as tasks close",
            exposure=Exposure(
                "the price of answers to tasks that nobody completes; tasks nearest to closing "
                "are handed out first",
                given,
            ),
        )


SCENARIO = Scenario("requester-vanishes", "requester", "never comes back to its project", play)
