"""Every cheat of docs/security.md, played: what is stated there holds."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from labelfield.simulate.crowd import SHIPPED
from labelfield.simulate.errors import UnknownScenario
from labelfield.simulate.laboratory import Laboratory, laboratory
from labelfield.simulate.play import all_scenarios, chosen_scenarios
from labelfield.simulate.row import Row
from labelfield.simulate.scenario import Scenario

pytestmark = pytest.mark.chain

LABELERS = 8
THOUSANDS = 2_000
LOSING = (
    "labelers-bot",
    "labelers-gold-sharers",
    "labelers-lazy",
    "labelers-random",
    "labelers-ring",
    "labelers-sybils",
    "operator-equivocates",
    "operator-is-everybody",
    "operator-omits",
    "operator-pays-sybils",
    "operator-vanishes",
    "operator-withholds-records",
    "juror-is-silent",
    "juror-lies",
)
"""Cheats that cost the cheat money, whatever they cost others."""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laboratory]:
    with laboratory(tmp_path_factory.mktemp("laboratory"), SHIPPED, LABELERS, seed=0) as made:
        yield made


def test_a_scenario_that_there_is_not_is_refused() -> None:
    with pytest.raises(UnknownScenario, match="labelfield simulate --list"):
        chosen_scenarios(["labelers-bot", "labelers-bots"])


QUICK = (
    "labelers-ring",
    "labelers-sybils",
    "operator-omits",
    "operator-pays-sybils",
    "relayer-steals",
)
"""Played by every `make test`: one of each kind of proof. The others take as long, in make soak."""


def marked(scenario: Scenario) -> object:
    marks = () if scenario.name in QUICK else (pytest.mark.soak,)
    return pytest.param(scenario, marks=marks, id=scenario.name)


@pytest.mark.parametrize("scenario", [marked(each) for each in all_scenarios()])
def test_a_cheat_loses_or_keeps_within_what_is_stated(lab: Laboratory, scenario: Scenario) -> None:
    row = scenario.play(lab, scenario)
    assert row.is_bounded, row
    assert (row.name, row.actor, row.act) == (scenario.name, scenario.actor, scenario.act)
    if row.name in LOSING:
        assert row.gained < 0, row


def test_honest_people_are_paid_and_agree_with_the_audit(lab: Laboratory) -> None:
    honest = lab.honest()
    assert sum(honest.paid.values()) == honest.report.credited > 0
    assert honest.report.final
    assert honest.report.answers == lab.job.crowd.answers


@pytest.mark.soak
def test_thousands_of_labelers_cheat_in_vain(tmp_path: Path) -> None:
    """A ring, of which gold must convince the others; `labelfield simulate --labelers 2000` has
    the rest, a quarter of an hour each."""
    with laboratory(tmp_path, SHIPPED, THOUSANDS, seed=1) as lab:
        (scenario,) = chosen_scenarios(["labelers-ring"])
        row: Row = scenario.play(lab, scenario)
        assert len(lab.job.crowd.seats) == THOUSANDS
        assert row.gained < 0, row
