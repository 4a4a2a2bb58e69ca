"""How a cheat by labelers is measured: the same project, once with them and once without.

The cheats sit in seats of the real crowd and give other answers there. What they gained is their
pay less what those seats were paid for their own answers; who is harmed is found the same way.
"""

from collections.abc import Callable, Sequence
from random import Random

from labelfield.simulate.crowd import Crowd, Seat
from labelfield.simulate.job import Job, Outcome, played
from labelfield.simulate.laboratory import Laboratory
from labelfield.simulate.row import Exposure, Harm, Row
from labelfield.simulate.scenario import Scenario

Strategy = Callable[[Job, Sequence[Seat], Random], Sequence[Seat]]
"""What the cheats, whose own answers are known, say instead; they may split or merge seats."""


RATED = "with their 10th closed answer"


def labelers_scenario(
    name: str,
    act: str,
    strategy: Strategy,
    caught: str,
    when: str = RATED,
    exposure: str = "",
) -> Scenario:
    """Return the scenario of a strategy.

    `exposure` says why a cheat may pay all the same: at most the full price of its answers.
    """

    def play(lab: Laboratory, scenario: Scenario) -> Row:
        honest, seats = lab.honest(), lab.cheats()
        cheats = strategy(lab.job, seats, Random(lab.seed))  # noqa: S311 (a made crowd)
        others = [seat for seat in lab.job.crowd.seats if seat not in seats]
        with lab.economy() as place:
            found = played(place, lab.job.seated(interleaved(others, cheats)))
        due = honest.paid_to(seat.name for seat in seats)
        got = found.paid_to(seat.name for seat in cheats)
        return scenario.row(
            gained=got - due,
            measure=f"paid {percent(got, due)} of what the same seats earn by honest answers",
            harmed=(*harmed_labelers(honest, found, others), _harmed_requester(honest, found, got)),
            caught=caught,
            when=when,
            exposure=Exposure(exposure, _full_price(lab, cheats)) if exposure else None,
        )

    return Scenario(name, "labeler", act, play)


def _full_price(lab: Laboratory, cheats: Sequence[Seat]) -> int:
    return sum(len(seat.answers) for seat in cheats) * lab.price


def interleaved(others: Sequence[Seat], cheats: Sequence[Seat]) -> list[Seat]:
    """Return everybody, the cheats evenly among the others."""
    seats, step = list(others), max(len(others) // max(len(cheats), 1), 1)
    for place, cheat in enumerate(cheats):
        seats.insert(min(place * (step + 1), len(seats)), cheat)
    return seats


def commonest(crowd: Crowd) -> str:
    """Return the class that is right most often."""
    return max(crowd.classes, key=lambda each: (list(crowd.truth.values()).count(each), each))


def percent(part: int, whole: int) -> str:
    """Return a share, in percent."""
    return f"{100 * part / whole:.1f}%" if whole else "–"


def harmed_labelers(honest: Outcome, found: Outcome, others: Sequence[Seat]) -> list[Harm]:
    """Return what people who did not cheat lost by those who did."""
    names = [seat.name for seat in others]
    before, now = honest.paid_to(names), found.paid_to(names)
    note = f"their pay {percent(now - before, before)}"
    return [Harm("honest labelers", max(before - now, 0), note)]


def _harmed_requester(honest: Outcome, found: Outcome, got: int) -> Harm:
    points = found.accuracy_percent - honest.accuracy_percent
    return Harm("requester", got, f"paid for it; accuracy {points:+.1f} points")
