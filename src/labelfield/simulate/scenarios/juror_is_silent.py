"""A juror that commits to a vote and keeps it to itself."""

from labelfield.chain.court_state import Side
from labelfield.simulate.cheating_jurors import juror_row
from labelfield.simulate.laboratory import Laboratory
from labelfield.simulate.row import Row
from labelfield.simulate.scenario import Scenario


def votes(place: int) -> Side:
    """The first place never reveals."""
    return Side.NONE if place == 0 else Side.DISPUTANT


def play(lab: Laboratory, scenario: Scenario) -> Row:
    """Judge an operator that credited its own wallet."""
    return juror_row(lab, scenario, votes)


SCENARIO = Scenario("juror-is-silent", "juror", "does not reveal its vote", play)
