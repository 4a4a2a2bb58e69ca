"""Most of the first jury is bought by the operator that it judges."""

from labelfield.chain.court_state import Side
from labelfield.simulate.cheating_jurors import judged
from labelfield.simulate.errors import NotCaught
from labelfield.simulate.laboratory import Laboratory
from labelfield.simulate.row import Exposure, Harm, Row
from labelfield.simulate.scenario import Scenario


def votes(place: int) -> Side:
    """Two of three acquit."""
    return Side.DISPUTANT if place == 2 else Side.OPERATOR


def play(lab: Laboratory, scenario: Scenario) -> Row:
    """Nobody appeals: the worst case."""
    with lab.economy() as place:
        found = judged(lab, place, votes)
        if found.trial.winner is not Side.OPERATOR:
            raise NotCaught("a bought majority did not win the first round")
        bond = place.court.bond // place.pool.unit
        most = found.debited + bond + found.part
        return scenario.row(
            gained=found.debited,
            measure="the operator keeps what it credited itself",
            harmed=(
                Harm("requester", found.debited, "no award"),
                Harm("disputant", bond, "its bond"),
                Harm("honest juror", found.part, "a part of its stake"),
            ),
            caught="an appeal: juries of 7 and 15 other seats, and all are judged by the last",
            when="within the appeal period",
            exposure=Exposure(
                "without an appeal: one opening's debit (`max_unopened`), one bond, one part of a "
                "stake. No credit of any labeler can be touched",
                most,
            ),
        )


SCENARIO = Scenario("jurors-are-bought", "juror", "two of three acquit their paymaster", play)
