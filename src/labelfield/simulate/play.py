"""All scenarios, and playing some of them."""

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pkgutil import iter_modules

from labelfield.simulate import scenarios
from labelfield.simulate.errors import UnknownScenario
from labelfield.simulate.laboratory import Laboratory
from labelfield.simulate.row import Row
from labelfield.simulate.scenario import Scenario

ACTORS = ("labeler", "requester", "operator", "relayer", "juror")
"""In the order of the table."""


def all_scenarios() -> tuple[Scenario, ...]:
    """Return the scenario of every file in the folder, in the order of the table."""
    names = [f"{scenarios.__name__}.{module.name}" for module in iter_modules(scenarios.__path__)]
    found: list[Scenario] = [import_module(name).SCENARIO for name in names]
    return tuple(sorted(found, key=lambda each: (ACTORS.index(each.actor), each.name)))


def chosen_scenarios(names: Sequence[str]) -> tuple[Scenario, ...]:
    """Return the scenarios of these names, or all."""
    known = {each.name: each for each in all_scenarios()}
    for name in names:
        if name not in known:
            raise UnknownScenario(name)
    return tuple(each for name, each in known.items() if not names or name in names)


def play_all(
    lab: Laboratory, chosen: Sequence[Scenario], told: Callable[[str], None]
) -> Iterator[Row]:
    """Play one scenario after another; yield what each found."""
    for scenario in chosen:
        told(scenario.name)
        yield scenario.play(lab, scenario)
