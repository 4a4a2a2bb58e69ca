"""A dispute over a plain lie, for jurors to judge as they like; and what a place cost them."""

from dataclasses import dataclass

from labelfield.chain.court_state import Side
from labelfield.simulate.cheating_operators import (
    SYBIL,
    complaint_for,
    first_difference,
    forged_checkpoint,
    most_to_take,
    open_records,
)
from labelfield.simulate.economy import Economy
from labelfield.simulate.errors import NotCaught
from labelfield.simulate.job import opened
from labelfield.simulate.laboratory import Laboratory
from labelfield.simulate.row import Row
from labelfield.simulate.scenario import Scenario
from labelfield.simulate.trial import Trial, Votes, tried

PARTS = 4
"""Of a seat's stake: each drawn place can cost one."""


@dataclass(frozen=True, slots=True)
class Judged:
    """How a dispute ended, and what it did to who sat in its first place."""

    trial: Trial
    debited: int
    """What the operator had taken, fee included."""
    part: int
    """Units of a part of a seat's stake."""
    lost: int
    """Of the first place's stake."""


def judged(lab: Laboratory, place: Economy, votes: Votes) -> Judged:
    """Let an operator credit its sybil, be found out, and jurors judge."""
    number = opened(place, lab.job)
    forged_checkpoint(place, number, {SYBIL.address: most_to_take(place, number)})
    open_records(place, number)
    complaint = complaint_for(place, number, first_difference(place, number), {})
    trial = tried(place, complaint, votes)
    court = place.court
    first = court.case(court.dispute(trial.number).case).places[0]
    left = place.pool.seat(court.jury, court.address, first.seat).parts
    part = place.ground.settings.seat_stake_units // PARTS
    return Judged(trial, place.pool.project(number).debited, part, (PARTS - left) * part)


def juror_row(lab: Laboratory, scenario: Scenario, votes: Votes) -> Row:
    """Play a jury in which the first place does not do its duty."""
    with lab.economy() as place:
        found = judged(lab, place, votes)
    if found.trial.winner is not Side.DISPUTANT:
        raise NotCaught("one bad juror of three decided")
    return scenario.row(
        gained=-found.lost,
        measure="one part of its seat's stake; the fee is shared by the others",
        harmed=(),
        caught="the other votes; everybody is judged by the last ruling",
        when=f"at the end of the dispute, {found.trial.lasted_s} s after it began",
    )
