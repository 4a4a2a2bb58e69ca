"""An operator that answers all tasks itself, agreeing with itself, right where it knows gold."""

from random import Random

from labelfield.simulate.cheating_labelers import percent
from labelfield.simulate.crowd import Seat
from labelfield.simulate.job import played
from labelfield.simulate.laboratory import Laboratory
from labelfield.simulate.row import Exposure, Harm, Row
from labelfield.simulate.scenario import Scenario


def play(lab: Laboratory, scenario: Scenario) -> Row:
    """Fill every place with its own wallets; the record is in order."""
    random = Random(lab.seed)  # noqa: S311 (a made crowd)
    crowd = lab.job.crowd
    said = {
        task: lab.job.gold.get(task) or random.choice(crowd.classes) for task in sorted(crowd.truth)
    }
    own = [
        Seat(f"own {seat.name}", {task: said[task] for task in seat.answers})
        for seat in crowd.seats
    ]
    with lab.economy() as place:
        found = played(place, lab.job.seated(own))
    got = found.paid_to(seat.name for seat in own)
    points = found.accuracy_percent - lab.honest().accuracy_percent
    most = crowd.answers * lab.price
    return scenario.row(
        gained=got,
        measure=f"its wallets are paid {percent(got, most)} of the full price",
        harmed=(Harm("requester", found.debited, f"accuracy {points:+.1f} points"),),
        caught="nothing that is public: the record is true. The requester's own look at labels, "
        "or a few gold answers that it never gave away",
        when="at the first opening, whose debit `max_unopened` limits; then it closes",
        exposure=Exposure(
            "one project's deposit; what came before the requester looks at an opening is at "
            "most `max_unopened`",
            lab.deposit,
        ),
    )


SCENARIO = Scenario(
    "operator-pads-tasks", "operator", "answers all tasks itself, knowing the gold", play
)
