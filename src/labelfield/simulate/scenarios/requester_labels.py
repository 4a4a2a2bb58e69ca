"""A requester whose own wallets contradict everybody else, to make the crowd look bad."""

from labelfield.ledger.deposit import fee_down
from labelfield.simulate.cheating_labelers import harmed_labelers, interleaved
from labelfield.simulate.cheating_requesters import compared
from labelfield.simulate.crowd import Seat
from labelfield.simulate.economy import FEE_BPS
from labelfield.simulate.job import played
from labelfield.simulate.laboratory import Laboratory
from labelfield.simulate.row import Exposure, Row
from labelfield.simulate.scenario import Scenario


def play(lab: Laboratory, scenario: Scenario) -> Row:
    """Its wallets are right on its gold and wrong elsewhere; their pay comes back to it."""
    classes, truth = lab.job.crowd.classes, lab.job.crowd.truth
    honest, seats = lab.honest(), lab.cheats()
    wrong = {
        task: classes[(classes.index(label) + 1) % len(classes)] for task, label in truth.items()
    }
    said = wrong | dict(lab.job.gold)
    own = [Seat(f"own {seat.name}", {task: said[task] for task in seat.answers}) for seat in seats]
    others = [seat for seat in lab.job.crowd.seats if seat not in seats]
    with lab.economy() as place:
        found = played(place, lab.job.seated(interleaved(others, own)))
    names = [seat.name for seat in others]
    saved = honest.paid_to(names) - found.paid_to(names)
    fees = fee_down(found.paid_to(seat.name for seat in own), FEE_BPS)
    points = found.accuracy_percent - honest.accuracy_percent
    return scenario.row(
        gained=saved - fees,
        measure=f"what others are paid less, without the fee on its own wallets' pay; its labels "
        f"are {compared(points)}",
        harmed=harmed_labelers(honest, found, others),
        caught="clusters: wallets that always agree against the rest count as one",
        when="with their 10th closed answer",
        exposure=Exposure(
            "a part of one project's pay, paid for with its own labels; a labeler sees its rate "
            "fall and leaves, and is owed what was promised",
            honest.paid_to(names),
        ),
    )


SCENARIO = Scenario(
    "requester-labels", "requester", "has wallets of its own contradict the crowd", play
)
